"""A room's kernel, as its page asks for it."""

from __future__ import annotations

from typing import ClassVar

from cohortbook.server.handlers.room import RoomHandler


class KernelHandler(RoomHandler):
    """What the kernel is doing and, when it is ready, what draws its widgets."""

    PERMISSIONS: ClassVar = {"get": "kernel.use"}

    def get(self, **_path: str) -> None:
        """Send the state, and the widgets' outputs."""
        room = self.room
        status = self.services.keeper.status(room).to_json()
        config = self.services.widget_config(room) if status["state"] == "ready" else None
        self.send_json({**status, **(config or {})})


class WakeHandler(RoomHandler):
    """Asking for a kernel again."""

    PERMISSIONS: ClassVar = {"post": "kernel.wake"}

    def post(self, **_path: str) -> None:
        """Wake the room."""
        self.send_json(self.services.keeper.wake(self.room).to_json(), 202)
