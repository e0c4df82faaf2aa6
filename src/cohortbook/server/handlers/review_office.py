"""Threads into which a mentor was called."""

from __future__ import annotations

from typing import ClassVar

from cohortbook.server.handlers.base import Handler
from cohortbook.server.pages.review_office import office


class OfficeHandler(Handler):
    """What waits for a word of whoever asks, over all their groups."""

    PERMISSIONS: ClassVar = {"get": "review.see"}

    async def get(self) -> None:
        """Send the threads, the one that waits longest first."""
        self.send_json(await self.services.run(office, self.services.sources, self.me))
