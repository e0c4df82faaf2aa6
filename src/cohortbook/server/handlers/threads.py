"""Threads of a room."""

from __future__ import annotations

from typing import Any, ClassVar

from cohortbook.learning.anchors import Anchor
from cohortbook.server.handlers.base import Body
from cohortbook.server.handlers.room import RoomHandler


class NewThread(Body):
    """A thread with its first comment."""

    anchor: dict[str, Any]
    body: str


class NewComment(Body):
    """A reply."""

    body: str


class SettledThread(Body):
    """Whether a thread is settled, and the version that this is about."""

    resolved: bool
    version: int


class ThreadsHandler(RoomHandler):
    """All threads of a room."""

    PERMISSIONS: ClassVar = {"post": "comment.write"}

    async def post(self, **_path: str) -> None:
        """Open a thread."""
        new = self.body(NewThread)
        thread = await self.services.write(
            self.services.discussion.start_thread,
            self.room,
            Anchor.from_json(new.anchor),
            new.body,
            self.me.person_id,
            self.idempotency_key,
        )
        self.send_json(thread.to_json(), 201)


class ThreadHandler(RoomHandler):
    """One thread."""

    PERMISSIONS: ClassVar = {"patch": "thread.resolve"}

    async def patch(self, thread_id: str, **_path: str) -> None:
        """Settle or reopen it."""
        wanted = self.body(SettledThread)
        thread = await self.services.write(
            self.services.discussion.resolve,
            self.room,
            thread_id,
            self.me.person_id,
            wanted.version,
            resolved=wanted.resolved,
        )
        self.send_json(thread.to_json())


class RepliesHandler(RoomHandler):
    """The comments of one thread."""

    PERMISSIONS: ClassVar = {"post": "comment.write"}

    async def post(self, thread_id: str, **_path: str) -> None:
        """Reply."""
        comment = await self.services.write(
            self.services.discussion.reply,
            self.room,
            thread_id,
            self.body(NewComment).body,
            self.me.person_id,
            self.idempotency_key,
        )
        self.send_json(comment.to_json(), 201)
