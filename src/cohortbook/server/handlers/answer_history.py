"""What an answer was before."""

from __future__ import annotations

from typing import ClassVar

from tornado.web import HTTPError

from cohortbook.learning.answer_history import AnswerKey
from cohortbook.live.documents import DocumentKey
from cohortbook.server.group.taken_over import versions_json
from cohortbook.server.handlers.room import RoomHandler


class AnswerHistoryHandler(RoomHandler):
    """The versions of the group's answer; of an individual exercise, of whoever asks alone."""

    PERMISSIONS: ClassVar = {"get": "answer.history"}

    async def get(self, exercise_id: str, **_path: str) -> None:
        """Send every version, oldest first."""
        services, room = self.services, self.room
        own = {each.id: each for each in services.own_topics.definitions(room)}
        exercise = own.get(exercise_id) or self.exercise(exercise_id)
        if exercise.kind == "discuss":
            raise HTTPError(404)
        person = None
        if exercise.individual:
            person = self.me.person_id
            self.require("answer.see-own", self.services.resource(room, person))
        await services.documents.settle(DocumentKey(room, person))
        key = AnswerKey(room, exercise_id, person)
        versions = await services.run(services.answer_history.versions, key, exercise.kind)
        told = await services.run(versions_json, services.sources, room.group, versions)
        self.send_json(told)
