"""What a mentor keeps for themselves: phrases, and how they want to review."""

from __future__ import annotations

from typing import ClassVar

from cohortbook.server.handlers.base import Body, Handler


class NewPhrase(Body):
    """A phrase with its name."""

    name: str
    body: str


class RenamedPhrase(Body):
    """Another name."""

    name: str


class ChosenSettings(Body):
    """How a mentor wants to review."""

    blind: bool


class PhrasesHandler(Handler):
    """The phrases of whoever asks."""

    PERMISSIONS: ClassVar = {"get": "review.prepare", "post": "review.prepare"}

    async def get(self) -> None:
        """Send them in the order in which they were kept."""
        found = await self.services.run(self.services.phrases.of, self.me.person_id)
        self.send_json([each.to_json() for each in found])

    async def post(self) -> None:
        """Keep one more."""
        new = self.body(NewPhrase)
        phrase = await self.services.store(
            self.services.phrases.keep, self.me.person_id, new.name, new.body
        )
        self.send_json(phrase.to_json(), 201)


class PhraseHandler(Handler):
    """One of them."""

    PERMISSIONS: ClassVar = {"patch": "review.prepare", "delete": "review.prepare"}

    async def patch(self, phrase_id: str) -> None:
        """Call it something else."""
        renamed = self.body(RenamedPhrase)
        phrase = await self.services.store(
            self.services.phrases.rename, self.me.person_id, phrase_id, renamed.name
        )
        self.send_json(phrase.to_json())

    async def delete(self, phrase_id: str) -> None:
        """Forget it."""
        await self.services.store(self.services.phrases.remove, self.me.person_id, phrase_id)
        self.set_status(204)
        self.finish()


class ReviewSettingsHandler(Handler):
    """How whoever asks wants to review."""

    PERMISSIONS: ClassVar = {"get": "review.prepare", "put": "review.prepare"}

    async def get(self) -> None:
        """Send it."""
        blind = await self.services.run(self.services.review_settings.blind, self.me.person_id)
        self.send_json({"blind": blind})

    async def put(self) -> None:
        """Choose."""
        chosen = self.body(ChosenSettings)
        await self.services.store(
            self.services.review_settings.choose_blind, self.me.person_id, blind=chosen.blind
        )
        self.send_json({"blind": chosen.blind})
