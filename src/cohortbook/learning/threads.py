"""Threads as they are read."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, cast

from sqlalchemy import select

from cohortbook.learning.anchors import Anchor, AnchorKind, Position, Quote
from cohortbook.learning.calls import called_into
from cohortbook.learning.comments import Comment, load_comments
from cohortbook.learning.rooms import RoomKey, in_room
from cohortbook.learning.text import instant
from cohortbook.store.schema import comments, threads

if TYPE_CHECKING:
    from collections.abc import Collection
    from datetime import datetime

    from sqlalchemy import Connection, Row


@dataclass(frozen=True, slots=True)
class Thread:
    """A discussion at an anchor.

    Parameters
    ----------
    id : str
        Itself.
    room : RoomKey
        Where it is.
    anchor : Anchor
        What it hangs on.
    resolved : bool
        Whether the group considers it settled.
    version : int
        Grows by one each time it is resolved or reopened, from 1.
    created_at : datetime.datetime
        In UTC.
    comments : tuple of Comment
        Oldest first; never empty.
    called : tuple of str
        Ids of the mentors who are called into it and have not replied since.
    """

    id: str
    room: RoomKey
    anchor: Anchor
    resolved: bool
    version: int
    created_at: datetime
    comments: tuple[Comment, ...]
    called: tuple[str, ...] = ()

    def to_json(self) -> dict[str, Any]:
        """Return the thread as a page shows it."""
        return {
            "id": self.id,
            "anchor": self.anchor.to_json(),
            "resolved": self.resolved,
            "version": self.version,
            "created_at": instant(self.created_at),
            "comments": [each.to_json() for each in self.comments],
            "called": list(self.called),
        }


def load_threads(
    connection: Connection, room: RoomKey, ids: Collection[str] | None = None
) -> list[Thread]:
    """Return the threads of a room, or some of them, oldest first.

    Parameters
    ----------
    connection : sqlalchemy.Connection
        In a transaction.
    room : RoomKey
        Threads of other rooms are never returned.
    ids : collection of str, optional
        Which; all when left out.
    """
    chosen = select(threads).where(in_room(threads, room)).order_by(threads.c.number)
    where = []
    if ids is not None:
        chosen = chosen.where(threads.c.id.in_(ids))
        where.append(comments.c.thread_id.in_(ids))
    inside: dict[str, list[Comment]] = defaultdict(list)
    for each in load_comments(connection, room, *where):
        inside[each.thread_id].append(each)
    called = called_into(connection, room, *where)
    return [
        Thread(
            id=row.id,
            room=room,
            anchor=_anchor(row),
            resolved=row.resolved,
            version=row.version,
            created_at=row.created_at,
            comments=tuple(inside[row.id]),
            called=called.get(row.id, ()),
        )
        for row in connection.execute(chosen)
    ]


def _anchor(row: Row[Any]) -> Anchor:
    quote = None if row.anchor_quote is None else Quote(**row.anchor_quote)
    position = None if row.anchor_position is None else Position(**row.anchor_position)
    return Anchor(cast("AnchorKind", row.anchor_kind), row.anchor_ref, quote, position)
