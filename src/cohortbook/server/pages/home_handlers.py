"""Home, for everybody who is signed in."""

from __future__ import annotations

from collections.abc import Mapping
from typing import ClassVar

from cohortbook.server.pages.home_gathering import gather_home
from cohortbook.server.pages.home_writing import write_home
from cohortbook.server.pages.page_handler import PageHandler
from cohortbook.server.words import t


class HomeHandler(PageHandler):
    """``/``: the reader's groups, what is new, and who is here."""

    PERMISSIONS: ClassVar[Mapping[str, str]] = {"get": "home.see"}

    async def get(self) -> None:
        """Show it."""
        facts = await self.services.run(gather_home, self.sources, self.me)
        self.show("home.html", "home", t("home.title"), home=write_home(facts))
