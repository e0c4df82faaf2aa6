"""``/desk``: what the cohort is like today, for whoever runs it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import ClassVar

from tornado.web import HTTPError

from cohortbook.server.desk.cell_view import CellPage, cell_page
from cohortbook.server.desk.desk_view import DeskPage, desk_page
from cohortbook.server.desk.facts import gather_desk
from cohortbook.server.desk.heat import MEASURES, Measure, heat_map
from cohortbook.server.desk.map_plot import MapPlot, map_plot
from cohortbook.server.desk.plot import Plot, plot
from cohortbook.server.desk.timeline import timeline
from cohortbook.server.pages.page_handler import PageHandler
from cohortbook.server.pages.rendering import render
from cohortbook.server.words import t


def asked_measure(handler: PageHandler) -> Measure:
    """Return which measure a request asks for; attention when it asks for none of ours."""
    asked = handler.get_query_argument("measure", "")
    return next((each for each in MEASURES if each == asked), MEASURES[0])


class DeskHandler(PageHandler):
    """The desk itself."""

    PERMISSIONS: ClassVar[Mapping[str, str]] = {"get": "desk.see"}

    async def get(self) -> None:
        """Show it."""
        page = await self.services.run(self._page)
        self.show("desk.html", "desk", t("desk.title"), desk=page)

    def _page(self) -> DeskPage:
        chosen = self.get_query_argument("group", "")
        return desk_page(gather_desk(self.sources), asked_measure(self), chosen)


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


class PictureHandler(PageHandler):
    """A plot as a picture that stands by itself."""

    PERMISSIONS: ClassVar[Mapping[str, str]] = {"get": "desk.see"}

    def send_picture(self, template: str, **drawn: object) -> None:
        """Answer with a drawing; it is named after its template."""
        self.set_header("Content-Type", "image/svg+xml; charset=utf-8")
        self.set_header("Content-Disposition", f'attachment; filename="cohortbook-{template}"')
        self.finish(render(template, drawn))


class TimelineFileHandler(PictureHandler):
    """The timeline."""

    async def get(self) -> None:
        """Send it."""
        self.send_picture("timeline.svg", plot=await self.services.run(self._plot))

    def _plot(self) -> Plot:
        return plot(timeline(gather_desk(self.sources)))


class MapFileHandler(PictureHandler):
    """The heat map."""

    async def get(self) -> None:
        """Send it."""
        drawn = await self.services.run(self._plot)
        if drawn is None:
            raise HTTPError(404)
        self.send_picture("map.svg", map=drawn)

    def _plot(self) -> MapPlot | None:
        page = desk_page(gather_desk(self.sources), asked_measure(self))
        return None if page.map is None else map_plot(page.map)
