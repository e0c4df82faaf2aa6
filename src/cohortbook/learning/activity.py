"""What happened in a cohort, as plain data: the raw events that attention is made from."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import TYPE_CHECKING

from sqlalchemy import or_, select

from cohortbook.learning.rooms import RoomKey
from cohortbook.store.attention_tables import reading_days
from cohortbook.store.schema import answer_history, comments, threads

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator

    from sqlalchemy import Connection, Table
    from sqlalchemy.sql import ColumnElement

    from cohortbook.store.database import Database


@dataclass(frozen=True, slots=True)
class Edit:
    """An answer became another one.

    Parameters
    ----------
    room, exercise_id : RoomKey, str
        Where, to what.
    person_id : str or None
        Whose answer it is; None when it is the group's.
    by : str or None
        Who changed it.
    at : datetime.datetime
        When, in UTC.
    filled : bool
        Whether there was an answer from then on.
    """

    room: RoomKey
    exercise_id: str
    person_id: str | None
    by: str | None
    at: datetime
    filled: bool


@dataclass(frozen=True, slots=True)
class Said:
    """A comment that still stands.

    Parameters
    ----------
    room : RoomKey
        Where.
    kind, ref : str
        What its thread hangs on: the kind of an anchor, and the id of a cell or exercise.
    by : str
        Who wrote it.
    at : datetime.datetime
        When, in UTC.
    """

    room: RoomKey
    kind: str
    ref: str
    by: str
    at: datetime


@dataclass(frozen=True, slots=True)
class Read:
    """What somebody read about a topic in a day of the cohort's time zone.

    Parameters
    ----------
    room, topic : RoomKey, str
        Where, about what.
    by : str
        Who.
    day : datetime.date
        When.
    seconds : int
        How long, while the page was visible and they were active.
    moves : int
        How often they moved a simulation.
    """

    room: RoomKey
    topic: str
    by: str
    day: date
    seconds: int
    moves: int


@dataclass(frozen=True, slots=True)
class Record:
    """Everything that happened, in the order in which it was written.

    Parameters
    ----------
    edits, said, read : tuple
        Of each kind.
    """

    edits: tuple[Edit, ...] = ()
    said: tuple[Said, ...] = ()
    read: tuple[Read, ...] = ()


class Activity:
    """Tells what happened.

    Parameters
    ----------
    database : Database
        Where events are kept.
    """

    def __init__(self, database: Database) -> None:
        self._database = database

    def record(self, until: datetime, groups: Collection[str] | None = None) -> Record:
        """Return what happened up to a moment.

        Parameters
        ----------
        until : datetime.datetime
            In UTC. Days of reading are given whole: `attention` leaves out later ones.
        groups : collection of str, optional
            Only in these.
        """
        with self._database.read() as connection:
            return read_record(connection, until, groups)


def read_record(
    connection: Connection, until: datetime, groups: Collection[str] | None = None
) -> Record:
    """Return what `Activity.record` does, within a transaction."""
    return Record(
        edits=tuple(_edits(connection, until, groups)),
        said=tuple(_said(connection, until, groups)),
        read=tuple(_read(connection, groups)),
    )


def _in_groups(table: Table, groups: Collection[str] | None) -> list[ColumnElement[bool]]:
    return [] if groups is None else [table.c.group_id.in_(list(groups))]


def _edits(
    connection: Connection, until: datetime, groups: Collection[str] | None
) -> Iterator[Edit]:
    history = answer_history.c
    query = (
        select(
            history.group_id,
            history.workbook_id,
            history.exercise_id,
            history.person_id,
            history.by,
            history.at,
            history.value.is_not(None).label("filled"),
        )
        .where(history.at <= until, *_in_groups(answer_history, groups))
        .order_by(history.number)
    )
    for group, workbook, exercise, person, by, at, filled in connection.execute(query):
        yield Edit(RoomKey(group, workbook), exercise, person, by, at, bool(filled))


def _said(
    connection: Connection, until: datetime, groups: Collection[str] | None
) -> Iterator[Said]:
    query = (
        select(
            threads.c.group_id,
            threads.c.workbook_id,
            threads.c.anchor_kind,
            threads.c.anchor_ref,
            comments.c.author_id,
            comments.c.created_at,
        )
        .select_from(comments.join(threads, threads.c.id == comments.c.thread_id))
        .where(
            comments.c.created_at <= until,
            or_(comments.c.deleted_at.is_(None), comments.c.deleted_at > until),
            *_in_groups(threads, groups),
        )
        .order_by(comments.c.number)
    )
    for group, workbook, kind, ref, by, at in connection.execute(query):
        yield Said(RoomKey(group, workbook), kind, ref, by, at)


def _read(connection: Connection, groups: Collection[str] | None) -> Iterator[Read]:
    days = reading_days.c
    query = (
        select(
            days.group_id,
            days.workbook_id,
            days.topic,
            days.person_id,
            days.day,
            days.seconds,
            days.moves,
        )
        .where(*_in_groups(reading_days, groups))
        .order_by(days.day)
    )
    for group, workbook, topic, person, day, seconds, moves in connection.execute(query):
        yield Read(RoomKey(group, workbook), topic, person, day, seconds, moves)
