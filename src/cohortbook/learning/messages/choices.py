"""How each person wants to hear of things, and where they are."""

from __future__ import annotations

import zoneinfo
from dataclasses import dataclass, field, replace
from types import MappingProxyType
from typing import TYPE_CHECKING, Any, ClassVar
from zoneinfo import ZoneInfo

from sqlalchemy import delete, insert, select, update

from cohortbook.clock import Clock, utc_now
from cohortbook.learning.errors import LearningError
from cohortbook.learning.messages.kinds import FOR_PEOPLE, KINDS
from cohortbook.learning.messages.rhythm import NIGHT, Quiet, Rhythm, moment_of
from cohortbook.store.message_tables import message_choices, messages

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping
    from datetime import datetime

    from sqlalchemy import Connection, Row

    from cohortbook.store.database import Database


class ChoiceInvalid(LearningError):  # noqa: N818
    """Somebody chose what there is not.

    Parameters
    ----------
    *what : str
        Their choice.
    """

    code: ClassVar[str] = "choice-invalid"

    def __init__(self, *what: str) -> None:
        super().__init__(
            f"{': '.join(what)} cannot be chosen.", mend="Choose from what is on the page."
        )


@dataclass(frozen=True, slots=True)
class Choices:
    """What one person chose.

    Parameters
    ----------
    rhythms : mapping of str to str
        By kind of message; what is not in it is as usual.
    timezone : str or None
        IANA name; None for that of the cohort.
    quiet : Quiet
        In these hours nothing is sent.

    Raises
    ------
    ChoiceInvalid
        When a rhythm, a kind or the time zone is none.
    """

    rhythms: Mapping[str, Rhythm] = field(default_factory=lambda: MappingProxyType({}))
    timezone: str | None = None
    quiet: Quiet = NIGHT

    def __post_init__(self) -> None:
        """Refuse what could not be kept to."""
        for name, rhythm in self.rhythms.items():
            if name not in KINDS or rhythm not in KINDS[name].rhythms:
                raise ChoiceInvalid(name, rhythm)
        if self.timezone is not None and self.timezone not in zoneinfo.available_timezones():
            raise ChoiceInvalid(self.timezone)

    def rhythm(self, kind: str) -> Rhythm:
        """Return how they hear of a kind of message."""
        return self.rhythms.get(kind, KINDS[kind].usual)

    def stopped(self) -> Choices:
        """Return the same with no mail at all."""
        return replace(self, rhythms={each.name: "never" for each in FOR_PEOPLE})

    @property
    def silent(self) -> bool:
        """Whether they get no mail at all."""
        return all(self.rhythm(each.name) == "never" for each in FOR_PEOPLE)

    def moment(self, kind: str, at: datetime, cohort_timezone: str) -> datetime | None:
        """Say when they hear of something that happened; None for never."""
        zone = ZoneInfo(self.timezone or cohort_timezone)
        return moment_of(self.rhythm(kind), at, zone, self.quiet)


class MessageChoices:
    """What the people of a cohort chose.

    Parameters
    ----------
    database : Database
        Where it is kept.
    timezone : str
        The cohort's.
    clock : Clock
        What time it is.
    """

    def __init__(self, database: Database, timezone: str, clock: Clock = utc_now) -> None:
        self._database = database
        self._timezone = timezone
        self._clock = clock

    def of(self, person_id: str) -> Choices:
        """Return what somebody chose."""
        with self._database.read() as connection:
            return load_choices(connection, [person_id])[person_id]

    def keep(self, person_id: str, choices: Choices) -> None:
        """Keep what somebody chose; what waits to be sent follows it at once."""
        kept = {
            "rhythms": dict(choices.rhythms),
            "timezone": choices.timezone,
            "quiet": choices.quiet.to_json(),
            "at": self._clock(),
        }
        with self._database.begin() as connection:
            this = message_choices.c.person_id == person_id
            connection.execute(delete(message_choices).where(this))
            connection.execute(insert(message_choices).values(person_id=person_id, **kept))
            self._follow(connection, person_id, choices)

    def stop(self, person_id: str) -> None:
        """Send somebody nothing any more, until they choose otherwise."""
        self.keep(person_id, self.of(person_id).stopped())

    def _follow(self, connection: Connection, person_id: str, choices: Choices) -> None:
        waiting = connection.execute(
            select(messages.c.number, messages.c.kind, messages.c.at).where(
                messages.c.recipient == person_id,
                messages.c.letter_id.is_(None),
                messages.c.dropped_at.is_(None),
            )
        ).all()
        for row in waiting:
            due = choices.moment(row.kind, row.at, self._timezone)
            values = {"dropped_at": self._clock()} if due is None else {"due_at": due}
            this = messages.c.number == row.number
            connection.execute(update(messages).where(this).values(**values))


def load_choices(connection: Connection, person_ids: Collection[str]) -> dict[str, Choices]:
    """Return what some people chose, by person id; those who did not are as usual."""
    found = {each: Choices() for each in person_ids}
    query = select(message_choices).where(message_choices.c.person_id.in_(person_ids))
    for row in connection.execute(query):
        found[row.person_id] = _choices(row)
    return found


def _choices(row: Row[Any]) -> Choices:
    # A kind that has gone since, or a rhythm that it has no more, is as usual.
    kept = {
        name: rhythm
        for name, rhythm in row.rhythms.items()
        if name in KINDS and rhythm in KINDS[name].rhythms
    }
    quiet = NIGHT if row.quiet is None else Quiet.from_json(row.quiet)
    return Choices(kept, row.timezone, quiet)
