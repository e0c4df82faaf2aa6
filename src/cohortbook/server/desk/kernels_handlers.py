"""``/desk/kernels``: what kernels take of the machine, and ending one of them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import ClassVar

from tornado.web import HTTPError

from cohortbook.learning.rooms import OwnRoom, RoomKey
from cohortbook.live.status import RoomState
from cohortbook.server.desk.kernels_view import kernels_page
from cohortbook.server.desk.operations import look_at_kernels, seats_taken
from cohortbook.server.pages.page_handler import PageHandler
from cohortbook.server.words import t
from cohortbook_kernels.sandbox.ability import ability

PATH = "/desk/kernels"


class KernelsHandler(PageHandler):
    """Shows it, as it is now."""

    PERMISSIONS: ClassVar[Mapping[str, str]] = {"get": "operations.see"}

    async def get(self) -> None:
        """Show it."""
        keeper = self.services.keeper
        seats, able = seats_taken(keeper), await ability()
        seen = await self.services.run(look_at_kernels, keeper, seats, able)
        page = await self.services.run(kernels_page, self.sources, seen)
        self.show("desk_kernels.html", "desk", t("desk.kernels.title"), kernels=page)


class KernelEndHandler(PageHandler):
    """Ends the kernel of one room, or gives the room another."""

    PERMISSIONS: ClassVar[Mapping[str, str]] = {"post": "operations.act"}

    async def post(self) -> None:
        """Do it; whoever is in the room is told by its page."""
        group, workbook = self.get_body_argument("group"), self.get_body_argument("workbook")
        person = self.get_body_argument("person", "")
        room = OwnRoom(group, workbook, person) if person else RoomKey(group, workbook)
        action = self.get_body_argument("action")
        if room not in {each.room for each in seats_taken(self.services.keeper)}:
            # It ended by itself meanwhile.
            self.redirect(PATH, status=303)
            return
        if action not in {"stop", "restart"}:
            raise HTTPError(400, "action: stop or restart")
        # Else pages that are open would ask for another at once.
        await self.services.keeper.end(room, RoomState.STOPPED)
        if action == "restart":
            self.services.keeper.wake(room)
        self.redirect(PATH, status=303)
