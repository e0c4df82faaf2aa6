"""Threads and comments of a room."""

from __future__ import annotations

from typing import Any, ClassVar

from cohortbook.access.permissions import Resource
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


class EditedComment(Body):
    """New words for a comment, and the version that they replace."""

    body: str
    version: int


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


class CommentHandler(RoomHandler):
    """One comment. Whose it is only the store knows: the second question is put there."""

    PERMISSIONS: ClassVar = {"patch": "comment.write", "delete": "comment.write"}

    async def patch(self, comment_id: str, **_path: str) -> None:
        """Change its words."""
        edited = self.body(EditedComment)
        await self._require("comment.edit", comment_id)
        comment = await self.services.write(
            self.services.discussion.edit,
            self.room,
            comment_id,
            edited.body,
            self.me.person_id,
            edited.version,
        )
        self.send_json(comment.to_json())

    async def delete(self, comment_id: str, **_path: str) -> None:
        """Delete it, leaving a tombstone."""
        version = self.query_number("version")
        await self._require("comment.delete", comment_id)
        comment = await self.services.write(
            self.services.discussion.delete, self.room, comment_id, self.me.person_id, version
        )
        self.send_json(comment.to_json())

    async def _require(self, permission: str, comment_id: str) -> None:
        comment = await self.services.run(self.services.discussion.comment, self.room, comment_id)
        self.require(permission, Resource(self.room.group, comment.author.id))
