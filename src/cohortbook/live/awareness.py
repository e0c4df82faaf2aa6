"""Where people are in a shared document: their carets, under the names that the server knows."""

from __future__ import annotations

import json
from collections.abc import Hashable, Mapping
from dataclasses import dataclass
from typing import Any

from pycrdt import YMessageType, write_var_uint

from cohortbook.live.y_format import AwarenessEntry

# Everything else that a browser says of itself is left out, above all who it is.
_KEPT = ("exercise", "cursor", "writing")
_GONE = "null"
_LARGEST_STATE = 2048  # characters
_LARGEST_CLOCK = 2**31

States = Mapping[int, str]


@dataclass(frozen=True, slots=True)
class Signature:
    """Who a connection belongs to, as its sign-in says.

    Parameters
    ----------
    person_id, name : str
        Of the person.
    """

    person_id: str
    name: str


@dataclass(slots=True)
class _Place:
    """Where one connection is: the client it speaks for, and its state as JSON, if any."""

    client: int
    by: Signature
    state: str | None = None


class Awareness:
    """The states of y-protocols' awareness, each signed by the server.

    Notes
    -----
    A connection speaks for one client, the first that it names and that nobody
    else speaks for. What it says of other clients is passed over: other
    programs repeat what they heard. Clocks are the server's own, so that a
    state is never older than the one before it.
    """

    def __init__(self) -> None:
        self._places: dict[Hashable, _Place] = {}
        self._news: dict[int, str] = {}
        self._clock = 0

    def take(self, seat: Hashable, by: Signature, entries: list[AwarenessEntry]) -> bool:
        """Take what a connection says of itself.

        Parameters
        ----------
        seat : hashable
            The connection.
        by : Signature
            Who is behind it.
        entries : list of AwarenessEntry
            What it sent.

        Returns
        -------
        bool
            Whether there is something new to tell.
        """
        changed = False
        for entry in entries:
            place = self._place(seat, by, entry)
            if place is None:
                continue
            self._clock = max(self._clock, min(entry.clock, _LARGEST_CLOCK))
            state = _signed(entry.state, by)
            if state != place.state:
                place.state = state
                self._news[place.client] = state or _GONE
                changed = True
        return changed

    def leave(self, seat: Hashable) -> bool:
        """Forget a connection; say whether that is news."""
        place = self._places.pop(seat, None)
        if place is None or place.state is None:
            return False
        self._news[place.client] = _GONE
        return True

    def news(self) -> States:
        """Return what changed since it was last asked for, by client."""
        news, self._news = self._news, {}
        self._clock += bool(news)
        return news

    def states(self) -> States:
        """Return the state of every client."""
        return {each.client: each.state for each in self._places.values() if each.state}

    def message(self, states: States, seat: Hashable) -> bytes | None:
        """Return a message with states for a connection but its own; None when there are none."""
        own = self._places.get(seat)
        told = {
            client: state for client, state in states.items() if not own or client != own.client
        }
        if not told:
            return None
        entries = b"".join(
            write_var_uint(client) + write_var_uint(self._clock) + _sized(state.encode())
            for client, state in told.items()
        )
        return bytes([YMessageType.AWARENESS]) + _sized(write_var_uint(len(told)) + entries)

    def _place(self, seat: Hashable, by: Signature, entry: AwarenessEntry) -> _Place | None:
        """Return where an entry belongs; None when it is not for this connection to say."""
        own = self._places.get(seat)
        if own is not None:
            return own if own.client == entry.client else None
        if entry.state is None:
            return None
        known = None
        for other, place in list(self._places.items()):
            if place.client == entry.client:
                if place.by.person_id != by.person_id:
                    return None
                # The same browser, back before the loss of its connection was noticed:
                # what the others were told of it still stands.
                known = self._places.pop(other).state
        return self._places.setdefault(seat, _Place(entry.client, by, known))


def _signed(state: Mapping[str, Any] | None, by: Signature) -> str | None:
    """Write a state with the server's word on whose it is; None when it says nothing."""
    if state is None:
        return None
    kept = {name: state[name] for name in _KEPT if state.get(name) is not None}
    if not kept:
        return None
    signed = {**kept, "user": {"id": by.person_id, "name": by.name}}
    try:
        written = json.dumps(signed, separators=(",", ":"), allow_nan=False)
    except ValueError:
        return None  # What is no number here would be no JSON there.
    return written if len(written) <= _LARGEST_STATE else None


def _sized(content: bytes) -> bytes:
    return write_var_uint(len(content)) + content
