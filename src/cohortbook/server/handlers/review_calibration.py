"""Judging the same answers as other mentors, to see how far one agrees."""

from __future__ import annotations

from typing import ClassVar

from tornado.web import HTTPError

from cohortbook.server.handlers.base import Body, Handler
from cohortbook.server.handlers.review_items import ItemHandler
from cohortbook.server.handlers.reviews import check_levels
from cohortbook.server.pages.review_calibration import calibration


class GivenRating(Body):
    """A level for each line of the rubric, and which form of the answer they are for."""

    levels: dict[str, int]
    revision: int


class CalibrationHandler(Handler):
    """The answers to one exercise, without names."""

    PERMISSIONS: ClassVar = {"get": "review.see"}

    async def get(self, workbook: str, exercise_id: str) -> None:
        """Send them, with how far the caller agrees with others so far."""
        services = self.services
        found = await services.run(calibration, services.sources, self.me, workbook, exercise_id)
        if found is None:
            raise HTTPError(404)
        self.send_json(found)


class RatingHandler(ItemHandler):
    """What a mentor says of one of them."""

    PERMISSIONS: ClassVar = {"put": "review.see"}

    async def put(self, **_path: str) -> None:
        """Keep it; what the others said is told from now on."""
        key, given = self.key("review.give"), self.body(GivenRating)
        services = self.services
        stamp = services.stamps.stamp(key.room)
        definition = stamp.exercise(key.exercise_id) if stamp else None
        if definition is None or not definition.rubric or key.person_id is not None:
            raise HTTPError(404)
        check_levels(definition, given.levels)
        if {each.id for each in definition.rubric} != set(given.levels):
            raise HTTPError(400, "levels: give one for each line of the rubric")
        await services.store(
            services.calibration.rate,
            key.room,
            key.exercise_id,
            given.levels,
            revision=given.revision,
            by=self.me.person_id,
        )
        self.set_status(204)
        self.finish()
