"""``/attention``: how the groups stand with their topics."""

from __future__ import annotations

from collections.abc import Mapping
from typing import ClassVar

from cohortbook.server.pages.attention_view import attention_page
from cohortbook.server.pages.page_handler import PageHandler
from cohortbook.server.words import t


class AttentionHandler(PageHandler):
    """Shows the groups that the reader accompanies."""

    PERMISSIONS: ClassVar[Mapping[str, str]] = {"get": "attention.see"}

    async def get(self) -> None:
        """Show them."""
        page = await self.services.run(attention_page, self.sources, self.me)
        self.show("attention.html", "attention", t("attention.title"), attention=page)
