"""How far whoever asks has read."""

from __future__ import annotations

from typing import ClassVar

from cohortbook.server.handlers.base import Body
from cohortbook.server.handlers.room import RoomHandler


class ReadUpTo(Body):
    """The last comment that was seen."""

    comment_id: str


class ReadHandler(RoomHandler):
    """How far they have read one thread."""

    PERMISSIONS: ClassVar = {"put": "thread.read"}

    async def put(self, thread_id: str, **_path: str) -> None:
        """Note it, and tell their other tabs."""
        services, comment_id = self.services, self.body(ReadUpTo).comment_id
        person_id = self.me.person_id
        moved = await services.store(
            services.read_marks.mark, self.room, thread_id, comment_id, person_id
        )
        if moved:
            services.hub.announce_to(
                self.room, person_id, "thread.read", thread_id=thread_id, comment_id=comment_id
            )
        self.set_status(204)


class ReadAllHandler(RoomHandler):
    """How far they have read all threads."""

    PERMISSIONS: ClassVar = {"post": "thread.read"}

    async def post(self, **_path: str) -> None:
        """Note that they have read all of them, and tell their other tabs."""
        services, person_id = self.services, self.me.person_id
        moved = await services.store(services.read_marks.mark_all, self.room, person_id)
        for thread_id, comment_id in moved.items():
            services.hub.announce_to(
                self.room, person_id, "thread.read", thread_id=thread_id, comment_id=comment_id
            )
        self.set_status(204)
