"""``/desk/directions``: groups compared by how much guidance they have."""

from __future__ import annotations

from collections.abc import Mapping
from typing import ClassVar

from cohortbook.server.desk.desk_handlers import PictureHandler
from cohortbook.server.desk.directions_view import directions_page
from cohortbook.server.pages.page_handler import PageHandler
from cohortbook.server.words import t

PATH = "/desk/directions"


class DirectionsHandler(PageHandler):
    """Shows the comparison."""

    PERMISSIONS: ClassVar[Mapping[str, str]] = {"get": "desk.see"}

    async def get(self) -> None:
        """Show it, or how a cohort gets a dial."""
        page = await self.services.run(directions_page, self.sources)
        self.show("desk_directions.html", "desk", t("desk.directions.title"), directions=page)


class DirectionsFileHandler(PictureHandler):
    """The comparison as a picture that stands by itself."""

    async def get(self) -> None:
        """Send it; where there is none, the page says why."""
        page = await self.services.run(directions_page, self.sources)
        if page is None or page.plot is None:
            self.redirect(PATH, status=303)
            return
        self.send_picture("directions.svg", plot=page.plot)
