"""The stream of what happens in a room."""

from __future__ import annotations

import asyncio
import json
import logging
import time
from typing import Any

from tornado.ioloop import PeriodicCallback
from tornado.websocket import WebSocketClosedError

from cohortbook.learning.rooms import RoomKey
from cohortbook.live.hub import Subscription
from cohortbook.live.whereabouts import Leader, Spot
from cohortbook.server.handlers.socket import TRY_AGAIN, RoomSocket

_BEAT_MILLISECONDS = 15_000
_PAGE = 500
_BETWEEN_MOVES = 0.25  # seconds
_BETWEEN_HINTS = 1.0  # seconds

_log = logging.getLogger(__name__)


class EventSocket(RoomSocket):
    """Tells a page what happens: first what it missed, then what comes."""

    _subscription: Subscription | None = None
    _telling: asyncio.Task[None] | None = None
    _beat: PeriodicCallback | None = None
    _room: RoomKey
    _person_id: str
    _next_move = 0.0
    _next_hint = 0.0

    async def begin(self) -> None:
        """Say hello and start telling."""
        self._room = self.room
        try:
            since = max(0, int(self.get_query_argument("since", "0")))
        except ValueError:
            since = 0
        hub, presence = self.services.hub, self.services.presence
        self._person_id = self.me.person_id
        self._subscription = hub.subscribe(self._room, since, self._person_id)
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
        """Answer a ping, and tell the others what this person does."""
        match self.said(message):
            case {"type": "ping"}:
                self._send({"type": "beat"})
            case {"type": "moving", "control": str(control)}:
                self._tell_move(control)
            case {"type": "replying", "thread": str(thread)}:
                self._tell_hint(thread)
            case {"type": "reading", "place": str(place), "at": int() | float() as at}:
                if 0 <= at <= 1:
                    spot = Spot(place, round(float(at), 2))
                    self.services.whereabouts.move(self._room, self._person_id, spot)
            case {"type": "leading", "on": bool(on)}:
                self._lead(on=on)

    def _lead(self, *, on: bool) -> None:
        whereabouts = self.services.whereabouts
        if not on:
            whereabouts.stop_leading(self._room, self._person_id)
        elif self.may("room.lead"):
            whereabouts.lead(self._room, Leader(self._person_id, self.me.name))

    def _tell_move(self, control: str) -> None:
        now = time.monotonic()
        if not self.may("kernel.use") or now < self._next_move:
            return
        self._next_move = now + _BETWEEN_MOVES
        self._announce("simulation.moved", control=control)

    def _tell_hint(self, thread: str) -> None:
        now = time.monotonic()
        if not self.may("comment.write") or now < self._next_hint:
            return
        self._next_hint = now + _BETWEEN_HINTS
        self._announce("comment.writing", thread_id=thread)

    def _announce(self, kind: str, **fields: str) -> None:
        person = {"id": self.me.person_id, "name": self.me.name}
        self.services.hub.announce(self._room, kind, person=person, **fields)

    async def _tell(self, subscription: Subscription) -> None:
        try:
            await self._introduce(subscription)
            await self._catch_up(subscription)
            while not subscription.too_slow:
                # Waiting until it is on its way is what makes a slow listener fall behind.
                await self._send_and_wait(await subscription.next())
        except WebSocketClosedError:
            return
        except Exception:  # noqa: BLE001 - a page that hears nothing must know it, and come again
            _log.exception("Events of %s cannot be told", self._room)
        self.close(TRY_AGAIN, "resume where you are")

    async def _introduce(self, subscription: Subscription) -> None:
        services, room = self.services, self._room
        last = await services.run(services.events.last_id, room)
        # An id that was never given, as after a backup was put back, must not hide what comes.
        subscription.last_id = min(subscription.last_id, last)
        now = services.clock().isoformat()
        await self._send_and_wait({"type": "hello", "last_event_id": last, "server_time": now})
        people = [each.to_public_json(room.group) for each in services.presence.people(room)]
        await self._send_and_wait({"type": "presence", "people": people})
        spots, leader = services.whereabouts.now(room)
        await self._send_and_wait({"type": "reading", "spots": spots})
        await self._send_and_wait({"type": "leading", "person": leader})
        await self._send_and_wait({"type": "kernel", **services.keeper.status(room).to_json()})

    async def _catch_up(self, subscription: Subscription) -> None:
        services = self.services
        while True:
            missed = await services.run(
                services.events.since, self._room, subscription.last_id, _PAGE
            )
            for event in missed:
                message = event.to_json()
                if subscription.is_news(message):
                    await self._send_and_wait(message)
            if len(missed) < _PAGE:
                return

    def _for_me(self, message: dict[str, Any]) -> bool:
        """Say whether they may be told: feedback on one's own answer is for its author."""
        data = message.get("data", {})
        whose = data.get("review", data.get("hand_in", {})).get("person_id")
        return whose in (None, self._person_id) or self.may("review.give")

    async def _send_and_wait(self, message: dict[str, Any]) -> None:
        if self._for_me(message):
            await self.write_message(_encoded(message))

    def _send(self, message: dict[str, Any]) -> None:
        self.write_soon(_encoded(message))


def _encoded(message: dict[str, Any]) -> str:
    return json.dumps(message, ensure_ascii=False, separators=(",", ":"))
