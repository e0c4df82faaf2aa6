"""Where the people in a room read, and whom they are asked to follow."""

from __future__ import annotations

import asyncio
from collections import defaultdict
from collections.abc import Callable, Collection
from dataclasses import dataclass
from typing import Any

from cohortbook.learning.rooms import RoomKey

# What many move in this time is told in one message.
_GATHER_SECONDS = 0.2


@dataclass(frozen=True, slots=True)
class Spot:
    """A point of the guide.

    Parameters
    ----------
    place : str
        The page's key of a paragraph, figure, exercise or simulation.
    at : float
        How far down in it, from 0 (its top) to 1 (its end).
    """

    place: str
    at: float

    def to_json(self) -> dict[str, Any]:
        """Return the form that the page knows."""
        return {"place": self.place, "at": self.at}


@dataclass(frozen=True, slots=True)
class Leader:
    """Who asks the others to follow them through the guide."""

    person_id: str
    name: str

    def to_json(self) -> dict[str, str]:
        """Return the form that the page knows."""
        return {"id": self.person_id, "name": self.name}


Tell = Callable[..., None]


class Whereabouts:
    """Keeps where everybody in a room reads for as long as they are there.

    Parameters
    ----------
    tell : callable
        Is given a room, a type of ephemeral event and its fields.
    gather_seconds : float
        How long moves are gathered before they are told together.
    """

    def __init__(self, tell: Tell, gather_seconds: float = _GATHER_SECONDS) -> None:
        self._tell = tell
        self._gather_seconds = gather_seconds
        self._spots: dict[RoomKey, dict[str, Spot]] = defaultdict(dict)
        self._moved: dict[RoomKey, dict[str, Spot]] = {}
        self._leaders: dict[RoomKey, Leader] = {}

    def move(self, room: RoomKey, person_id: str, spot: Spot) -> None:
        """Note where somebody reads now; the others are told soon."""
        if self._spots[room].get(person_id) == spot:
            return
        self._spots[room][person_id] = spot
        if room not in self._moved:
            self._moved[room] = {}
            asyncio.get_running_loop().call_later(self._gather_seconds, self._tell_moves, room)
        self._moved[room][person_id] = spot

    def lead(self, room: RoomKey, leader: Leader) -> None:
        """Ask everybody in a room to follow somebody; the last who asks leads."""
        if self._leaders.get(room) != leader:
            self._leaders[room] = leader
            self._tell(room, "leading", person=leader.to_json())

    def stop_leading(self, room: RoomKey, person_id: str) -> None:
        """End what somebody asked for; nothing happens where another leads."""
        leader = self._leaders.get(room)
        if leader is not None and leader.person_id == person_id:
            del self._leaders[room]
            self._tell(room, "leading", person=None)

    def keep_only(self, room: RoomKey, present: Collection[str]) -> None:
        """Forget those who are no longer in a room."""
        for person_id in [each for each in self._spots.get(room, {}) if each not in present]:
            del self._spots[room][person_id]
        if not self._spots.get(room):
            self._spots.pop(room, None)
        leader = self._leaders.get(room)
        if leader is not None and leader.person_id not in present:
            self.stop_leading(room, leader.person_id)

    def now(self, room: RoomKey) -> tuple[dict[str, Any], dict[str, str] | None]:
        """Return where everybody reads, by person id, and who leads."""
        spots = {each: spot.to_json() for each, spot in self._spots.get(room, {}).items()}
        leader = self._leaders.get(room)
        return spots, leader.to_json() if leader is not None else None

    def _tell_moves(self, room: RoomKey) -> None:
        moved = self._moved.pop(room, {})
        still_here = self._spots.get(room, {})
        spots = {each: spot.to_json() for each, spot in moved.items() if each in still_here}
        if spots:
            self._tell(room, "reading", spots=spots)
