"""The language in which somebody is spoken to."""

from __future__ import annotations

from collections.abc import Mapping
from typing import ClassVar

from tornado.web import HTTPError

from cohortbook.server.pages.local_path import local_path
from cohortbook.server.pages.page_handler import PageHandler
from cohortbook.server.words import LANGUAGES


class LanguageHandler(PageHandler):
    """``/language``: takes what somebody chose in the menu of their account."""

    PERMISSIONS: ClassVar[Mapping[str, str]] = {"post": "language.choose"}

    async def post(self) -> None:
        """Keep the choice, and go back to where it was made."""
        chosen = self.get_body_argument("language", "") or None
        if chosen is not None and chosen not in LANGUAGES:
            raise HTTPError(400, "language: not one of ours")
        people = self.services.people
        await self.services.store(people.choose_language, self.me.person_id, chosen)
        self.redirect(local_path(self.get_body_argument("next", None)), status=303)
