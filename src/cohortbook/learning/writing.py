"""Writing a comment down, with its versions and whom it mentions."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from sqlalchemy import insert, update

from cohortbook.ids import new_id
from cohortbook.learning.errors import VersionConflict
from cohortbook.learning.history import keep_version
from cohortbook.learning.mentions import keep_mentions
from cohortbook.learning.reactions import drop_reactions
from cohortbook.store.schema import comments

if TYPE_CHECKING:
    from datetime import datetime

    from sqlalchemy import Connection

    from cohortbook.learning.comments import Comment
    from cohortbook.learning.rooms import RoomKey


def add_comment(  # noqa: PLR0913
    connection: Connection, room: RoomKey, thread_id: str, *, body: str, author: str, at: datetime
) -> str:
    """Write a new comment; returns its id."""
    comment_id = new_id("com")
    connection.execute(
        insert(comments).values(
            id=comment_id,
            thread_id=thread_id,
            author_id=author,
            body=body,
            version=1,
            created_at=at,
        )
    )
    keep_version(connection, comment_id, 1, body=body, by=author, at=at)
    keep_mentions(connection, room, comment_id, body, at)
    return comment_id


def change_comment(  # noqa: PLR0913
    connection: Connection,
    room: RoomKey,
    current: Comment,
    *,
    body: str | None,
    by: str,
    at: datetime,
) -> None:
    """Put another body in the place of the present one; without one, leave a tombstone.

    Raises
    ------
    VersionConflict
        When the comment is no longer as it is in `current`.
    """
    values: dict[str, Any] = {"body": body, "version": current.version + 1}
    values["deleted_at" if body is None else "edited_at"] = at
    done = connection.execute(
        update(comments)
        .where(comments.c.id == current.id, comments.c.version == current.version)
        .values(**values)
    )
    if done.rowcount != 1:
        raise VersionConflict(current)
    keep_version(connection, current.id, current.version + 1, body=body, by=by, at=at)
    keep_mentions(connection, room, current.id, body, at)
    if body is None:
        drop_reactions(connection, current.id)
