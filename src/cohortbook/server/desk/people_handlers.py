"""``/desk/people``: inviting, moving and removing people, one by one or by a table."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, ClassVar

from tornado.web import HTTPError

from cohortbook.cohort.roster_change import AddMember, MoveMember, RemoveMember, RosterEdit
from cohortbook.cohort.roster_import import plan_import
from cohortbook.cohort.roster_table import read_table
from cohortbook.server.desk.people_view import (
    NewLink,
    PeoplePage,
    new_link,
    people_page,
    preview_words,
)
from cohortbook.server.pages.page_handler import PageHandler
from cohortbook.server.words import spoken, t

PATH = "/desk/people"


class _PeopleHandler(PageHandler):
    """What the handlers of people share."""

    async def show_people(self, **more: Any) -> None:
        """Answer with the page."""
        page = await self.services.run(self._page, more)
        self.show("desk_people.html", "desk", t("desk.people.title"), people=page)

    async def change(self, edits: Sequence[RosterEdit], version: str) -> None:
        """Write changes into the cohort file, let them take effect, and go back."""
        mailed = await self.services.store(self._changed, edits, version, spoken())
        self.redirect(f"{PATH}?mailed={mailed}" if mailed else PATH, status=303)

    def _changed(self, edits: Sequence[RosterEdit], version: str, language: str) -> int:
        # The file may name others whom somebody wrote into it by hand.
        new = {each.email.strip().casefold() for each in edits if isinstance(each, AddMember)}
        change, messaging = self.services.roster.change(edits, version), self.services.messaging
        if messaging is None:
            return 0
        return sum(messaging.invite(each, language) for each in change.added if each.email in new)

    def _page(self, more: dict[str, Any]) -> PeoplePage:
        roster = self.services.roster.read()
        return people_page(
            self.sources, roster, self.services.sign_in.links(), reader=self.me.email, **more
        )


class PeopleHandler(_PeopleHandler):
    """Shows who is in which group, and how they come in."""

    PERMISSIONS: ClassVar[Mapping[str, str]] = {"get": "people.manage"}

    async def get(self) -> None:
        """Show it."""
        mailed = self.get_query_argument("mailed", "")
        await self.show_people(
            only_away=self.get_query_argument("absent", "") == "1",
            mailed=int(mailed) if mailed.isascii() and mailed.isdigit() else 0,
        )


class PeopleEditHandler(_PeopleHandler):
    """Adds, moves or removes one person."""

    PERMISSIONS: ClassVar[Mapping[str, str]] = {"post": "people.manage"}

    async def post(self) -> None:
        """Write it into the cohort file, and let it take effect."""
        await self.change([self._edit()], self.get_body_argument("version"))

    def _edit(self) -> RosterEdit:
        email, group = self.get_body_argument("email"), self.get_body_argument("group", "")
        match self.get_body_argument("action"):
            case "add":
                return AddMember(self.get_body_argument("name"), email, group)
            case "move":
                return MoveMember(email, group)
            case "remove":
                return RemoveMember(email)
        raise HTTPError(400, "action: not one of ours")


class PeopleLinksHandler(_PeopleHandler):
    """Makes links for some people, and shows them once."""

    PERMISSIONS: ClassVar[Mapping[str, str]] = {"post": "people.manage"}

    async def post(self) -> None:
        """Make them."""
        base = f"{self.request.protocol}://{self.request.host}"
        made = await self.services.store(self._make, self.get_body_arguments("person"), base)
        await self.show_people(new_links=made)

    def _make(self, person_ids: list[str], base: str) -> tuple[NewLink, ...]:
        people, sign_in = self.services.people, self.services.sign_in
        found = [people.principal(each) for each in person_ids]
        # Whoever makes a link could use it: so it opens no more doors than those of a member.
        members = [each for each in found if each and each.member_of and not each.facilitator]
        return tuple(new_link(each, sign_in.create_link(each.person_id), base) for each in members)


class PeopleRevokeHandler(_PeopleHandler):
    """Withdraws a link."""

    PERMISSIONS: ClassVar[Mapping[str, str]] = {"post": "people.manage"}

    async def post(self) -> None:
        """Withdraw it, if it could still be used."""
        link = self.get_body_argument("link")
        await self.services.store(self.services.sign_in.revoke_link, link)
        self.redirect(PATH, status=303)


class PeopleImportHandler(_PeopleHandler):
    """Reads a table of people: shows what it would change, and changes it when told so."""

    PERMISSIONS: ClassVar[Mapping[str, str]] = {"post": "people.manage"}

    async def post(self) -> None:
        """Show what would change; with ``apply``, change it."""
        files = self.request.files.get("table", [])
        content = files[0]["body"] if files else self.get_body_argument("text", "").encode()
        table = await self.services.run(read_table, content)
        roster = await self.services.run(self.services.roster.read)
        found = plan_import(roster.cohort, table.rows)
        if self.get_body_argument("apply", ""):
            await self.change(found.edits, self.get_body_argument("version"))
            return
        text = content.decode("utf-8-sig")
        await self.show_people(preview=preview_words(roster, table.form, found, text))
