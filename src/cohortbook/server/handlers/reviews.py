"""Reviews of answers."""

from __future__ import annotations

from typing import ClassVar

from pydantic import Field
from tornado.web import HTTPError

from cohortbook.learning.reviews import Judgement
from cohortbook.server.handlers.base import Body, Handler
from cohortbook.server.handlers.room import RoomHandler
from cohortbook.server.pages.review_view import review_data


class GivenReview(Body):
    """A review, and the version that it replaces (0 for the first)."""

    state: str
    feedback: str = ""
    levels: dict[str, int] = Field(default_factory=dict)
    person_id: str | None = None
    version: int = 0


class ReviewHandler(RoomHandler):
    """The review of one group's answer."""

    PERMISSIONS: ClassVar = {"put": "review.give"}

    async def put(self, exercise_id: str, **_path: str) -> None:
        """Give it, or change it."""
        given = self.body(GivenReview)
        self._check(exercise_id, given)
        review = await self.services.write(
            self.services.reviews.give,
            self.room,
            exercise_id,
            Judgement(given.state, given.feedback, given.levels),  # type: ignore[arg-type]
            reviewer=self.me.person_id,
            version=given.version,
            person_id=given.person_id,
        )
        self.send_json(review.to_json())

    def _check(self, exercise_id: str, given: GivenReview) -> None:
        """Refuse rubric levels that the exercise does not have, and people who are not there."""
        levels = {each.id: len(each.levels) for each in self.exercise(exercise_id).rubric}
        for criterion, level in given.levels.items():
            if not 0 <= level < levels.get(criterion, 0):
                raise HTTPError(400, f"levels.{criterion}: the rubric has no level {level}")
        if given.person_id is not None:
            person = self.services.people.principal(given.person_id)
            if person is None or self.room.group not in person.member_of:
                raise HTTPError(400, "person_id: not a member of this group")


class ReviewDataHandler(Handler):
    """One exercise across the groups of a mentor."""

    PERMISSIONS: ClassVar = {"get": "review.see"}

    async def get(self, workbook: str, exercise_id: str) -> None:
        """Send the answers side by side."""
        services = self.services
        data = await services.run(review_data, services.sources, self.me, workbook, exercise_id)
        if data is None:
            raise HTTPError(404)
        self.send_json(data)
