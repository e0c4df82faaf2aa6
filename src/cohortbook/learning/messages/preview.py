"""What would be sent, without sending or keeping anything."""

from __future__ import annotations

from dataclasses import dataclass
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
    kept = [message_of(row) for row in connection.execute(waiting)]
    fresh = derive(connection, reach, now, limit=10_000, first=0).messages
    known = load_principals(
        connection, {each.person_id for each in (*kept, *fresh) if each.person_id}
    )
    found = [Preview(each, worth_telling(connection, each, known)) for each in (*kept, *fresh)]
    return sorted(found, key=lambda each: (each.message.due_at, each.message.recipient))
