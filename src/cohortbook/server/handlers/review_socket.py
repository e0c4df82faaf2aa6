"""What mentors hear while they review."""

from __future__ import annotations

import json
from typing import Any, ClassVar

from cohortbook.access.permissions import Resource, allows
from cohortbook.live.review_desk import Message, Seat
from cohortbook.server.handlers.socket import LiveSocket


class ReviewSocket(LiveSocket):
    """Tells a mentor's page which answers changed, and where the other mentors are."""

    PERMISSIONS: ClassVar = {"get": "review.see"}
    _seat: Seat | None = None

    async def begin(self) -> None:
        """Say hello and take a seat."""
        self._seat = Seat(self.me.person_id, self.me.name, self._sees, self._send)
        self._send({"type": "hello"})
        self.services.review_desk.sit(self._seat)

    def end(self) -> None:
        """Leave the seat."""
        if self._seat is not None:
            self.services.review_desk.leave(self._seat)

    def on_message(self, message: str | bytes) -> None:
        """Answer a ping; note which answer is looked at."""
        if self._seat is None:
            return
        match self.said(message):
            case {"type": "ping"}:
                self._send({"type": "beat"})
            case {"type": "at", "item": None}:
                self.services.review_desk.move(self._seat, None, None, writing=False)
            case {"type": "at", "item": str(item), "writing": bool(writing)}:
                key = self.services.review_items.find(item)
                if key is not None and self._sees(key.room.group):
                    group = key.room.group
                    self.services.review_desk.move(self._seat, item, group, writing=writing)

    def _sees(self, group: str) -> bool:
        return allows("review.see", self.principal, Resource(group))

    def _send(self, message: Message | dict[str, Any]) -> None:
        self.write_soon(json.dumps(message, ensure_ascii=False, separators=(",", ":")))
