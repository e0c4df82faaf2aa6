"""Reading time: what pages report, believed only as far as the clock allows."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

from sqlalchemy import and_, insert, select, update

from cohortbook.clock import Clock, utc_now
from cohortbook.learning.rooms import RoomKey, in_room
from cohortbook.store.attention_tables import reading_clocks, reading_days, visit_days
from cohortbook.store.schema import visits

if TYPE_CHECKING:
    from sqlalchemy import ColumnElement, Connection, Table

    from cohortbook.store.database import Database

# What is reported later than this, as after an outage, is not counted any more.
LONGEST_REPORT = timedelta(minutes=10)

# A simulation that is dragged moves many times in a second: one move in so long counts.
_ONE_MOVE = timedelta(seconds=5)


@dataclass(frozen=True, slots=True)
class Report:
    """What a page has seen of one person since its last report.

    Parameters
    ----------
    seconds, moves : mapping of str to int
        By topic: how long they read, and how often they moved a simulation.
    """

    seconds: Mapping[str, int]
    moves: Mapping[str, int]


class Reading:
    """Keeps, for each member, topic and day, how long they read.

    Parameters
    ----------
    database : Database
        Where it is kept.
    timezone : str
        Of the cohort: its days are counted.
    clock : Clock
        What time it is.
    """

    def __init__(self, database: Database, timezone: str, clock: Clock = utc_now) -> None:
        self._database = database
        self._zone = ZoneInfo(timezone)
        self._clock = clock

    def visit(self, room: RoomKey, person_id: str) -> None:
        """Count that somebody opened a room today."""
        now = self._clock()
        keys = _key(room, person_id) | {"day": now.astimezone(self._zone).date()}
        with self._database.begin() as connection:
            _add(connection, visit_days, keys, {"visits": 1})

    def report(self, room: RoomKey, person_id: str, report: Report) -> int:
        """Keep what a page reports.

        Parameters
        ----------
        room, person_id : RoomKey, str
            Where, who.
        report : Report
            What it says.

        Returns
        -------
        int
            How many seconds were believed: no more than have passed since the page
            was opened, none twice (whatever else this person's pages report), and at
            most `LONGEST_REPORT`.
        """
        now = self._clock()
        told = {topic: max(0, int(each)) for topic, each in report.seconds.items()}
        with self._database.begin() as connection:
            start = _start(connection, room, person_id, now)
            room_left = max(0, int((now - start).total_seconds()))
            believed = _shared_out(told, room_left)
            counted = sum(believed.values())
            moves = _shared_out(dict(report.moves), room_left // int(_ONE_MOVE.total_seconds()) + 1)
            day = now.astimezone(self._zone).date()
            for topic in {*believed, *moves}:
                values = {"seconds": believed.get(topic, 0), "moves": moves.get(topic, 0)}
                if any(values.values()):
                    keys = _key(room, person_id) | {"topic": topic, "day": day}
                    _add(connection, reading_days, keys, values)
            if counted:
                used = start + timedelta(seconds=counted)
                _put_clock(connection, person_id, used)
        return counted


def _start(connection: Connection, room: RoomKey, person_id: str, now: datetime) -> datetime:
    """Return from when on time is there to be counted."""
    opened = connection.execute(
        select(visits.c.at).where(in_room(visits, room), visits.c.person_id == person_id)
    ).scalar()
    used = connection.execute(
        select(reading_clocks.c.used_until).where(reading_clocks.c.person_id == person_id)
    ).scalar()
    # Who never opened the page has read nothing on it.
    bounds: list[datetime] = [now if opened is None else opened, now - LONGEST_REPORT]
    return min(now, max(bounds if used is None else [*bounds, used]))


def _shared_out(told: Mapping[str, int], most: int) -> dict[str, int]:
    """Return what is told, made smaller in proportion where it is more than there can be."""
    total = sum(max(0, each) for each in told.values())
    if total <= most:
        return {topic: max(0, each) for topic, each in told.items()}
    return {topic: max(0, each) * most // total for topic, each in told.items()}


def _key(room: RoomKey, person_id: str) -> dict[str, Any]:
    return {"person_id": person_id, "group_id": room.group, "workbook_id": room.workbook}


def _add(
    connection: Connection, table: Table, keys: Mapping[str, Any], values: Mapping[str, int]
) -> None:
    this: ColumnElement[bool] = and_(*(table.c[name] == each for name, each in keys.items()))
    more = {name: table.c[name] + each for name, each in values.items()}
    if connection.execute(update(table).where(this).values(**more)).rowcount == 0:
        connection.execute(insert(table).values(**keys, **values))


def _put_clock(connection: Connection, person_id: str, used_until: datetime) -> None:
    mine = reading_clocks.c.person_id == person_id
    done = connection.execute(update(reading_clocks).where(mine).values(used_until=used_until))
    if done.rowcount == 0:
        connection.execute(
            insert(reading_clocks).values(person_id=person_id, used_until=used_until)
        )
