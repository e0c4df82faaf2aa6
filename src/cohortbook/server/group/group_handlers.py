"""``/groups/<group>``: a group's own page."""

from __future__ import annotations

from collections.abc import Mapping
from typing import ClassVar

from tornado.web import HTTPError

from cohortbook.server.group.archive_view import archive_page
from cohortbook.server.group.group_view import group_page
from cohortbook.server.pages.page_handler import PageHandler


class GroupHandler(PageHandler):
    """Shows it to whoever belongs to the group or accompanies it."""

    PERMISSIONS: ClassVar[Mapping[str, str]] = {"get": "group.see"}

    async def get(self, group: str) -> None:
        """Show it."""
        page = await self.services.run(group_page, self.sources, self.me, group)
        if page is None:
            raise HTTPError(404)
        self.show("group.html", "group", page.title, group=page)


class ArchiveHandler(PageHandler):
    """Shows what a former group wrote whose work went on in this one."""

    PERMISSIONS: ClassVar[Mapping[str, str]] = {"get": "group.see"}

    async def get(self, group: str, former: str) -> None:
        """Show it."""
        page = await self.services.run(archive_page, self.sources, group, former)
        if page is None:
            raise HTTPError(404)
        self.show("group_archive.html", "group", page.title, archive=page)
