"""What groups chose on the direction dial: how much guidance their copies show."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar

from sqlalchemy import insert, select

from cohortbook.clock import Clock, utc_now
from cohortbook.learning.authors import Actor, names_of
from cohortbook.learning.direction_reading import read_outcomes
from cohortbook.learning.errors import LearningError
from cohortbook.learning.text import storable
from cohortbook.store.direction_tables import direction_choices

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from cohortbook.cohort.model import Cohort
    from cohortbook.learning.attention_topic import Topic
    from cohortbook.learning.direction_outcomes import BookOutcome
    from cohortbook.store.database import Database

LONGEST_WHY = 500


class DirectionInvalid(LearningError):  # noqa: N818
    """Something that cannot be chosen on the dial."""

    code: ClassVar[str] = "direction-invalid"


@dataclass(frozen=True, slots=True)
class DirectionChoice:
    """A group set its dial.

    Parameters
    ----------
    group, setting : str
        Which, to what.
    why : str
        In a few words; may be empty.
    by : Actor
        Who set it.
    at : datetime.datetime
        When, in UTC.
    """

    group: str
    setting: str
    why: str
    by: Actor
    at: datetime


class Directions:
    """The choices of all groups, with all that were before.

    Parameters
    ----------
    database : Database
        Where they are kept.
    clock : Clock
        What time it is.
    """

    def __init__(self, database: Database, clock: Clock = utc_now) -> None:
        self._database = database
        self._clock = clock

    def choose(self, cohort: Cohort, group: str, setting: str, why: str, by: str) -> None:
        """Set a group's dial.

        Parameters
        ----------
        cohort : Cohort
            Whose dial it is.
        group, setting : str
            Which group, and one of the dial's settings.
        why : str
            In a few words; may be empty.
        by : str
            Id of who sets it.

        Raises
        ------
        DirectionInvalid
            When there is no such setting, or the words are too many.
        """
        kept = checked_choice(cohort, setting, why)
        with self._database.begin() as connection:
            connection.execute(
                insert(direction_choices).values(
                    group_id=group, setting=setting, why=kept, by=by, at=self._clock()
                )
            )

    def settings(self) -> dict[str, str]:
        """Return what each group has chosen; a group that never chose is not in it."""
        query = select(direction_choices.c.group_id, direction_choices.c.setting).order_by(
            direction_choices.c.number
        )
        with self._database.read() as connection:
            return {row.group_id: row.setting for row in connection.execute(query)}

    def outcomes(self, cohort: Cohort, topics: Sequence[Topic], now: datetime) -> list[BookOutcome]:
        """Say what came of each workbook in each group, and with how much guidance."""
        with self._database.read() as connection:
            return read_outcomes(connection, cohort, topics, now)

    def history(self, group: str | None = None) -> dict[str, list[DirectionChoice]]:
        """Return the choices of all groups, or of one, the earliest first."""
        query = select(direction_choices).order_by(direction_choices.c.number)
        if group is not None:
            query = query.where(direction_choices.c.group_id == group)
        with self._database.read() as connection:
            rows = connection.execute(query).all()
            names = names_of(connection, {row.by for row in rows})
        found: dict[str, list[DirectionChoice]] = defaultdict(list)
        for row in rows:
            choice = DirectionChoice(row.group_id, row.setting, row.why, names[row.by], row.at)
            found[row.group_id].append(choice)
        return dict(found)


def checked_choice(cohort: Cohort, setting: str, why: str) -> str:
    """Return the words of a choice as they are kept.

    Raises
    ------
    DirectionInvalid
        When there is no such setting, or the words are too many.
    """
    dial = cohort.self_organising.direction
    if dial is None or setting not in dial.settings:
        msg = f"{setting!r} is no setting of the dial."
        known = ", ".join(dial.settings) if dial else ""
        raise DirectionInvalid(msg, mend=f"Choose one of {known}." if known else None)
    kept = storable(why).strip()
    if len(kept) > LONGEST_WHY:
        msg = f"These are {len(kept)} characters."
        raise DirectionInvalid(msg, mend=f"Say it in {LONGEST_WHY}.")
    return kept
