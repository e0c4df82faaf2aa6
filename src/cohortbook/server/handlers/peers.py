"""Review between groups."""

from __future__ import annotations

import secrets
from typing import Any, ClassVar

from pydantic import Field
from tornado.web import HTTPError

from cohortbook.learning.peers import LEAST_USEFUL, MOST_USEFUL, PeerReview
from cohortbook.server.handlers.base import Body, Handler
from cohortbook.server.handlers.reviews import check_levels
from cohortbook.server.handlers.room import RoomHandler
from cohortbook.server.pages.review_view import may_be_dealt_out
from cohortbook.server.pages.veil import veil_over_all
from cohortbook.server.pages.written import written_answer
from cohortbook.workbook.exercise import ExerciseDefinition


class OpenedPeers(Body):
    """How many reviews each answer gets."""

    each: int = Field(default=2, ge=1, le=20)


class GivenPeerReview(Body):
    """What a group says, and the version that it replaces (0 for the first)."""

    feedback: str
    levels: dict[str, int] = Field(default_factory=dict)
    version: int = 0


class RatedPeerReview(Body):
    """How useful a review was."""

    useful: int = Field(ge=LEAST_USEFUL, le=MOST_USEFUL)


class PeersOpenHandler(Handler):
    """Opening review between groups for an exercise."""

    PERMISSIONS: ClassVar = {"post": "peers.open"}

    async def post(self, workbook: str, exercise_id: str) -> None:
        """Deal out the answers that there are."""
        opened, services = self.body(OpenedPeers), self.services
        manifest = services.stamps.manifest
        definitions = {
            stamp.group: found
            for stamp in manifest.stamps
            if stamp.workbook == workbook and (found := stamp.exercise(exercise_id))
        }
        if not definitions:
            raise HTTPError(404)
        if not all(may_be_dealt_out(each) for each in definitions.values()):
            raise HTTPError(400, "exercise: only what a group answers together, without files")
        answers = await services.run(
            services.answers.of_exercise, workbook, exercise_id, definitions
        )
        standing = await services.write(
            services.peers.open,
            workbook,
            exercise_id,
            {group: each.value for group, each in answers.items() if each.answered},
            each=opened.each,
            seed=secrets.randbelow(2**31),
            by=self.me.person_id,
        )
        self.send_json({"given": standing.given, "total": standing.total, "useful": None}, 201)


class PeersHandler(RoomHandler):
    """What a group is asked to review, and what it was told."""

    PERMISSIONS: ClassVar = {"get": "peers.see"}

    async def get(self, exercise_id: str, **_path: str) -> None:
        """Send both, without the names of the other groups."""
        room, definition, services = self.room, self.exercise(exercise_id), self.services

        def gather() -> dict[str, Any]:
            peers = services.peers
            return {
                "exercise_id": exercise_id,
                "to_give": [
                    {**each.to_json(), "answer_html": self._answer(each, definition)}
                    for each in peers.to_give(room, exercise_id)
                ],
                "received": [each.to_json() for each in peers.received(room, exercise_id)],
            }

        self.send_json(await services.run(gather))

    def _answer(self, review: PeerReview, definition: ExerciseDefinition) -> str:
        stamp = self.services.stamps.manifest.stamp(review.author_group, review.workbook)
        theirs = (stamp.exercise(review.exercise_id) if stamp else None) or definition
        veil = veil_over_all(self.services.sources, [review.author_group], {})
        return veil.text(written_answer(theirs, review.answer))


class PeerReviewHandler(RoomHandler):
    """What a group says of the answer that it got."""

    PERMISSIONS: ClassVar = {"put": "peers.give"}

    async def put(self, exercise_id: str, review_id: str, **_path: str) -> None:
        """Give it, or change it."""
        given = self.body(GivenPeerReview)
        check_levels(self.exercise(exercise_id), given.levels)
        review = await self.services.write(
            self.services.peers.give,
            self.room,
            review_id,
            given.feedback,
            given.levels,
            by=self.me.person_id,
            version=given.version,
        )
        self.send_json(review.to_json())


class PeerUsefulHandler(RoomHandler):
    """How useful a group found what it was told."""

    PERMISSIONS: ClassVar = {"put": "peers.give"}

    async def put(self, review_id: str, **_path: str) -> None:
        """Say it, or change it."""
        rated = self.body(RatedPeerReview)
        review = await self.services.write(
            self.services.peers.rate, self.room, review_id, rated.useful, by=self.me.person_id
        )
        self.send_json(review.to_json())
