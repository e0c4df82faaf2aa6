"""Reactions to a comment: what somebody says without words."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING, Literal, get_args

from sqlalchemy import delete, insert, select

from cohortbook.learning.errors import ReactionUnknown
from cohortbook.learning.rooms import RoomKey, in_room
from cohortbook.store.schema import comment_reactions, comments, threads

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime

    from sqlalchemy import ColumnElement, Connection

ReactionName = Literal["thumbs-up", "heart", "idea", "question", "thanks", "done"]
NAMES: tuple[ReactionName, ...] = get_args(ReactionName)

# Who reacted, in the order in which they did, by the name of the reaction.
Reactions = dict[str, tuple[str, ...]]


def reactions_json(reactions: Mapping[str, tuple[str, ...]]) -> dict[str, list[str]]:
    """Return reactions as a page gets them, in the order of the list of names."""
    return {name: list(reactions[name]) for name in NAMES if reactions.get(name)}


def require_name(name: str) -> None:
    """Refuse a reaction that is not on the list, with `ReactionUnknown`."""
    if name not in NAMES:
        raise ReactionUnknown(name, NAMES)


def set_reaction(
    connection: Connection, comment_id: str, name: str, person_id: str, at: datetime | None
) -> bool:
    """Add somebody's reaction to a comment, or with ``at=None`` take it back.

    Returns
    -------
    bool
        False when it was so already.
    """
    table = comment_reactions.c
    this = (table.comment_id == comment_id, table.person_id == person_id, table.name == name)
    there = connection.execute(select(table.number).where(*this)).first() is not None
    if there == (at is not None):
        return False
    if at is None:
        connection.execute(delete(comment_reactions).where(*this))
    else:
        connection.execute(
            insert(comment_reactions).values(
                comment_id=comment_id, person_id=person_id, name=name, at=at
            )
        )
    return True


def drop_reactions(connection: Connection, comment_id: str) -> None:
    """Drop all reactions to a comment that is deleted."""
    connection.execute(
        delete(comment_reactions).where(comment_reactions.c.comment_id == comment_id)
    )


def load_reactions(
    connection: Connection, room: RoomKey, *where: ColumnElement[bool]
) -> dict[str, Reactions]:
    """Return the reactions to comments of a room, by comment id.

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
        select(comment_reactions)
        .join(comments, comments.c.id == comment_reactions.c.comment_id)
        .join(threads, threads.c.id == comments.c.thread_id)
        .where(in_room(threads, room), *where)
        .order_by(comment_reactions.c.number)
    )
    found: dict[str, dict[str, list[str]]] = defaultdict(lambda: defaultdict(list))
    for row in rows:
        found[row.comment_id][row.name].append(row.person_id)
    return {
        comment_id: {name: tuple(who) for name, who in by_name.items()}
        for comment_id, by_name in found.items()
    }
