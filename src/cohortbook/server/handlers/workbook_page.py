"""The page of a group workbook."""

from __future__ import annotations

import asyncio
from typing import ClassVar

from cohortbook.server.handlers.room import RoomHandler
from cohortbook.server.script_json import script_safe_json
from cohortbook.server.security import WORKBOOK_POLICY
from cohortbook.server.words import LANGUAGES, spoken


class WorkbookPageHandler(RoomHandler):
    """Gives everybody the kept page, with a few words about who looks at it."""

    PERMISSIONS: ClassVar = {"get": "room.see"}

    async def get(self, group: str, **_path: str) -> None:
        """Send the page."""
        services, room = self.services, self.room
        page = await services.keeper.page(room)
        visitor = {
            "me": self.me.to_public_json(group),
            "may_review": self.may("review.give"),
            "language": self.me.language,
            "languages": LANGUAGES,
            "by_mail": services.by_mail,
        }
        # Reading it has the cookie set that scripts send back with every write.
        _ = self.xsrf_token
        self.set_header("Content-Security-Policy", WORKBOOK_POLICY)
        self.set_header("Content-Type", "text/html; charset=utf-8")
        self.finish(page.with_visitor(script_safe_json(visitor), spoken()))
        noting = asyncio.create_task(services.store(self._note_visit))
        noting.add_done_callback(lambda done: done.cancelled() or done.exception())

    def _note_visit(self) -> None:
        last = self.services.events.last_id(self.room)
        self.services.progress.visited(self.me.person_id, self.room, last)
        if self.may("attention.report"):
            self.services.reading.visit(self.room, self.me.person_id)
