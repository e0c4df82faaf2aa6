"""Who a session belongs to, remembered for a moment."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from cohortbook.access.principal import Principal
    from cohortbook.clock import Clock

FRESH_FOR = timedelta(seconds=5)
_MOST = 10_000


class PrincipalCache:
    """A short memory, keyed by the hash of a session token.

    Parameters
    ----------
    clock : Clock
        What time it is.

    Notes
    -----
    `generation` changes whenever anything is forgotten. Whoever looks somebody
    up notes it first and hands it to `put`, which then refuses what was read
    before a session ended: otherwise a slow reader could bring it back.

    Pages that are open ask again and again. `wanted` tells which sessions they
    are, so that all of them can be looked up at once before they are forgotten.
    """

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self._kept: dict[str, tuple[Principal, datetime]] = {}
        self._asked: set[str] = set()
        self._asked_before: set[str] = set()
        self.generation = 0

    def get(self, key: str) -> Principal | None:
        """Return who it is, if that was looked up a moment ago."""
        kept = self._kept.get(key)
        if kept is None or kept[1] <= self._clock():
            return None
        self._asked.add(key)
        return kept[0]

    def put(self, key: str, principal: Principal, ends: datetime, generation: int) -> None:
        """Remember who it is, at most until the session itself ends."""
        if len(self._kept) >= _MOST:
            self._kept = {}
        kept = self._kept
        kept[key] = (principal, min(ends, self._clock() + FRESH_FOR))
        if generation != self.generation:
            kept.pop(key, None)

    def wanted(self) -> set[str]:
        """Return the keys that were asked for since the last call but one."""
        asked, self._asked = self._asked, set()
        wanted, self._asked_before = asked | self._asked_before, asked
        return wanted

    def forget_all(self) -> None:
        """Forget everybody: the next visit of each costs one look-up."""
        self.generation += 1
        self._kept = {}
