"""Threads into which a mentor was called, by themselves: without saying whose they are."""

from __future__ import annotations

from typing import ClassVar

from cohortbook.access.permissions import Resource
from cohortbook.learning.rooms import RoomKey
from cohortbook.server.handlers.base import Body, Handler
from cohortbook.server.pages.review_office import office


class Reply(Body):
    """What a mentor says in a thread."""

    body: str


class Settled(Body):
    """The version of the thread that is settled."""

    version: int


class OfficeHandler(Handler):
    """What waits for a word of whoever asks, over all their groups."""

    PERMISSIONS: ClassVar = {"get": "review.see"}

    async def get(self) -> None:
        """Send the threads, the one that waits longest first."""
        self.send_json(await self.services.run(office, self.services.sources, self.me))


class _OfficeThreadHandler(Handler):
    async def room(self, thread_id: str, permission: str) -> RoomKey:
        """Return where a thread is, for whom reviews that group and may do that there."""
        room = await self.services.run(self.services.discussion.room_of, thread_id)
        self.require("review.give", Resource(room.group))
        self.require(permission, Resource(room.group))
        return room


class OfficeReplyHandler(_OfficeThreadHandler):
    """The comments of a thread."""

    PERMISSIONS: ClassVar = {"post": "review.see"}

    async def post(self, thread_id: str) -> None:
        """Reply in it."""
        room, services = await self.room(thread_id, "comment.write"), self.services
        said, once = self.body(Reply).body, self.idempotency_key
        reply = services.discussion.reply
        await services.write(reply, room, thread_id, said, self.me.person_id, once)
        self.set_status(204)
        self.finish()


class OfficeSettleHandler(_OfficeThreadHandler):
    """A thread that needs no reply."""

    PERMISSIONS: ClassVar = {"post": "review.see"}

    async def post(self, thread_id: str) -> None:
        """Settle it."""
        room, version = await self.room(thread_id, "thread.resolve"), self.body(Settled).version
        resolve = self.services.discussion.resolve
        me = self.me.person_id
        await self.services.write(resolve, room, thread_id, me, version, resolved=True)
        self.set_status(204)
        self.finish()
