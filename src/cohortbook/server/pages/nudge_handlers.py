"""``/attention/<group>/<workbook>/<topic>/nudge``: writing to a group about a topic."""

from __future__ import annotations

from collections.abc import Mapping
from typing import ClassVar

from tornado.web import HTTPError

from cohortbook.ids import new_id
from cohortbook.learning.rooms import RoomKey
from cohortbook.server.noticing.by_hand import Written, nudge_by_hand
from cohortbook.server.pages.nudge_view import NudgePage, nudge_page
from cohortbook.server.pages.page_handler import PageHandler
from cohortbook.server.words import t


class NudgePageHandler(PageHandler):
    """The form, and what the group will read."""

    PERMISSIONS: ClassVar[Mapping[str, str]] = {"get": "nudge.send", "post": "nudge.send"}

    async def get(self, group: str, workbook: str, topic: str) -> None:
        """Show them."""
        self._show(await self._page(RoomKey(group, workbook), topic, Written()), new_id("nud"))

    async def post(self, group: str, workbook: str, topic: str) -> None:
        """Send it and go back; without ``send`` only show what it would read."""
        room, written, services = RoomKey(group, workbook), self._written(), self.services
        key = self.get_body_argument("key")
        page = await self._page(room, topic, written)
        if page.open is not None or not self.get_body_argument("send", ""):
            self._show(page, key)
            return
        new = await services.run(
            nudge_by_hand, services.noticing, room, topic, written, services.clock()
        )
        await services.write(services.nudges.send_by_hand, new, self.me.person_id, key)
        self.redirect(page.back.href, status=303)

    def _written(self) -> Written:
        words = self.get_body_argument("words", "")
        quote = self.get_body_argument("quote", "") == "on"
        match self.get_body_argument("kind"):
            case "reminder":
                return Written("reminder", words, quote)
            case "challenge":
                return Written("challenge", words, quote=False)
        raise HTTPError(400, "kind: not one of ours")

    async def _page(self, room: RoomKey, topic: str, written: Written) -> NudgePage:
        if self.services.noticing.topics.one(room, topic) is None:
            raise HTTPError(404)
        from_desk = self.get_argument("from", "") == "desk" and self.may("desk.see")
        return await self.services.run(
            nudge_page, self.sources, room, topic, written, from_desk=from_desk
        )

    def _show(self, page: NudgePage, key: str) -> None:
        title = t("nudge.write.title", topic=page.title)
        self.show("nudge.html", "attention", title, nudge=page, key=key)
