"""Whom a comment mentions, as it is kept."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from sqlalchemy import delete, func, insert, select

from cohortbook.learning.authors import roles_in
from cohortbook.learning.markdown import mentions_in
from cohortbook.learning.mention_syntax import Known
from cohortbook.learning.rooms import RoomKey, in_room
from cohortbook.store.schema import comment_mentions, comments, people, roles, threads

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable
    from datetime import datetime

    from sqlalchemy import ColumnElement, Connection

MentionKind = Literal["person", "mentors"]
# A person, and whether they were named or called as one of the mentors.
Call = tuple[str, MentionKind]


@dataclass(frozen=True, slots=True)
class Mention:
    """Somebody who is mentioned in a comment.

    Parameters
    ----------
    person_id, name : str
        Who, with their present name.
    kind : {"person", "mentors"}
        Whether they were named, or called as one of the group's mentors.
    number : int
        Larger than that of every mention made before.
    """

    person_id: str
    name: str
    kind: MentionKind
    number: int


def ids_of(mentions: Iterable[Mention]) -> list[str]:
    """Return who is mentioned, each once."""
    return list(dict.fromkeys(each.person_id for each in mentions))


def known_by(mentions: Iterable[Mention]) -> Known:
    """Return what is needed to show these mentions."""
    held = tuple(mentions)
    return Known(
        names=tuple((each.person_id, each.name) for each in held if each.kind == "person"),
        mentors=any(each.kind == "mentors" for each in held),
    )


def resolve(
    connection: Connection, group_id: str, body: str, held: Collection[Call] = ()
) -> list[Call]:
    """Say whom a body really mentions: people who may be in the room, and its mentors.

    Parameters
    ----------
    connection : sqlalchemy.Connection
        In a transaction.
    group_id : str
        Whose room it is.
    body : str
        Markdown.
    held : collection of Call
        Mentions that hold already: an edit does not undo the mention of somebody
        who has left since.
    """
    asked = mentions_in(body)
    if not asked.people and not asked.mentors:
        return []
    here = roles_in(connection, group_id)
    wanted: list[Call] = [
        (each, "person") for each in asked.people if each in here or (each, "person") in held
    ]
    if asked.mentors:
        called = dict.fromkeys(_mentors_of(connection, group_id))
        called |= dict.fromkeys(person for person, kind in held if kind == "mentors")
        wanted += [(each, "mentors") for each in called]
    return wanted


def keep_mentions(
    connection: Connection, room: RoomKey, comment_id: str, body: str | None, at: datetime
) -> None:
    """Make the mentions of a comment those of its body.

    Those that were there before keep their place; so only what is new calls anybody.

    Parameters
    ----------
    connection : sqlalchemy.Connection
        In a write transaction, after the comment itself was written.
    room, comment_id, at
        Where, which comment, when.
    body : str or None
        None when the comment was deleted.
    """
    this = comment_mentions.c.comment_id == comment_id
    rows = connection.execute(
        select(
            comment_mentions.c.number, comment_mentions.c.person_id, comment_mentions.c.kind
        ).where(this)
    ).all()
    held: dict[Call, int] = {(row.person_id, row.kind): row.number for row in rows}
    wanted = [] if body is None else resolve(connection, room.group, body, held)
    gone = [number for call, number in held.items() if call not in wanted]
    if gone:
        connection.execute(delete(comment_mentions).where(comment_mentions.c.number.in_(gone)))
    new = [call for call in wanted if call not in held]
    if new:
        last = connection.execute(select(func.max(comments.c.number))).scalar_one()
        for person_id, kind in new:
            connection.execute(
                insert(comment_mentions).values(
                    comment_id=comment_id,
                    person_id=person_id,
                    kind=kind,
                    after_comment=last,
                    at=at,
                )
            )


def load_mentions(
    connection: Connection, room: RoomKey, *where: ColumnElement[bool]
) -> dict[str, tuple[Mention, ...]]:
    """Return the mentions in comments of a room, by comment id.

    Parameters
    ----------
    connection : sqlalchemy.Connection
        In a transaction.
    room : RoomKey
        Where.
    *where : sqlalchemy.ColumnElement
        Conditions on the comments.
    """
    rows = connection.execute(
        select(comment_mentions, people.c.name)
        .join(comments, comments.c.id == comment_mentions.c.comment_id)
        .join(threads, threads.c.id == comments.c.thread_id)
        .join(people, people.c.id == comment_mentions.c.person_id)
        .where(in_room(threads, room), *where)
        .order_by(comment_mentions.c.number)
    )
    found: dict[str, list[Mention]] = defaultdict(list)
    for row in rows:
        found[row.comment_id].append(Mention(row.person_id, row.name, row.kind, row.number))
    return {comment_id: tuple(each) for comment_id, each in found.items()}


def last_mentions(connection: Connection, room: RoomKey, person_id: str) -> dict[str, int]:
    """Return the number of the latest mention of somebody, by thread id."""
    rows = connection.execute(
        select(comments.c.thread_id, func.max(comment_mentions.c.number).label("number"))
        .select_from(comment_mentions)
        .join(comments, comments.c.id == comment_mentions.c.comment_id)
        .join(threads, threads.c.id == comments.c.thread_id)
        .where(in_room(threads, room), comment_mentions.c.person_id == person_id)
        .group_by(comments.c.thread_id)
    )
    return {row.thread_id: row.number for row in rows}


def _mentors_of(connection: Connection, group_id: str) -> list[str]:
    query = (
        select(roles.c.person_id)
        .where(roles.c.role == "mentor", roles.c.group_id == group_id)
        .order_by(roles.c.number)
    )
    return list(connection.execute(query).scalars())
