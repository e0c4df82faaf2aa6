"""Single comments of a room: their words, their versions, reactions to them."""

from __future__ import annotations

from typing import ClassVar

from cohortbook.learning.reactions import reactions_json
from cohortbook.server.handlers.base import Body
from cohortbook.server.handlers.room import RoomHandler


class EditedComment(Body):
    """New words for a comment, and the version that they replace."""

    body: str
    version: int


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
        self.require(permission, self.services.resource(self.room, comment.author.id))


class HistoryHandler(RoomHandler):
    """What a comment said before it was edited."""

    PERMISSIONS: ClassVar = {"get": "comment.history"}

    async def get(self, comment_id: str, **_path: str) -> None:
        """Send every version, oldest first; none of a deleted comment."""
        versions = await self.services.run(self.services.discussion.history, self.room, comment_id)
        self.send_json([each.to_json() for each in versions])


class ReactionHandler(RoomHandler):
    """One reaction of whoever asks to one comment."""

    PERMISSIONS: ClassVar = {"put": "comment.react", "delete": "comment.react"}

    async def put(self, comment_id: str, name: str, **_path: str) -> None:
        """React."""
        await self._set(comment_id, name, present=True)

    async def delete(self, comment_id: str, name: str, **_path: str) -> None:
        """Take it back."""
        await self._set(comment_id, name, present=False)

    async def _set(self, comment_id: str, name: str, *, present: bool) -> None:
        reactions = await self.services.write(
            self.services.discussion.react,
            self.room,
            comment_id,
            name,
            self.me.person_id,
            present=present,
        )
        self.send_json({"reactions": reactions_json(reactions)})
