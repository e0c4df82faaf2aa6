"""Mentors who are called into a thread and have not replied since."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

from sqlalchemy import and_, exists, select

from cohortbook.learning.rooms import RoomKey, in_room
from cohortbook.store.schema import comment_mentions, comments, roles, threads

if TYPE_CHECKING:
    from sqlalchemy import ColumnElement, Connection, Select


def called_into(
    connection: Connection, room: RoomKey, *where: ColumnElement[bool]
) -> dict[str, tuple[str, ...]]:
    """Return the mentors who are called, by thread id, in the order of the calls.

    Parameters
    ----------
    connection : sqlalchemy.Connection
        In a transaction.
    room : RoomKey
        Where.
    *where : sqlalchemy.ColumnElement
        Conditions on the comments.
    """
    query = open_calls().where(in_room(threads, room), *where).order_by(comment_mentions.c.number)
    found: dict[str, dict[str, None]] = defaultdict(dict)
    for row in connection.execute(query):
        found[row.thread_id][row.person_id] = None
    return {thread_id: tuple(each) for thread_id, each in found.items()}


def open_calls() -> Select[tuple[str, str, str]]:
    """Return the query of calls that nobody answered: thread, comment and mentor.

    A mentor is called when a comment names them or calls all mentors. Their next
    comment in the thread answers it; so does settling the thread. Whoever is no
    mentor of the group any more is called no longer.
    """
    reply = comments.alias("reply")
    answered = exists().where(
        reply.c.thread_id == comments.c.thread_id,
        reply.c.author_id == comment_mentions.c.person_id,
        reply.c.number > comment_mentions.c.after_comment,
        reply.c.deleted_at.is_(None),
    )
    mentor = and_(
        roles.c.person_id == comment_mentions.c.person_id,
        roles.c.role == "mentor",
        roles.c.group_id == threads.c.group_id,
    )
    return (
        select(
            comments.c.thread_id, comments.c.id.label("comment_id"), comment_mentions.c.person_id
        )
        .select_from(comment_mentions)
        .join(comments, comments.c.id == comment_mentions.c.comment_id)
        .join(threads, threads.c.id == comments.c.thread_id)
        .join(roles, mentor)
        .where(
            comments.c.deleted_at.is_(None),
            comments.c.author_id != comment_mentions.c.person_id,
            threads.c.resolved.is_(False),
            ~answered,
        )
    )
