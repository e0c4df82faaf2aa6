"""A room's kernel, as its page asks for it."""

from __future__ import annotations

from typing import ClassVar

from cohortbook.learning.rooms import OwnRoom
from cohortbook.server.handlers.room import RoomHandler


class KernelHandler(RoomHandler):
    """What the kernel is doing and, when it is ready, what draws its widgets."""

    PERMISSIONS: ClassVar = {"get": "kernel.use"}

    def get(self, **_path: str) -> None:
        """Send the state, and the widgets' outputs."""
        room = self.room
        status = self.services.keeper.status(room).to_json()
        config = self.services.widget_config(room) if status["state"] == "ready" else None
        # What a workbook's cells do is nothing that its members could change.
        more = {"opens_slowly_because": self.services.keeper.opens_slowly_because(room)}
        told = more if self.may("desk.see") else {}
        self.send_json({**status, **told, **(config or {})})


class AloneHandler(RoomHandler):
    """A kernel of one's own, to try a simulation without moving the group's."""

    PERMISSIONS: ClassVar = {
        "get": "kernel.use",
        "post": "kernel.wake",
        "delete": "kernel.use",
    }

    def get(self, **_path: str) -> None:
        """Send its state and, when it is ready, what draws its widgets."""
        status = self.services.keeper.status(self.own).to_json()
        config = self.services.widget_config(self.own) if status["state"] == "ready" else None
        self.send_json({**status, **(config or {})})

    def post(self, **_path: str) -> None:
        """Ask for it."""
        self.send_json(self.services.keeper.wake(self.own).to_json(), 202)

    async def delete(self, **_path: str) -> None:
        """End it."""
        await self.services.keeper.end(self.own)
        self.set_status(204)
        self.finish()

    @property
    def own(self) -> OwnRoom:
        """Return whose it is, and where."""
        return OwnRoom(self.room.group, self.room.workbook, self.me.person_id)


class WakeHandler(RoomHandler):
    """Asking for a kernel again."""

    PERMISSIONS: ClassVar = {"post": "kernel.wake"}

    def post(self, **_path: str) -> None:
        """Wake the room."""
        self.send_json(self.services.keeper.wake(self.room).to_json(), 202)
