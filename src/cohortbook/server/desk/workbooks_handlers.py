"""``/desk/workbooks``: opening and closing workbooks, and announcing."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import ClassVar

from tornado.web import HTTPError

from cohortbook.learning.openings import Decision
from cohortbook.server.desk.copies_view import copies_words
from cohortbook.server.desk.workbooks_view import workbooks_page
from cohortbook.server.pages.page_handler import PageHandler
from cohortbook.server.words import t

PATH = "/desk/workbooks"
_DECISIONS: Mapping[str, Decision | None] = {"schedule": None, "open": "open", "closed": "closed"}


class WorkbooksHandler(PageHandler):
    """Shows which workbooks are open to whom, and what is announced."""

    PERMISSIONS: ClassVar[Mapping[str, str]] = {"get": "desk.see"}

    async def get(self) -> None:
        """Show it."""
        page = await self.services.run(workbooks_page, self.sources)
        copies = copies_words(self.services.copies.state, self.sources)
        self.show(
            "desk_workbooks.html", "desk", t("desk.workbooks.title"), books=page, copies=copies
        )


class OpeningsHandler(PageHandler):
    """Opens or closes a workbook, for all or for a group."""

    PERMISSIONS: ClassVar[Mapping[str, str]] = {"post": "workbook.open"}

    async def post(self) -> None:
        """Keep the decision; who is in and may not be any more is asked to leave."""
        workbook = self.get_body_argument("workbook")
        group = self.get_body_argument("group", "") or None
        decision = self.get_body_argument("decision")
        if self.services.stamps.manifest.workbook(workbook) is None:
            raise HTTPError(400, "workbook: there is none of this id")
        if group is not None and group not in self.services.cohort.groups:
            raise HTTPError(400, "group: there is none of this id")
        if decision not in _DECISIONS:
            raise HTTPError(400, "decision: not one of ours")
        await self.services.store(
            self.services.openings.decide,
            workbook,
            group,
            _DECISIONS[decision],
            self.me.person_id,
        )
        self.redirect(f"{PATH}#workbook-{workbook}", status=303)


class AnnouncementsHandler(PageHandler):
    """Announces something to all groups, or to some."""

    PERMISSIONS: ClassVar[Mapping[str, str]] = {"post": "announcement.make"}

    async def post(self) -> None:
        """Keep it, and show it wherever a page is open."""
        groups = self.get_body_arguments("group")
        if not set(groups) <= self.services.cohort.groups.keys():
            raise HTTPError(400, "group: there is none of this id")
        await self.services.store(
            self.services.announcements.make,
            self.get_body_argument("body"),
            self.me.person_id,
            groups=groups or None,
            until=self._until(),
        )
        await self.services.tell_announcements()
        self.redirect(f"{PATH}#announced", status=303)

    def _until(self) -> date | None:
        given = self.get_body_argument("until", "")
        try:
            return date.fromisoformat(given) if given else None
        except ValueError:
            raise HTTPError(400, "until: not a day") from None


class AnnouncementEndHandler(PageHandler):
    """Ends an announcement before its day."""

    PERMISSIONS: ClassVar[Mapping[str, str]] = {"post": "announcement.make"}

    async def post(self, announcement_id: str) -> None:
        """Take it off all pages."""
        await self.services.store(self.services.announcements.end, announcement_id)
        await self.services.tell_announcements()
        self.redirect(f"{PATH}#announced", status=303)
