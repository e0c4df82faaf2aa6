"""Exercises that each member answers alone first."""

from __future__ import annotations

from typing import ClassVar

from tornado.web import HTTPError

from cohortbook.live.documents import DocumentKey
from cohortbook.server.handlers.room import RoomHandler


class _IndividualHandler(RoomHandler):
    def individual(self, exercise_id: str) -> str:
        """Return the id of an individual exercise of the room; HTTP 404 if it is none."""
        if not self.exercise(exercise_id).individual:
            raise HTTPError(404)
        return exercise_id


class IndividualHandler(_IndividualHandler):
    """How far the group is with one exercise."""

    PERMISSIONS: ClassVar = {"get": "room.see"}

    async def get(self, exercise_id: str, **_path: str) -> None:
        """Send who has handed in, and the answers once they are revealed."""
        state = await self.services.run(
            self.services.individual.state, self.room, self.individual(exercise_id)
        )
        self.send_json(state.to_json())


class HandInHandler(_IndividualHandler):
    """A member's own hand-in."""

    PERMISSIONS: ClassVar = {"post": "individual.hand-in", "delete": "individual.hand-in"}

    async def post(self, exercise_id: str, **_path: str) -> None:
        """Hand in; the last member to do so reveals all answers."""
        room, services = self.room, self.services
        exercise = self.individual(exercise_id)
        await services.documents.settle(DocumentKey(room, self.me.person_id))
        group = await services.run(services.people.in_group, room.group)
        members = frozenset(
            each.person_id for each in group if each.role_in(room.group) == "member"
        )
        state = await services.write(
            services.individual.hand_in, room, exercise, self.me.person_id, members
        )
        self.send_json(state.to_json())

    async def delete(self, exercise_id: str, **_path: str) -> None:
        """Take it back, until the answers are revealed."""
        state = await self.services.write(
            self.services.individual.withdraw,
            self.room,
            self.individual(exercise_id),
            self.me.person_id,
        )
        self.send_json(state.to_json())


class RevealHandler(_IndividualHandler):
    """Opening the answers without waiting for everybody."""

    PERMISSIONS: ClassVar = {"post": "answer.reveal"}

    async def post(self, exercise_id: str, **_path: str) -> None:
        """Reveal what is handed in."""
        state = await self.services.write(
            self.services.individual.reveal,
            self.room,
            self.individual(exercise_id),
            self.me.person_id,
        )
        self.send_json(state.to_json())
