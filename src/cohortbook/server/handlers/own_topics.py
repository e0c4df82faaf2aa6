"""Topics that a group adds to its workbook."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING, ClassVar

from cohortbook.learning.own_topic import TopicDraft
from cohortbook.live.documents import DocumentKey
from cohortbook.server.handlers.base import Body
from cohortbook.server.handlers.room import RoomHandler

if TYPE_CHECKING:
    from cohortbook.access.permissions import Resource


class WrittenTopic(Body):
    """A topic, why it matters, and by when."""

    title: str
    why: str = ""
    by_day: date | None = None

    @property
    def draft(self) -> TopicDraft:
        """What the group wants."""
        return TopicDraft(self.title, self.why, self.by_day)


class ChangedTopic(WrittenTopic):
    """The same of a topic that is there, whether it is closed, and the version that was seen."""

    closed: bool
    version: int


class _OwnTopicHandler(RoomHandler):
    def resource(self) -> Resource:
        """Say whether it is left to the groups."""
        return replace(super().resource(), left=self.services.cohort.self_organising.allowed)


class OwnTopicsHandler(_OwnTopicHandler):
    """All of a room."""

    PERMISSIONS: ClassVar = {"post": "topic.add"}

    async def post(self, **_path: str) -> None:
        """Add one; its text can be written at once, by all who are there."""
        services, room = self.services, self.room
        draft = self.body(WrittenTopic).draft
        topic = await services.write(
            services.own_topics.add, room, draft, self.me.person_id, self.idempotency_key
        )
        # Those who have the document open already have it without the new text.
        await services.documents.settle(DocumentKey(room))
        self.send_json(topic.to_json(), 201)


class OwnTopicHandler(_OwnTopicHandler):
    """One of them."""

    PERMISSIONS: ClassVar = {"put": "topic.add"}

    async def put(self, topic_id: str, **_path: str) -> None:
        """Change, close or take up again."""
        services, told = self.services, self.body(ChangedTopic)
        topic = await services.write(
            services.own_topics.change,
            self.room,
            topic_id,
            told.draft,
            self.me.person_id,
            told.version,
            closed=told.closed,
        )
        self.send_json(topic.to_json())
