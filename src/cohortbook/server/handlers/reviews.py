"""Reviews of answers."""

from __future__ import annotations

from collections.abc import Mapping
from typing import ClassVar

from pydantic import Field
from tornado.web import HTTPError

from cohortbook.learning.reviews import Judgement
from cohortbook.live.documents import DocumentKey
from cohortbook.server.handlers.base import Body, Handler
from cohortbook.server.handlers.room import RoomHandler
from cohortbook.server.pages.review_view import review_data
from cohortbook.workbook.exercise import ExerciseDefinition


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
        check_levels(self.exercise(exercise_id), given.levels)
        if given.person_id is not None:
            person = self.services.people.principal(given.person_id)
            if person is None or self.room.group not in person.member_of:
                raise HTTPError(400, "person_id: not a member of this group")


class HandedInAgain(Body):
    """Words to the mentor, and the version of the review that stood before who handed in.

    With `own` it is what they answered alone, and not the group's answer.
    """

    words: str = ""
    version: int
    own: bool = False


class HandInAgainHandler(RoomHandler):
    """An answer, handed in again after a review."""

    PERMISSIONS: ClassVar = {"post": "review.hand-in"}

    async def post(self, exercise_id: str, **_path: str) -> None:
        """Put it back among those that wait."""
        given = self.body(HandedInAgain)
        self.exercise(exercise_id)
        # What was typed a moment ago is part of it.
        mine = self.me.person_id if given.own else None
        await self.services.documents.settle(DocumentKey(self.room, mine))
        hand_in = await self.services.write(
            self.services.hand_ins.hand_in,
            self.room,
            exercise_id,
            given.words,
            by=self.me.person_id,
            version=given.version,
            own=given.own,
        )
        self.send_json(hand_in.to_json(), 201)


def check_levels(definition: ExerciseDefinition, given: Mapping[str, int]) -> None:
    """Refuse rubric levels that an exercise does not have."""
    levels = {each.id: len(each.levels) for each in definition.rubric}
    for criterion, level in given.items():
        if not 0 <= level < levels.get(criterion, 0):
            raise HTTPError(400, f"levels.{criterion}: the rubric has no level {level}")


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
