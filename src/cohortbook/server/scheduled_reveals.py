"""Individual answers that are shown at a time, whoever is there then."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Awaitable, Callable
from datetime import datetime
from zoneinfo import ZoneInfo

from cohortbook.clock import Clock
from cohortbook.learning.rooms import RoomKey
from cohortbook.server.stamps import Stamps

_log = logging.getLogger(__name__)

Reveal = Callable[[RoomKey, str], Awaitable[object]]


class ScheduledReveals:
    """Reveals what has a time, once that time has come.

    Parameters
    ----------
    stamps : Stamps
        Whose exercises say when.
    timezone : str
        The cohort's, in which they say it.
    clock : Clock
        What time it is.
    reveal : callable
        Reveals an exercise of a room; does nothing where it is revealed.
    """

    def __init__(self, stamps: Stamps, timezone: str, clock: Clock, reveal: Reveal) -> None:
        self._stamps = stamps
        self._zone = ZoneInfo(timezone)
        self._clock = clock
        self._reveal = reveal
        self._done: set[tuple[RoomKey, str]] = set()

    async def reveal_due(self) -> None:
        """Reveal everything whose time has come."""
        now = self._clock()
        for stamp in self._stamps.manifest.stamps:
            room = RoomKey(stamp.group, stamp.workbook)
            for exercise in self._stamps.definitions(room):
                at, this = exercise.reveal_at, (room, exercise.id)
                if at is None or this in self._done or self._moment(at) > now:
                    continue
                await self._reveal(room, exercise.id)
                self._done.add(this)

    async def keep(self, seconds: float = 5) -> None:
        """Look again and again, for ever; end it by cancelling."""
        while True:
            try:
                await self.reveal_due()
            except Exception:  # noqa: BLE001 - the next time it is tried again
                _log.exception("Answers whose time has come could not be revealed; it goes on")
            await asyncio.sleep(seconds)

    def _moment(self, local: str) -> datetime:
        return datetime.fromisoformat(local).replace(tzinfo=self._zone)
