"""What would be sent, without sending or keeping anything."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from sqlalchemy import select

from cohortbook.access.people import load_principals
from cohortbook.learning.messages.derivation import derive
from cohortbook.learning.messages.gathering import worth_telling
from cohortbook.learning.messages.message import Message, message_of
from cohortbook.store.message_tables import messages

if TYPE_CHECKING:
    from datetime import datetime

    from sqlalchemy import Connection

    from cohortbook.learning.messages.derivation import Reach


@dataclass(frozen=True, slots=True)
class Preview:
    """A message that waits.

    Parameters
    ----------
    message : Message
        What, to whom, and when at the earliest.
    told : bool
        Whether it would be told as things are now: not when it was read, deleted
        or dealt with.
    """

    message: Message
    told: bool


def preview(connection: Connection, reach: Reach, now: datetime) -> list[Preview]:
    """Return what waits to be sent, in the order in which it falls due.

    Parameters
    ----------
    connection : sqlalchemy.Connection
        In a transaction.
    reach : Reach
        Who could be reached.
    now : datetime.datetime
        When. Where messages were never made, what happened in the last days counts,
        as if they had been.
    """
    waiting = (
        select(messages)
        .where(messages.c.letter_id.is_(None), messages.c.dropped_at.is_(None))
        .order_by(messages.c.number)
    )
    found = {each.key: each for each in map(message_of, connection.execute(waiting))}
    for each in derive(connection, reach, now, limit=10_000, first=0).messages:
        earlier = found.get(each.key, each)
        found[each.key] = replace(each, due_at=earlier.due_at)
    known = load_principals(connection, {each.recipient for each in found.values()})
    told = [Preview(each, worth_telling(connection, each, known)) for each in found.values()]
    return sorted(told, key=lambda each: (each.message.due_at, each.message.recipient))
