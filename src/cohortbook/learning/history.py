"""The versions of a comment."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from sqlalchemy import insert, select

from cohortbook.learning.authors import Actor, names_of
from cohortbook.learning.markdown import render
from cohortbook.learning.mention_syntax import NOBODY, Known
from cohortbook.learning.mentions import resolve
from cohortbook.learning.rooms import RoomKey
from cohortbook.learning.text import instant
from cohortbook.store.schema import comment_versions

if TYPE_CHECKING:
    from datetime import datetime

    from sqlalchemy import Connection

    from cohortbook.learning.comments import Comment


@dataclass(frozen=True, slots=True)
class CommentVersion:
    """How a comment was at some time.

    Parameters
    ----------
    version : int
        From 1.
    body : str
        Markdown.
    by : Actor
        Who made it so.
    at : datetime.datetime
        In UTC.
    known : Known
        Who is mentioned in it.
    """

    version: int
    body: str
    by: Actor
    at: datetime
    known: Known = NOBODY

    def to_json(self) -> dict[str, Any]:
        """Return the version as a page shows it."""
        return {
            "version": self.version,
            "body": self.body,
            "html": render(self.body, self.known),
            "at": instant(self.at),
            "by": self.by.to_json(),
        }


def keep_version(  # noqa: PLR0913
    connection: Connection,
    comment_id: str,
    version: int,
    *,
    body: str | None,
    by: str,
    at: datetime,
) -> None:
    """Keep how a comment is from now on; without a body, that it was deleted."""
    connection.execute(
        insert(comment_versions).values(
            comment_id=comment_id, version=version, body=body, by=by, at=at
        )
    )


def load_history(connection: Connection, room: RoomKey, comment: Comment) -> list[CommentVersion]:
    """Return every version of a comment, oldest first; none when it was deleted."""
    if comment.deleted:
        return []
    rows = connection.execute(
        select(comment_versions)
        .where(comment_versions.c.comment_id == comment.id)
        .order_by(comment_versions.c.version)
    ).all()
    names = names_of(connection, {row.by for row in rows})
    held = [(each.person_id, each.kind) for each in comment.mentions]
    calls = [resolve(connection, room.group, row.body, held) for row in rows]
    called = names_of(connection, {person for each in calls for person, _ in each})
    return [
        CommentVersion(
            row.version,
            row.body,
            names[row.by],
            row.at,
            Known(
                tuple((person, called[person].name) for person, kind in each if kind == "person"),
                mentors=any(kind == "mentors" for _, kind in each),
            ),
        )
        for row, each in zip(rows, calls, strict=True)
    ]
