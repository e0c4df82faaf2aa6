"""The pages of mentors: what waits, one answer, and an exercise across their groups."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, ClassVar

from markupsafe import Markup
from tornado.web import HTTPError

from cohortbook.access.permissions import Resource
from cohortbook.server.pages.page_handler import PageHandler
from cohortbook.server.pages.review_calibration import calibrated_exercises, calibration
from cohortbook.server.pages.review_desk import SHOWN, Wanted, desk_page
from cohortbook.server.pages.review_item import review_item
from cohortbook.server.pages.review_office import office
from cohortbook.server.pages.review_queue import gather_queue
from cohortbook.server.pages.review_view import review_page
from cohortbook.server.pages.review_waiting import waiting_answers
from cohortbook.server.script_json import script_safe_json
from cohortbook.server.words import t


class ReviewIndexHandler(PageHandler):
    """``/review``: what waits, in order, and all exercises with how their answers stand."""

    PERMISSIONS: ClassVar[Mapping[str, str]] = {"get": "review.see"}

    async def get(self) -> None:
        """Show both lists."""
        sources, manifest = self.sources, self.sources.manifest()
        asked = self.get_query_argument("show", "waits")
        wanted = Wanted(
            show=next((each for each in SHOWN if each == asked), "waits"),
            workbook=self.get_query_argument("workbook", "") or None,
            group=self.get_query_argument("group", "") or None,
        )
        desk = await self.services.run(desk_page, sources, self.me, wanted)
        queue = await self.services.run(gather_queue, sources, self.me, manifest)
        self.show("review_index.html", "queue", t("review.index.title"), queue=queue, desk=desk)


class ReviewBlindHandler(PageHandler):
    """``/review/blind``: hiding names until an answer is reviewed, or no longer."""

    PERMISSIONS: ClassVar[Mapping[str, str]] = {"post": "review.prepare"}

    async def post(self) -> None:
        """Choose, and go back to the list."""
        blind = self.get_body_argument("blind", "") == "on"
        settings = self.services.review_settings
        await self.services.store(settings.choose_blind, self.me.person_id, blind=blind)
        self.redirect("/review", status=303)


class ReviewItemPageHandler(PageHandler):
    """``/review/<item>``: one answer, beside the same exercise in the other groups."""

    PERMISSIONS: ClassVar[Mapping[str, str]] = {"get": "review.see"}

    async def get(self, item_id: str) -> None:
        """Show it, ready to go on through the queue."""
        key = self.services.review_items.find(item_id)
        if key is None:
            raise HTTPError(404)
        self.require("review.see", Resource(key.room.group))

        def gather() -> dict[str, Any]:
            sources, me = self.sources, self.me
            return {
                "me": me.to_public_json(),
                "blind": sources.review_settings.blind(me.person_id),
                "phrases": [each.to_json() for each in self.services.phrases.of(me.person_id)],
                "queue": [each.to_json() for each in waiting_answers(sources, me)],
                "item": review_item(sources, me, key),
            }

        data = await self.services.run(gather)
        if data["item"] is None:
            raise HTTPError(404)
        told = Markup(script_safe_json(data))  # noqa: S704 - nothing is left that HTML would read
        self.show("review_item.html", "review", t("review.item.title"), data=told)


class OfficePageHandler(PageHandler):
    """``/review/office``: the threads into which a mentor was called."""

    PERMISSIONS: ClassVar[Mapping[str, str]] = {"get": "review.see"}

    async def get(self) -> None:
        """Show them, to be answered there."""
        calls = await self.services.run(office, self.sources, self.me)
        told = Markup(script_safe_json(calls))  # noqa: S704 - nothing is left that HTML would read
        title = t("review.office.title")
        self.show("review_office.html", "review", title, data=told)


class CalibrationIndexHandler(PageHandler):
    """``/review/calibration``: what several mentors can judge."""

    PERMISSIONS: ClassVar[Mapping[str, str]] = {"get": "review.see"}

    async def get(self) -> None:
        """List the exercises."""
        found = await self.services.run(calibrated_exercises, self.sources, self.me)
        title = t("review.calibration.title")
        self.show("review_calibrations.html", "queue", title, exercises=found)


class CalibrationPageHandler(PageHandler):
    """``/review/calibration/<workbook>/<exercise>``: judging, and how far one agrees."""

    PERMISSIONS: ClassVar[Mapping[str, str]] = {"get": "review.see"}

    async def get(self, workbook: str, exercise: str) -> None:
        """Show the answers without names."""
        found = await self.services.run(calibration, self.sources, self.me, workbook, exercise)
        if found is None:
            raise HTTPError(404)
        told = Markup(script_safe_json(found))  # noqa: S704 - nothing is left that HTML would read
        title = t("review.calibration.title")
        self.show("review_calibration.html", "review", title, data=told)


class ReviewHandler(PageHandler):
    """``/review/<workbook>/<exercise>``: groups beside each other."""

    PERMISSIONS: ClassVar[Mapping[str, str]] = {"get": "review.see"}

    async def get(self, workbook: str, exercise: str) -> None:
        """Show the groups that the reader reviews; none is as good as no such page."""
        page = await self.services.run(review_page, self.sources, self.me, workbook, exercise)
        if page is None:
            raise HTTPError(404)
        self.show("review.html", "review", page.title, review=page)
