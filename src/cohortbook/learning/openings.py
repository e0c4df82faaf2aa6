"""Which workbooks are open to the members of which groups."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime, time
from typing import TYPE_CHECKING, Literal
from zoneinfo import ZoneInfo

from sqlalchemy import delete, insert, select

from cohortbook.clock import Clock, utc_now
from cohortbook.store.desk_tables import openings

if TYPE_CHECKING:
    from collections.abc import Mapping

    from cohortbook.cohort.model import Cohort
    from cohortbook.learning.rooms import RoomKey
    from cohortbook.store.database import Database

Decision = Literal["open", "closed"]
OPENINGS = "openings"
_ALL = ""


@dataclass(frozen=True, slots=True)
class Opening:
    """Whether a group's workbook is open, and by what.

    Parameters
    ----------
    closed : bool
        Whether members cannot come in.
    decided : {"open", "closed"} or None
        What a facilitator decided; None where the schedule rules.
    opens : datetime.date or None
        The first day that the schedule names.
    """

    closed: bool
    decided: Decision | None
    opens: date | None


class Openings:
    """Decides whether members may come into a room now.

    Parameters
    ----------
    database : Database
        Where a facilitator's decisions are kept.
    cohort : Cohort
        Its schedule and time zone.
    clock : Clock
        What time it is.

    Notes
    -----
    A decision about one group is stronger than one about all, and that is stronger
    than the schedule. Decisions are read once and again after each change: it is
    asked on every request.
    """

    def __init__(self, database: Database, cohort: Cohort, clock: Clock = utc_now) -> None:
        self._database = database
        self._clock = clock
        self._zone = ZoneInfo(cohort.timezone)
        self._schedule = cohort.schedule
        self._known: Mapping[tuple[str, str], Decision] | None = None
        self._changes = 0
        database.watch(OPENINGS, self._forget)

    def of(self, room: RoomKey) -> Opening:
        """Return how it stands with a room now."""
        decisions = self.decisions()
        decided = decisions.get((room.workbook, room.group)) or decisions.get((room.workbook, _ALL))
        plan = self._schedule.get(room.workbook)
        opens = plan.opens if plan else None
        if decided is not None:
            return Opening(decided == "closed", decided, opens)
        return Opening(opens is not None and self._clock() < self._midnight(opens), None, opens)

    def closed(self, room: RoomKey) -> bool:
        """Say whether the members of a group cannot come into a workbook now."""
        return self.of(room).closed

    def decisions(self) -> Mapping[tuple[str, str], Decision]:
        """Return what was decided, by workbook and group; the group is "" for all."""
        known, changes = self._known, self._changes
        if known is None:
            query = select(openings.c.workbook_id, openings.c.group_id, openings.c.state)
            with self._database.read() as connection:
                known = {(book, group): state for book, group, state in connection.execute(query)}
            # What was decided while it was read must not be hidden by what was read.
            self._known = known if changes == self._changes else None
        return known

    def decide(self, workbook: str, group: str | None, decision: Decision | None, by: str) -> None:
        """Open or close a workbook, or leave it to the schedule again.

        Parameters
        ----------
        workbook : str
            Which.
        group : str or None
            For whom; None for all groups, whatever was decided for single ones.
        decision : {"open", "closed"} or None
            None for the schedule.
        by : str
            Id of the facilitator.
        """
        with self._database.begin() as connection:
            this = openings.c.workbook_id == workbook
            if group is not None:
                this &= openings.c.group_id == group
            connection.execute(delete(openings).where(this))
            if decision is not None:
                connection.execute(
                    insert(openings).values(
                        workbook_id=workbook,
                        group_id=group or _ALL,
                        state=decision,
                        by=by,
                        at=self._clock(),
                    )
                )
        self._database.announce(OPENINGS)

    def _midnight(self, day: date) -> datetime:
        return datetime.combine(day, time(), self._zone).astimezone(UTC)

    def _forget(self) -> None:
        self._changes += 1
        self._known = None
