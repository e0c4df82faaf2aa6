"""Messages about comments: who was mentioned, called, or replied to."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import func, select

from cohortbook.learning.messages.message import Tiding
from cohortbook.store.schema import comment_mentions, comments, read_marks, roles

if TYPE_CHECKING:
    from sqlalchemy import Connection

    from cohortbook.learning.messages.message import Happening, Message

WRITTEN = frozenset({"thread.created", "comment.created", "comment.edited"})
REPLIED = frozenset({"comment.created"})


def mentions(connection: Connection, event: Happening) -> list[Tiding]:
    """Tell those who were named, but for mentors of the group: they are called by it."""
    comment, mentors = _comment_of(connection, event), _mentors(connection, event.room.group)
    if comment is None:
        return []
    named = [each for each in _new_mentions(connection, comment, event) if each not in mentors]
    return _tidings(event, comment, named)


def calls(connection: Connection, event: Happening) -> list[Tiding]:
    """Tell the mentors of the group who were called or named."""
    comment, mentors = _comment_of(connection, event), _mentors(connection, event.room.group)
    if comment is None:
        return []
    called = [each for each in _new_mentions(connection, comment, event) if each in mentors]
    return _tidings(event, comment, called)


def replies(connection: Connection, event: Happening) -> list[Tiding]:
    """Tell those who wrote in the thread before, but for whom the reply itself names."""
    comment = event.data["comment_id"]
    number = select(comments.c.number).where(comments.c.id == comment).scalar_subquery()
    earlier = connection.execute(
        select(comments.c.author_id)
        .where(
            comments.c.thread_id == event.data["thread_id"],
            comments.c.number < number,
            comments.c.deleted_at.is_(None),
        )
        .order_by(comments.c.number)
    ).scalars()
    named = _new_mentions(connection, comment, event)
    return _tidings(event, comment, [each for each in earlier if each not in named])


def stands(connection: Connection, message: Message) -> bool:
    """Say whether the comment has not been deleted."""
    deleted = select(comments.c.deleted_at).where(comments.c.id == message.about["comment_id"])
    row = connection.execute(deleted).first()
    return row is not None and row.deleted_at is None


def unread(connection: Connection, message: Message) -> bool:
    """Say whether the person has not read the comment, or not since it named them."""
    comment = message.about["comment_id"]
    seen = connection.execute(
        select(read_marks.c.comment_number, read_marks.c.mention_number).where(
            read_marks.c.person_id == message.person_id,
            read_marks.c.thread_id == message.about["thread_id"],
        )
    ).first()
    if seen is None:
        return True
    number = connection.execute(select(comments.c.number).where(comments.c.id == comment))
    mention = connection.execute(
        select(func.max(comment_mentions.c.number)).where(
            comment_mentions.c.comment_id == comment,
            comment_mentions.c.person_id == message.person_id,
        )
    )
    return bool(
        number.scalar_one() > seen.comment_number
        or (mention.scalar_one() or 0) > seen.mention_number
    )


def _comment_of(connection: Connection, event: Happening) -> str | None:
    if "comment_id" in event.data:
        return str(event.data["comment_id"])
    first = (
        select(comments.c.id)
        .where(comments.c.thread_id == event.data["thread_id"])
        .order_by(comments.c.number)
        .limit(1)
    )
    return connection.execute(first).scalar_one_or_none()


def _new_mentions(connection: Connection, comment: str, event: Happening) -> list[str]:
    # A mention bears the time of the write that made it, as the event does.
    query = (
        select(comment_mentions.c.person_id)
        .where(comment_mentions.c.comment_id == comment, comment_mentions.c.at == event.at)
        .order_by(comment_mentions.c.number)
    )
    return list(connection.execute(query).scalars())


def _mentors(connection: Connection, group: str) -> frozenset[str]:
    query = select(roles.c.person_id).where(roles.c.role == "mentor", roles.c.group_id == group)
    return frozenset(connection.execute(query).scalars())


def _tidings(event: Happening, comment: str, people: list[str]) -> list[Tiding]:
    if not people:
        return []
    about = {"thread_id": event.data["thread_id"], "comment_id": comment}
    return [Tiding(comment, tuple(dict.fromkeys(people)), about)]
