"""Who is waited for, and who ever came, in all rooms at once."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from sqlalchemy import select

from cohortbook.learning.calls import open_calls
from cohortbook.learning.rooms import RoomKey
from cohortbook.store.schema import comment_mentions, threads, visits

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from datetime import datetime

    from sqlalchemy import Connection, Row

    from cohortbook.store.database import Database


@dataclass(frozen=True, slots=True)
class OpenCall:
    """A mentor who was called into a thread and has not replied.

    Parameters
    ----------
    room : RoomKey
        Where.
    comment_id : str
        The comment that calls.
    mentor : str
        Id of who is called.
    at : datetime.datetime
        When, in UTC.
    """

    room: RoomKey
    comment_id: str
    mentor: str
    at: datetime


@dataclass(frozen=True, slots=True)
class Work:
    """What there is at a moment.

    Parameters
    ----------
    calls : tuple of OpenCall
        The oldest first.
    came : frozenset of str
        Ids of those who ever opened a workbook.
    """

    calls: tuple[OpenCall, ...] = ()
    came: frozenset[str] = frozenset()


class WorkRecord:
    """Reads it, with few questions however many rooms there are.

    Parameters
    ----------
    database : Database
        Where it is kept.
    """

    def __init__(self, database: Database) -> None:
        self._database = database

    def read(self) -> Work:
        """Return what there is now."""
        with self._database.read() as connection:
            return Work(
                calls=tuple(_calls(connection)),
                came=frozenset(connection.execute(select(visits.c.person_id).distinct()).scalars()),
            )


def _calls(connection: Connection) -> Iterable[OpenCall]:
    query = (
        open_calls()
        .add_columns(threads.c.group_id, threads.c.workbook_id, comment_mentions.c.at)
        .order_by(comment_mentions.c.number)
    )
    rows: Sequence[Row[Any]] = connection.execute(query).all()
    for row in rows:
        room = RoomKey(row.group_id, row.workbook_id)
        yield OpenCall(room, row.comment_id, row.person_id, row.at)
