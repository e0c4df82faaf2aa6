"""Mentors at work: who looks at which answer, and what has happened to it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from cohortbook.learning.rooms import RoomKey

Message = dict[str, Any]
ItemOf = Callable[[RoomKey, str, str | None], str]


@dataclass(eq=False, slots=True)
class Seat:
    """One page of one mentor.

    Parameters
    ----------
    person_id, name : str
        Who sits there.
    sees : callable
        Says whether they review a group, by its id.
    send : callable
        Takes a message to the page.
    item, group : str or None
        The answer that the page shows, by its name, and whose it is.
    writing : bool
        Whether they are writing feedback to it.
    """

    person_id: str
    name: str
    sees: Callable[[str], bool]
    send: Callable[[Message], None]
    item: str | None = None
    group: str | None = None
    writing: bool = False


class ReviewDesk:
    """Tells mentors of each other, and of what happens in the rooms of their groups.

    Parameters
    ----------
    item_of : callable
        Returns the name of an answer, by room, exercise id and whose it is.

    Notes
    -----
    What is told names answers only, never whose they are or who did something: some
    mentors want to judge without knowing. Groups do not see that somebody reads.
    """

    def __init__(self, item_of: ItemOf) -> None:
        self._item_of = item_of
        self._seats: set[Seat] = set()

    def sit(self, seat: Seat) -> None:
        """Begin to tell a page; it learns who is where already."""
        self._seats.add(seat)
        for item, group in {(each.item, each.group) for each in self._seats}:
            if item is not None and group is not None and seat.sees(group):
                seat.send(self._presence(item))

    def leave(self, seat: Seat) -> None:
        """Tell a page no more."""
        self._seats.discard(seat)
        self._tell_presence(seat.item, seat.group)

    def move(self, seat: Seat, item: str | None, group: str | None, *, writing: bool) -> None:
        """Note what a page shows now."""
        before = seat.item, seat.group
        if (item, writing) == (seat.item, seat.writing):
            return
        seat.item, seat.group, seat.writing = item, group, writing
        if before != (item, group):
            self._tell_presence(*before)
        self._tell_presence(item, group)

    def hear(self, room: RoomKey, message: Message) -> None:
        """Pass on that something happened in a room, if it is of interest here."""
        told = self._news(room, message)
        if told is not None:
            for each in list(self._seats):
                if each.sees(room.group):
                    each.send(told)

    def _news(self, room: RoomKey, message: Message) -> Message | None:
        kind, data = str(message["type"]), message.get("data")
        if not isinstance(data, Mapping):
            return None
        if kind.startswith(("thread.", "comment.")):
            # A comment's event names its thread only; pages that show it ask again.
            return {"type": "said"}
        exercise, whose = data.get("exercise_id"), None
        for part in ("review", "hand_in"):
            if part in data:
                exercise, whose = data[part]["exercise_id"], data[part]["person_id"]
        if not isinstance(exercise, str):
            return None
        return {"type": "changed", "item": self._item_of(room, exercise, whose), "what": kind}

    def _tell_presence(self, item: str | None, group: str | None) -> None:
        if item is None or group is None:
            return
        told = self._presence(item)
        for each in list(self._seats):
            if each.sees(group):
                each.send(told)

    def _presence(self, item: str) -> Message:
        here: dict[str, Message] = {}
        for each in self._seats:
            if each.item == item:
                known = here.get(each.person_id)
                writing = each.writing or bool(known and known["writing"])
                here[each.person_id] = {
                    "id": each.person_id,
                    "name": each.name,
                    "writing": writing,
                }
        people = sorted(here.values(), key=lambda person: str(person["name"]))
        return {"type": "presence", "item": item, "people": people}
