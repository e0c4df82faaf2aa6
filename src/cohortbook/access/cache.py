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
    """

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self._kept: dict[str, tuple[Principal, datetime]] = {}
        self.generation = 0

    def get(self, key: str) -> Principal | None:
        """Return who it is, if that was looked up a moment ago."""
        kept = self._kept.get(key)
        if kept is None or kept[1] <= self._clock():
            return None
        return kept[0]

    def put(self, key: str, principal: Principal, ends: datetime, generation: int) -> None:
        """Remember who it is, at most until the session itself ends."""
        if len(self._kept) >= _MOST:
            self._kept = {}
        kept = self._kept
        kept[key] = (principal, min(ends, self._clock() + FRESH_FOR))
        if generation != self.generation:
            kept.pop(key, None)

    def forget_all(self) -> None:
        """Forget everybody: the next visit of each costs one look-up."""
        self.generation += 1
        self._kept = {}
