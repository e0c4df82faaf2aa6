"""Answers in a mentor's queue, by names that do not say whose they are."""

from __future__ import annotations

from typing import ClassVar

from pydantic import Field
from tornado.web import HTTPError

from cohortbook.access.permissions import Resource
from cohortbook.learning.anchors import Anchor
from cohortbook.learning.answer_history import AnswerKey
from cohortbook.learning.reviews import Judgement
from cohortbook.server.handlers.base import Body, Handler
from cohortbook.server.handlers.reviews import check_levels
from cohortbook.server.pages.review_item import answer_versions, review_item
from cohortbook.server.pages.review_waiting import waiting_answers


class Judged(Body):
    """What a mentor says, and the version of the review that it replaces (0 for the first)."""

    state: str
    feedback: str = ""
    levels: dict[str, int] = Field(default_factory=dict)
    version: int = 0


class ItemHandler(Handler):
    """A handler of one answer, named by ``item_id`` in its path."""

    def key(self, permission: str = "review.see") -> AnswerKey:
        """Return which answer it is, for whom may do that with it."""
        found = self.services.review_items.find(self.path_kwargs["item_id"])
        if found is None:
            raise HTTPError(404)
        self.require(permission, Resource(found.room.group))
        return found

    async def send_item(self, key: AnswerKey) -> None:
        """Send the answer as it is now, with all that a mentor judges it by."""
        services = self.services
        found = await services.run(review_item, services.sources, self.me, key)
        if found is None:
            raise HTTPError(404)
        self.send_json(found)


class ReviewItemHandler(ItemHandler):
    """One answer, and the mentor's judgement of it."""

    PERMISSIONS: ClassVar = {"get": "review.see", "put": "review.see"}

    async def get(self, **_path: str) -> None:
        """Send it."""
        await self.send_item(self.key())

    async def put(self, **_path: str) -> None:
        """Judge it, or change what was said; send it as it is then."""
        key = self.key("review.give")
        given = self.body(Judged)
        stamp = self.services.stamps.stamp(key.room)
        definition = stamp.exercise(key.exercise_id) if stamp else None
        if definition is None:
            raise HTTPError(404)
        check_levels(definition, given.levels)
        await self.services.write(
            self.services.reviews.give,
            key.room,
            key.exercise_id,
            Judgement(given.state, given.feedback, given.levels),  # type: ignore[arg-type]
            reviewer=self.me.person_id,
            version=given.version,
            person_id=key.person_id,
        )
        await self.send_item(key)


class Said(Body):
    """A comment on the exercise: in a thread, or as a new one."""

    body: str
    thread_id: str | None = None


class ItemCommentsHandler(ItemHandler):
    """What a mentor says in the group's discussion of the exercise."""

    PERMISSIONS: ClassVar = {"post": "review.see"}

    async def post(self, **_path: str) -> None:
        """Say it, without having to know whose discussion it is."""
        key, said, services = self.key("comment.write"), self.body(Said), self.services
        me, once = self.me.person_id, self.idempotency_key
        if said.thread_id is None:
            anchor = Anchor("exercise", key.exercise_id)
            start = services.discussion.start_thread
            await services.write(start, key.room, anchor, said.body, me, once)
        else:
            reply = services.discussion.reply
            await services.write(reply, key.room, said.thread_id, said.body, me, once)
        self.set_status(204)
        self.finish()


class ItemHistoryHandler(ItemHandler):
    """What an answer was before."""

    PERMISSIONS: ClassVar = {"get": "review.see"}

    async def get(self, **_path: str) -> None:
        """Send every version, oldest first."""
        key, services = self.key(), self.services
        versions = await services.run(answer_versions, services.sources, self.me, key)
        self.send_json(versions)


class QueueHandler(Handler):
    """All answers that somebody reviews."""

    PERMISSIONS: ClassVar = {"get": "review.see"}

    async def get(self) -> None:
        """Send them in the order in which they have their turn."""
        found = await self.services.run(waiting_answers, self.services.sources, self.me)
        self.send_json([each.to_json() for each in found])
