"""Nudges of a room: sent by hand, accounted for together, replied to."""

from __future__ import annotations

from datetime import date
from typing import Any, ClassVar, Literal

from cohortbook.learning.accounts import AccountChoice, AccountDraft
from cohortbook.learning.errors import AccountInvalid
from cohortbook.server.handlers.base import Body
from cohortbook.server.handlers.room import RoomHandler
from cohortbook.server.noticing.by_hand import Written, nudge_by_hand
from cohortbook.server.noticing.facts import facts_of


class WrittenNudge(Body):
    """A nudge that somebody writes; with `quote` the group's own words go along."""

    topic: str
    kind: Literal["reminder", "challenge"]
    words: str = ""
    quote: bool = True


class WrittenAccount(Body):
    """What a member suggests that the group say, and the version that they saw."""

    choice: AccountChoice
    words: str = ""
    by_day: date | None = None
    version: int


class SeenAccount(Body):
    """The version of the account that a member agrees with."""

    version: int


class WrittenReply(Body):
    """What a mentor says to an account."""

    body: str


class AttentionHandler(RoomHandler):
    """How the group stands with each topic."""

    PERMISSIONS: ClassVar = {"get": "attention.see"}

    async def get(self, **_path: str) -> None:
        """Send the figures of each topic."""
        topics = await self.services.run(self._topics)
        self.send_json({"topics": topics})

    def _topics(self) -> list[dict[str, Any]]:
        noticing, room, now = self.services.noticing, self.room, self.services.clock()
        return [
            {"topic": each.topic.id, "title": each.topic.title, **facts_of(each, noticing.zone)}
            for each in noticing.standings(now)
            if each.topic.room == room
        ]


class NudgesHandler(RoomHandler):
    """The nudges of a room."""

    PERMISSIONS: ClassVar = {"post": "nudge.send"}

    async def post(self, **_path: str) -> None:
        """Send one by hand."""
        services, written = self.services, self.body(WrittenNudge)
        asked = Written(written.kind, written.words, written.quote)
        new = await services.run(
            nudge_by_hand, services.noticing, self.room, written.topic, asked, services.clock()
        )
        nudge = await services.write(
            services.nudges.send_by_hand, new, self.me.person_id, self.idempotency_key
        )
        self.send_json(nudge.to_json(), 201)


class AccountHandler(RoomHandler):
    """The account that the group gives."""

    PERMISSIONS: ClassVar = {"put": "nudge.account"}

    async def put(self, nudge_id: str, **_path: str) -> None:
        """Write it, or change it; who writes agrees."""
        told = self.body(WrittenAccount)
        draft = AccountDraft(told.choice, told.words, told.by_day)
        today = self.services.clock().astimezone(self.services.noticing.zone).date()
        if told.by_day is not None and told.by_day < today:
            msg = f"{told.by_day} is over already."
            raise AccountInvalid(msg, mend="Choose today or a later day.")
        nudge = await self.services.write(
            self.services.nudges.give_account,
            self.room,
            nudge_id,
            draft,
            self.me.person_id,
            told.version,
        )
        self.send_json(nudge.to_json())


class AgreementHandler(RoomHandler):
    """Agreeing with what another member wrote."""

    PERMISSIONS: ClassVar = {"post": "nudge.account"}

    async def post(self, nudge_id: str, **_path: str) -> None:
        """Agree."""
        version, services = self.body(SeenAccount).version, self.services
        nudge = await services.write(
            services.nudges.agree, self.room, nudge_id, self.me.person_id, version
        )
        self.send_json(nudge.to_json())


class NudgeRepliesHandler(RoomHandler):
    """What mentors say to an account."""

    PERMISSIONS: ClassVar = {"post": "nudge.reply"}

    async def post(self, nudge_id: str, **_path: str) -> None:
        """Reply."""
        nudge = await self.services.write(
            self.services.nudges.reply,
            self.room,
            nudge_id,
            self.body(WrittenReply).body,
            self.me.person_id,
            self.idempotency_key,
        )
        self.send_json(nudge.to_json(), 201)
