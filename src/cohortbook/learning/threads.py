"""Threads and comments as they are read."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, cast

from sqlalchemy import select

from cohortbook.learning.anchors import Anchor, AnchorKind, Quote
from cohortbook.learning.authors import FORMER, Actor, Author, roles_in
from cohortbook.learning.markdown import render
from cohortbook.learning.rooms import RoomKey, in_room
from cohortbook.learning.text import instant, instant_or_none
from cohortbook.store.schema import comments, people, threads

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping
    from datetime import datetime

    from sqlalchemy import Connection, Row


@dataclass(frozen=True, slots=True)
class Comment:
    """One message in a thread.

    Parameters
    ----------
    id, thread_id : str
        Itself and the thread it is in.
    author : Author
        Who wrote it.
    body : str or None
        Markdown; None when it was deleted.
    created_at, edited_at : datetime.datetime
        In UTC; `edited_at` is None when it was never edited.
    deleted : bool
        Whether only this tombstone is left.
    version : int
        Grows by one with each change, from 1.
    """

    id: str
    thread_id: str
    author: Author
    body: str | None
    created_at: datetime
    edited_at: datetime | None
    deleted: bool
    version: int

    @property
    def html(self) -> str:
        """The body as sanitised HTML; empty when it was deleted."""
        return "" if self.body is None else render(self.body)

    def to_json(self) -> dict[str, Any]:
        """Return the comment as a page shows it."""
        return {
            "id": self.id,
            "thread_id": self.thread_id,
            "author": self.author.to_json(),
            "body": self.body,
            "html": self.html,
            "created_at": instant(self.created_at),
            "edited_at": instant_or_none(self.edited_at),
            "deleted": self.deleted,
            "version": self.version,
        }


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
    """

    id: str
    room: RoomKey
    anchor: Anchor
    resolved: bool
    version: int
    created_at: datetime
    comments: tuple[Comment, ...]

    def to_json(self) -> dict[str, Any]:
        """Return the thread as a page shows it."""
        return {
            "id": self.id,
            "anchor": self.anchor.to_json(),
            "resolved": self.resolved,
            "version": self.version,
            "created_at": instant(self.created_at),
            "comments": [each.to_json() for each in self.comments],
        }


@dataclass(frozen=True, slots=True)
class CommentVersion:
    """How a comment was at some time.

    Parameters
    ----------
    version : int
        From 1.
    body : str or None
        None for the deletion.
    by : Actor
        Who made it so.
    at : datetime.datetime
        In UTC.
    """

    version: int
    body: str | None
    by: Actor
    at: datetime


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
    written = _comments_of(room)
    if ids is not None:
        chosen = chosen.where(threads.c.id.in_(ids))
        written = written.where(threads.c.id.in_(ids))
    held = roles_in(connection, room.group)
    inside: dict[str, list[Comment]] = defaultdict(list)
    for row in connection.execute(written):
        inside[row.thread_id].append(_comment(row, held))
    return [
        Thread(
            id=row.id,
            room=room,
            anchor=_anchor(row),
            resolved=row.resolved,
            version=row.version,
            created_at=row.created_at,
            comments=tuple(inside[row.id]),
        )
        for row in connection.execute(chosen)
    ]


def load_comments(connection: Connection, room: RoomKey, ids: Collection[str]) -> list[Comment]:
    """Return some comments of a room, oldest first; those of other rooms never."""
    query = _comments_of(room).where(comments.c.id.in_(ids))
    held = roles_in(connection, room.group)
    return [_comment(row, held) for row in connection.execute(query)]


def _comments_of(room: RoomKey) -> Any:
    return (
        select(comments, people.c.name)
        .join(threads, threads.c.id == comments.c.thread_id)
        .join(people, people.c.id == comments.c.author_id)
        .where(in_room(threads, room))
        .order_by(comments.c.number)
    )


def _comment(row: Row[Any], held: Mapping[str, str]) -> Comment:
    return Comment(
        id=row.id,
        thread_id=row.thread_id,
        author=Author(row.author_id, row.name, held.get(row.author_id, FORMER)),
        body=row.body,
        created_at=row.created_at,
        edited_at=row.edited_at,
        deleted=row.deleted_at is not None,
        version=row.version,
    )


def _anchor(row: Row[Any]) -> Anchor:
    quote = None if row.anchor_quote is None else Quote(**row.anchor_quote)
    return Anchor(cast("AnchorKind", row.anchor_kind), row.anchor_ref, quote)
