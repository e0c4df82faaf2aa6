"""The stream of what happens in a room."""

from __future__ import annotations

import asyncio
import json
from typing import Any

from tornado.ioloop import PeriodicCallback

from cohortbook.learning.rooms import RoomKey
from cohortbook.live.hub import Subscription
from cohortbook.server.handlers.socket import RoomSocket

TRY_AGAIN = 1013
_BEAT_MILLISECONDS = 15_000
_PAGE = 500


class EventSocket(RoomSocket):
    """Tells a page what happens: first what it missed, then what comes."""

    _subscription: Subscription | None = None
    _telling: asyncio.Task[None] | None = None
    _beat: PeriodicCallback | None = None
    _room: RoomKey
    _person_id: str

    async def begin(self) -> None:
        """Say hello and start telling."""
        self._room = self.room
        try:
            since = max(0, int(self.get_query_argument("since", "0")))
        except ValueError:
            since = 0
        hub, presence = self.services.hub, self.services.presence
        self._subscription = hub.subscribe(self._room, since)
        self._person_id = self.me.person_id
        presence.join(self._room, self.me)
        self._beat = PeriodicCallback(lambda: self._send({"type": "beat"}), _BEAT_MILLISECONDS)
        self._beat.start()
        self._telling = asyncio.create_task(self._tell(self._subscription))

    def end(self) -> None:
        """Stop telling."""
        if self._subscription is not None:
            self.services.hub.unsubscribe(self._subscription)
            self.services.presence.leave(self._room, self._person_id)
        if self._beat is not None:
            self._beat.stop()
        if self._telling is not None:
            self._telling.cancel()

    def on_message(self, message: str | bytes) -> None:
        """Answer a ping; a page has nothing else to say here."""
        if message and len(message) < 100 and "ping" in str(message):
            self._send({"type": "beat"})

    async def _tell(self, subscription: Subscription) -> None:
        services, room = self.services, self._room
        last = await services.run(services.events.last_id, room)
        now = services.clock().isoformat()
        self._send({"type": "hello", "last_event_id": last, "server_time": now})
        people = [each.to_public_json(room.group) for each in services.presence.people(room)]
        self._send({"type": "presence", "people": people})
        self._send({"type": "kernel", **services.keeper.status(room).to_json()})
        while True:
            missed = await services.run(services.events.since, room, subscription.last_id, _PAGE)
            for event in missed:
                message = event.to_json()
                if subscription.is_news(message):
                    self._send(message)
            if len(missed) < _PAGE:
                break
        while not subscription.too_slow:
            self._send(await subscription.next())
        self.close(TRY_AGAIN, "too slow; resume where you are")

    def _for_me(self, message: dict[str, Any]) -> bool:
        """Say whether they may be told: feedback on one's own answer is for its author."""
        whose = message.get("data", {}).get("review", {}).get("person_id")
        return whose in (None, self._person_id) or self.may("review.give")

    def _send(self, message: dict[str, Any]) -> None:
        if not self._for_me(message):
            return
        self.write_soon(json.dumps(message, ensure_ascii=False, separators=(",", ":")))
