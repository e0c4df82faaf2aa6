"""The pages of mentors: what waits, and an exercise across their groups."""

from __future__ import annotations

from collections.abc import Mapping
from typing import ClassVar

from tornado.web import HTTPError

from cohortbook.server.pages.page_handler import PageHandler
from cohortbook.server.pages.review_queue import gather_queue
from cohortbook.server.pages.review_view import review_page
from cohortbook.server.words import t


class ReviewIndexHandler(PageHandler):
    """``/review``: all exercises with how the groups' answers stand."""

    PERMISSIONS: ClassVar[Mapping[str, str]] = {"get": "review.see"}

    async def get(self) -> None:
        """Show the list."""
        manifest = self.sources.manifest()
        queue = await self.services.run(gather_queue, self.sources, self.me, manifest)
        self.show("review_index.html", "queue", t("review.index.title"), queue=queue)


class ReviewHandler(PageHandler):
    """``/review/<workbook>/<exercise>``: groups beside each other."""

    PERMISSIONS: ClassVar[Mapping[str, str]] = {"get": "review.see"}

    async def get(self, workbook: str, exercise: str) -> None:
        """Show the groups that the reader reviews; none is as good as no such page."""
        page = await self.services.run(review_page, self.sources, self.me, workbook, exercise)
        if page is None:
            raise HTTPError(404)
        self.show("review.html", "review", page.title, review=page)
