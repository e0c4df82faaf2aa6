"""Which of the messages that are due go out now, to whom, and which no more."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from sqlalchemy import func, select

from cohortbook.access.people import load_principals
from cohortbook.learning.messages.choices import Choices, load_choices
from cohortbook.learning.messages.kinds import KINDS
from cohortbook.learning.messages.message import Message, message_of
from cohortbook.learning.messages.rhythm import after_quiet
from cohortbook.store.message_tables import letters, messages

if TYPE_CHECKING:
    from collections.abc import Mapping

    from sqlalchemy import Connection

    from cohortbook.access.principal import Principal
    from cohortbook.learning.messages.derivation import Reach

# What comes in quick succession goes into one letter.
APART = timedelta(minutes=10)


@dataclass(frozen=True, slots=True)
class Gathered:
    """What is to be done with the messages of one recipient.

    Parameters
    ----------
    recipient : str
        Whose.
    letters : tuple of tuple of Message
        What goes out, each in one letter.
    dropped : tuple of Message
        What there is no need to tell any more.
    """

    recipient: str
    letters: tuple[tuple[Message, ...], ...]
    dropped: tuple[Message, ...]


def gather(connection: Connection, reach: Reach, now: datetime) -> list[Gathered]:
    """Say what is to be done now; do nothing.

    Parameters
    ----------
    connection : sqlalchemy.Connection
        In a transaction.
    reach : Reach
        Who can be reached at all.
    now : datetime.datetime
        When.
    """
    due: dict[str, list[Message]] = defaultdict(list)
    for message in _due(connection, now):
        due[message.recipient].append(message)
    people = [each for each, held in due.items() if held[0].person_id]
    principals = load_principals(connection, people)
    choices = load_choices(connection, people)
    resting = _resting(connection, people, now)
    hooks = {each.id for each in reach.hooks}
    found = []
    for recipient, held in due.items():
        hook = held[0].hook_id
        if hook is not None:
            known = hook in hooks
            found.append(
                Gathered(
                    recipient,
                    tuple((each,) for each in held if known),
                    () if known else tuple(held),
                )
            )
        elif reach.mail and recipient not in resting:
            asleep = _asleep(choices[recipient], reach.timezone, now)
            if not asleep:
                found.append(_for_person(connection, held, principals.get(recipient)))
    return found


def worth_telling(
    connection: Connection, message: Message, principals: Mapping[str, Principal]
) -> bool:
    """Say whether there is still something to tell, and whether they may still know it."""
    kind = KINDS.get(message.kind)
    if kind is None or not kind.holds(connection, message):
        return False
    if message.person_id is None:
        return True
    principal = principals.get(message.person_id)
    if principal is None or principal.role_in(message.room.group) is None:
        return False
    if kind.role == "mentor" and message.room.group not in principal.mentor_of:
        return False
    return kind.unseen(connection, message)


def _for_person(
    connection: Connection, held: list[Message], principal: Principal | None
) -> Gathered:
    known = {} if principal is None else {principal.person_id: principal}
    told = tuple(each for each in held if worth_telling(connection, each, known))
    dropped = tuple(each for each in held if each not in told)
    return Gathered(held[0].recipient, (told,) if told else (), dropped)


def _due(connection: Connection, now: datetime) -> list[Message]:
    query = (
        select(messages)
        .where(
            messages.c.due_at <= now,
            messages.c.letter_id.is_(None),
            messages.c.dropped_at.is_(None),
        )
        .order_by(messages.c.number)
    )
    return [message_of(row) for row in connection.execute(query)]


def _resting(connection: Connection, people: list[str], now: datetime) -> frozenset[str]:
    """Return who was written to just now, or refused the last letter."""
    last = (
        select(func.max(letters.c.number))
        .where(letters.c.recipient.in_(people))
        .group_by(letters.c.recipient)
    )
    rows = connection.execute(select(letters).where(letters.c.number.in_(last)))
    return frozenset(
        row.recipient
        for row in rows
        if row.state in ("refused", "waiting") or row.made_at > now - APART
    )


def _asleep(choices: Choices, timezone: str, now: datetime) -> bool:
    zone = ZoneInfo(choices.timezone or timezone)
    return after_quiet(now, zone, choices.quiet) > now
