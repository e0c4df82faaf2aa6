"""How long somebody read, as their page has seen it."""

from __future__ import annotations

from typing import Annotated, ClassVar

from pydantic import Field

from cohortbook.learning.reading import Report
from cohortbook.server.handlers.base import Body
from cohortbook.server.handlers.room import RoomHandler

_A_DAY_SECONDS = 24 * 60 * 60

Counts = dict[str, Annotated[int, Field(ge=0, le=_A_DAY_SECONDS)]]


class ReadingReport(Body):
    """Since the last report, by topic: seconds read, and simulations moved."""

    seconds: Annotated[Counts, Field(max_length=100)] = Field(default_factory=dict)
    moves: Annotated[Counts, Field(max_length=100)] = Field(default_factory=dict)


class ReadingHandler(RoomHandler):
    """Takes reports of reading time from the page of a member."""

    PERMISSIONS: ClassVar = {"post": "attention.report"}

    async def post(self, **_path: str) -> None:
        """Keep what the clock allows to be true, of topics that there are."""
        told, services, room = self.body(ReadingReport), self.services, self.room
        known = {each.id for each in await services.run(services.noticing.topics.of_room, room)}
        known |= {each.id for each in services.own_topics.definitions(room)}
        report = Report(
            {topic: each for topic, each in told.seconds.items() if topic in known},
            {topic: each for topic, each in told.moves.items() if topic in known},
        )
        await services.store(services.reading.report, room, self.me.person_id, report)
        self.set_status(204)
