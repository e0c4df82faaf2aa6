"""``/desk``: what the cohort is like today, for whoever runs it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import ClassVar

from tornado.web import HTTPError

from cohortbook.server.desk.cell_view import CellPage, cell_page
from cohortbook.server.desk.desk_view import DeskPage, desk_page
from cohortbook.server.desk.facts import gather_desk
from cohortbook.server.desk.heat import MEASURES, heat_map
from cohortbook.server.desk.plot import Plot, plot
from cohortbook.server.desk.timeline import timeline
from cohortbook.server.pages.page_handler import PageHandler
from cohortbook.server.pages.rendering import render
from cohortbook.server.words import t


class DeskHandler(PageHandler):
    """The desk itself."""

    PERMISSIONS: ClassVar[Mapping[str, str]] = {"get": "desk.see"}

    async def get(self) -> None:
        """Show it."""
        page = await self.services.run(self._page)
        self.show("desk.html", "desk", t("desk.title"), desk=page)

    def _page(self) -> DeskPage:
        asked = self.get_query_argument("measure", "")
        measure = next((each for each in MEASURES if each == asked), MEASURES[0])
        return desk_page(gather_desk(self.sources), measure, self.get_query_argument("group", ""))


class CellHandler(PageHandler):
    """A group and a topic, in words."""

    PERMISSIONS: ClassVar[Mapping[str, str]] = {"get": "desk.see"}

    async def get(self, group: str, workbook: str, topic: str) -> None:
        """Show them."""
        page = await self.services.run(self._page, group, workbook, topic)
        if page is None:
            raise HTTPError(404)
        self.show("desk_cell.html", "desk", page.title, cell=page)

    def _page(self, group: str, workbook: str, topic: str) -> CellPage | None:
        facts = gather_desk(self.sources)
        cell = heat_map(facts).cell(group, workbook, topic)
        return None if cell is None else cell_page(self.sources, facts, cell)


class TimelineFileHandler(PageHandler):
    """The timeline as a picture that stands by itself."""

    PERMISSIONS: ClassVar[Mapping[str, str]] = {"get": "desk.see"}

    async def get(self) -> None:
        """Send it."""
        drawn = await self.services.run(self._plot)
        self.set_header("Content-Type", "image/svg+xml; charset=utf-8")
        self.set_header("Content-Disposition", 'attachment; filename="cohortbook-timeline.svg"')
        self.finish(render("timeline.svg", {"plot": drawn}))

    def _plot(self) -> Plot:
        return plot(timeline(gather_desk(self.sources)))
