"""Who is in a room now, as the server knows it."""

from __future__ import annotations

import asyncio
from collections import Counter, defaultdict
from collections.abc import Callable

from cohortbook.access.principal import Principal
from cohortbook.learning.rooms import RoomKey

# A reload, or a tab that takes a moment to reconnect, is no leaving.
_GRACE_SECONDS = 3.0


class Presence:
    """Counts connections of people to rooms; several tabs of one person are one.

    Parameters
    ----------
    changed : callable
        Is given the room whenever the people in it changed.
    grace_seconds : float
        How long after the last connection somebody still counts as present.
    """

    def __init__(
        self, changed: Callable[[RoomKey], None], grace_seconds: float = _GRACE_SECONDS
    ) -> None:
        self._changed = changed
        self._grace_seconds = grace_seconds
        self._connections: dict[RoomKey, Counter[str]] = defaultdict(Counter)
        self._people: dict[RoomKey, dict[str, Principal]] = defaultdict(dict)
        self._leaving: dict[tuple[RoomKey, str], asyncio.TimerHandle] = {}

    def join(self, room: RoomKey, person: Principal) -> None:
        """Note a connection."""
        self._connections[room][person.person_id] += 1
        leaving = self._leaving.pop((room, person.person_id), None)
        if leaving is not None:
            leaving.cancel()
        if person.person_id not in self._people[room]:
            self._people[room][person.person_id] = person
            self._changed(room)

    def leave(self, room: RoomKey, person_id: str) -> None:
        """Note the end of a connection."""
        self._connections[room][person_id] -= 1
        if self._connections[room][person_id] <= 0:
            loop = asyncio.get_running_loop()
            self._leaving[room, person_id] = loop.call_later(
                self._grace_seconds, self._gone, room, person_id
            )

    def people(self, room: RoomKey) -> list[Principal]:
        """Return who is there, by name."""
        return sorted(self._people.get(room, {}).values(), key=lambda each: each.name)

    def names(self, room: RoomKey) -> dict[str, str]:
        """Return the names of those present by person id."""
        return {each.person_id: each.name for each in self.people(room)}

    def _gone(self, room: RoomKey, person_id: str) -> None:
        del self._leaving[room, person_id]
        del self._connections[room][person_id]
        del self._people[room][person_id]
        if not self._people[room]:
            del self._people[room]
            del self._connections[room]
        self._changed(room)
