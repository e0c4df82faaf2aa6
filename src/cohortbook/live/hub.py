"""Tells everybody in a room what happens there, in order and each thing once."""

from __future__ import annotations

import asyncio
from collections import defaultdict
from collections.abc import Callable, Iterable
from typing import Any

from cohortbook.learning.events import Event
from cohortbook.learning.rooms import RoomKey

_LONGEST_QUEUE = 1000

Message = dict[str, Any]


class Subscription:
    """What one connection has still to be told.

    Parameters
    ----------
    room : RoomKey
        Where it listens.
    since : int
        Id of the last durable event it knows.
    person_id : str, optional
        Who listens.
    """

    def __init__(self, room: RoomKey, since: int, person_id: str | None = None) -> None:
        self.room = room
        self.person_id = person_id
        self.last_id = since
        self.too_slow = False
        self._queue: asyncio.Queue[Message] = asyncio.Queue(_LONGEST_QUEUE)

    def offer(self, message: Message) -> None:
        """Put a message in the queue; a listener that fell far behind is marked instead."""
        try:
            self._queue.put_nowait(message)
        except asyncio.QueueFull:
            self.too_slow = True

    async def next(self) -> Message:
        """Return the next message: durable events in the order of their ids, each once."""
        while True:
            message = await self._queue.get()
            if self.is_news(message):
                return message

    def is_news(self, message: Message) -> bool:
        """Say whether a message was not told before, and remember that it is now."""
        number = message.get("id")
        if number is None:
            return True
        if number <= self.last_id:
            return False
        self.last_id = number
        return True


class Hub:
    """Rooms and who listens to them. All of it runs on one event loop.

    Notes
    -----
    A listener subscribes *before* it reads what it missed from the store. What
    is published meanwhile waits in its queue, and ids tell what was read
    already: so nothing is lost and nothing comes twice, provided that events
    are published in the order of their ids.
    """

    def __init__(self) -> None:
        self._listeners: dict[RoomKey, set[Subscription]] = defaultdict(set)
        self._watchers: list[Callable[[RoomKey, Message], None]] = []

    def subscribe(
        self, room: RoomKey, since: int = 0, person_id: str | None = None
    ) -> Subscription:
        """Begin to listen to a room."""
        subscription = Subscription(room, since, person_id)
        self._listeners[room].add(subscription)
        return subscription

    def unsubscribe(self, subscription: Subscription) -> None:
        """Stop listening."""
        listeners = self._listeners.get(subscription.room)
        if listeners is not None:
            listeners.discard(subscription)
            if not listeners:
                del self._listeners[subscription.room]

    def watch(self, watcher: Callable[[RoomKey, Message], None]) -> None:
        """Let something hear of what happens in every room, without being in any."""
        self._watchers.append(watcher)

    def publish(self, events: Iterable[Event]) -> None:
        """Tell durable events, in the order of their ids."""
        for event in events:
            self._tell(event.room, event.to_json())

    def announce(self, room: RoomKey, kind: str, **data: Any) -> None:
        """Tell something that is not kept: whoever is not there does not miss it."""
        self._tell(room, {"type": kind, **data})

    def announce_to(self, room: RoomKey, person_id: str, kind: str, **data: Any) -> None:
        """Tell one person something that is not kept, wherever they have the room open."""
        for each in self._listeners.get(room, ()):
            if each.person_id == person_id:
                each.offer({"type": kind, **data})

    def listeners(self, room: RoomKey) -> int:
        """Count who listens to a room."""
        return len(self._listeners.get(room, ()))

    def _tell(self, room: RoomKey, message: Message) -> None:
        for watcher in self._watchers:
            watcher(room, message)
        for each in self._listeners.get(room, ()):
            each.offer(message)
