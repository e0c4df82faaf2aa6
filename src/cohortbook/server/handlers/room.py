"""Handlers within a room, and the room as a whole."""

from __future__ import annotations

from dataclasses import replace
from typing import Any, ClassVar

from tornado.web import HTTPError

from cohortbook.access.permissions import allows
from cohortbook.learning.rooms import RoomKey
from cohortbook.server.handlers.base import Handler
from cohortbook.workbook.exercise import ExerciseDefinition


class RoomHandler(Handler):
    """A handler of one room, named by ``group`` and ``workbook`` in its path."""

    @property
    def room(self) -> RoomKey:
        """Return the room; HTTP 404 if there is no such stamp."""
        room = RoomKey(self.path_kwargs["group"], self.path_kwargs["workbook"])
        if self.services.stamps.stamp(room) is None:
            raise HTTPError(404)
        return room

    def exercise(self, exercise_id: str) -> ExerciseDefinition:
        """Return an exercise of the room; HTTP 404 if it has none of this id."""
        stamp = self.services.stamps.stamp(self.room)
        definition = stamp.exercise(exercise_id) if stamp else None
        if definition is None:
            raise HTTPError(404)
        return definition


class SnapshotHandler(RoomHandler):
    """The room as it is now, with the id of the event up to which that is so."""

    PERMISSIONS: ClassVar = {"get": "room.see"}

    async def get(self, group: str, **_path: str) -> None:
        """Send everything that a page needs to come alive."""
        services, room = self.services, self.room
        page = await services.keeper.page(room)
        snapshot = await services.run(self._snapshot, room)
        self.send_json(
            {
                "me": self.me.to_public_json(group),
                "can": {
                    "answer": self.may("answer.write"),
                    "comment": self.may("comment.write"),
                    "review": self.may("review.give"),
                    "reveal": self.may("answer.reveal"),
                    "account": self.may("nudge.account"),
                    "nudge": self.may("nudge.send"),
                    "topics": self._may_add_topics(),
                },
                **snapshot,
                "present": [each.to_public_json(group) for each in services.presence.people(room)],
                "kernel": services.keeper.status(room).to_json(),
                "page_version": page.version,
            }
        )

    def _snapshot(self, room: RoomKey) -> dict[str, Any]:
        services = self.services
        # First, so that what happens meanwhile is told again rather than missed.
        last_event_id = services.events.last_id(room)
        people = services.people.in_group(room.group)
        threads = services.discussion.threads(room)
        read_to = services.read_marks.read_to(room, self.me.person_id, threads)
        return {
            "people": [each.to_public_json(room.group) for each in people],
            "threads": [{**each.to_json(), "read_to": read_to[each.id]} for each in threads],
            "reviews": [
                each.to_json()
                for each in services.reviews.of_room(room)
                if self.sees_review_of(each.person_id)
            ],
            "nudges": [each.to_json() for each in services.nudges.of_rooms([room])],
            "own_topics": [each.to_json() for each in services.own_topics.of_rooms([room])],
            "hand_ins": [
                each.to_json()
                for each in services.hand_ins.of_rooms([room])
                if self.sees_review_of(each.person_id)
            ],
            "peers": sorted(services.peers.open_in(room.workbook)),
            "answered": sorted(services.progress.answered(room, self.me.person_id)),
            "individual": {
                identifier: state.to_json()
                for identifier, state in services.individual.states(room).items()
            },
            "announcements": services.announced_in(room.group),
            "last_event_id": last_event_id,
        }

    def _may_add_topics(self) -> bool:
        left = self.services.cohort.self_organising.allowed
        resource = replace(self.resource(), left=left)
        return allows("topic.add", self.principal, resource)

    def sees_review_of(self, person_id: str | None) -> bool:
        """Say whether feedback on somebody's own answer is for whoever asks."""
        return person_id in (None, self.me.person_id) or self.may("review.give")
