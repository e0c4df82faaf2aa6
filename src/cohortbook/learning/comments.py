"""Comments as they are read."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from sqlalchemy import select

from cohortbook.learning.authors import FORMER, Author, roles_in
from cohortbook.learning.markdown import render
from cohortbook.learning.mentions import Mention, ids_of, known_by, load_mentions
from cohortbook.learning.reactions import Reactions, load_reactions, reactions_json
from cohortbook.learning.rooms import RoomKey, in_room
from cohortbook.learning.text import instant, instant_or_none
from cohortbook.store.schema import comments, people, threads

if TYPE_CHECKING:
    from datetime import datetime

    from sqlalchemy import ColumnElement, Connection


@dataclass(frozen=True, slots=True)
class Comment:
    """One message in a thread.

    Parameters
    ----------
    id, thread_id : str
        Itself and the thread it is in.
    number : int
        Larger than that of every comment written before.
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
    mentions : tuple of Mention
        Whom it mentions; none when it was deleted.
    reactions : dict
        Ids of those who reacted, by the name of the reaction; none when it was deleted.
    """

    id: str
    thread_id: str
    number: int
    author: Author
    body: str | None
    created_at: datetime
    edited_at: datetime | None
    deleted: bool
    version: int
    mentions: tuple[Mention, ...] = ()
    reactions: Reactions = field(default_factory=dict)

    @property
    def html(self) -> str:
        """The body as sanitised HTML; empty when it was deleted."""
        return "" if self.body is None else render(self.body, known_by(self.mentions))

    @property
    def edits(self) -> int:
        """How often it was edited; of a tombstone nothing is told."""
        return 0 if self.deleted else self.version - 1

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
            "mentions": ids_of(self.mentions),
            "reactions": reactions_json(self.reactions),
            "edits": self.edits,
        }


def load_comments(
    connection: Connection, room: RoomKey, *where: ColumnElement[bool]
) -> list[Comment]:
    """Return comments of a room, oldest first; those of other rooms never.

    Parameters
    ----------
    connection : sqlalchemy.Connection
        In a transaction.
    room : RoomKey
        Where.
    *where : sqlalchemy.ColumnElement
        Conditions on the comments; without any, all are returned.
    """
    query = (
        select(comments, people.c.name)
        .join(threads, threads.c.id == comments.c.thread_id)
        .join(people, people.c.id == comments.c.author_id)
        .where(in_room(threads, room), *where)
        .order_by(comments.c.number)
    )
    rows = connection.execute(query).all()
    if not rows:
        return []
    held = roles_in(connection, room.group)
    mentions = load_mentions(connection, room, *where)
    reactions = load_reactions(connection, room, *where)
    return [
        Comment(
            id=row.id,
            thread_id=row.thread_id,
            number=row.number,
            author=Author(row.author_id, row.name, held.get(row.author_id, FORMER)),
            body=row.body,
            created_at=row.created_at,
            edited_at=row.edited_at,
            deleted=row.deleted_at is not None,
            version=row.version,
            mentions=mentions.get(row.id, ()),
            reactions=reactions.get(row.id, {}),
        )
        for row in rows
    ]
