"""From what happened to what is told: the messages that events give rise to."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from sqlalchemy import func, select

from cohortbook.learning.messages.choices import load_choices
from cohortbook.learning.messages.kinds import EVENTS, FOR_PEOPLE, KINDS
from cohortbook.learning.messages.message import Happening, Message, hook_recipient
from cohortbook.learning.rooms import RoomKey
from cohortbook.store.message_tables import message_cursor
from cohortbook.store.schema import events

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from sqlalchemy import Connection

    from cohortbook.cohort.hooks import Hook
    from cohortbook.learning.messages.choices import Choices
    from cohortbook.learning.messages.kinds import MessageKind
    from cohortbook.learning.messages.message import Tiding

CURSOR = "events"
# After a longer pause people have seen the pages, or have no use for it any more.
STALE = timedelta(days=7)


@dataclass(frozen=True, slots=True)
class Reach:
    """Whom messages are made for.

    Parameters
    ----------
    mail : bool
        Whether people can be written to.
    hooks : tuple of Hook
        Programs that are told.
    timezone : str
        The cohort's.
    """

    mail: bool
    hooks: tuple[Hook, ...]
    timezone: str


@dataclass(frozen=True, slots=True)
class Derived:
    """What some events came to.

    Parameters
    ----------
    messages : tuple of Message
        Not kept yet. Where one with the same key waits already, it takes its place
        and keeps its time.
    happenings : int
        How many events there were that messages can come from.
    upto : int
        The last event looked at.
    more : bool
        Whether there are events after it.
    """

    messages: tuple[Message, ...]
    happenings: int
    upto: int
    more: bool


def derive(
    connection: Connection,
    reach: Reach,
    now: datetime,
    *,
    limit: int = 500,
    first: int | None = None,
) -> Derived:
    """Say which messages come from what happened since the last time; keep nothing.

    Parameters
    ----------
    connection : sqlalchemy.Connection
        In a transaction.
    reach : Reach
        For whom.
    now : datetime.datetime
        What is `STALE` by then is passed over.
    limit : int
        At most so many events.
    first : int, optional
        After which event to begin where messages were never made; without it with
        what happens from now on.
    """
    begun = cursor(connection)
    after = first if begun is None else begun
    if after is None:
        return Derived((), 0, last_event(connection), more=False)
    found = _happenings(connection, after, limit)
    fresh = [each for each in found if each.at > now - STALE]
    made: dict[tuple[str, ...], Message] = {}
    for event in fresh:
        for message in _messages_of(connection, event, reach):
            earlier = made.get(message.key)
            due = message.due_at if earlier is None else earlier.due_at
            made[message.key] = replace(message, due_at=due)
    more = len(found) == limit
    upto = found[-1].id if more else max(after, last_event(connection))
    return Derived(tuple(made.values()), len(found), upto, more)


def cursor(connection: Connection) -> int | None:
    """Return up to which event messages were made; None before the first time."""
    query = select(message_cursor.c.event_id).where(message_cursor.c.name == CURSOR)
    return connection.execute(query).scalar_one_or_none()


def last_event(connection: Connection) -> int:
    """Return the id of the last event of the cohort; 0 when nothing happened yet."""
    return int(connection.execute(select(func.coalesce(func.max(events.c.id), 0))).scalar_one())


def _happenings(connection: Connection, after: int, limit: int) -> list[Happening]:
    query = (
        select(events)
        .where(events.c.id > after, events.c.type.in_(EVENTS))
        .order_by(events.c.id)
        .limit(limit)
    )
    return [
        Happening(
            row.id, RoomKey(row.group_id, row.workbook_id), row.type, row.at, row.actor_id, row.data
        )
        for row in connection.execute(query)
    ]


def _messages_of(connection: Connection, event: Happening, reach: Reach) -> Iterator[Message]:
    for kind in KINDS.values():
        if event.type not in kind.events:
            continue
        tidings = kind.tidings(connection, event)
        for hook in reach.hooks:
            if hook.hears_of(kind.name, event.room.group):
                for each in tidings:
                    if each.private:
                        continue
                    yield _message(kind, event, each, hook_recipient(hook.id), event.at)
        if reach.mail and kind in FOR_PEOPLE:
            yield from _to_people(connection, kind, event, tidings, reach.timezone)


def _to_people(
    connection: Connection,
    kind: MessageKind,
    event: Happening,
    tidings: Iterable[Tiding],
    timezone: str,
) -> Iterator[Message]:
    for tiding in tidings:
        people = [each for each in tiding.people if each != event.actor_id]
        chosen: dict[str, Choices] = load_choices(connection, people) if people else {}
        for person, choices in chosen.items():
            due = choices.moment(kind.name, event.at, timezone)
            if due is not None:
                yield _message(kind, event, tiding, person, due)


def _message(
    kind: MessageKind, event: Happening, tiding: Tiding, recipient: str, due: datetime
) -> Message:
    return Message(
        recipient=recipient,
        kind=kind.name,
        event_id=event.id,
        room=event.room,
        subject=tiding.subject,
        about=tiding.about,
        actor_id=event.actor_id,
        at=event.at,
        due_at=due,
    )
