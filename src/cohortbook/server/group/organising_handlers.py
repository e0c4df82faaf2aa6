"""What members send from their group's page: proposals, and answers to them."""

from __future__ import annotations

from collections.abc import Awaitable, Mapping
from typing import TYPE_CHECKING, ClassVar

from tornado.web import HTTPError

from cohortbook.server.desk.people_view import new_link
from cohortbook.server.group.group_view import Invited, group_page
from cohortbook.server.pages.home_places import group_path
from cohortbook.server.pages.page_handler import PageHandler
from cohortbook.server.words import spoken

if TYPE_CHECKING:
    from cohortbook.learning.organising.decision import Decision


class _GroupHandler(PageHandler):
    """What they share."""

    def prepare(self) -> Awaitable[None] | None:
        """Refuse also what is about no group of the cohort."""
        prepared = super().prepare()
        if self.path_kwargs["group"] not in self.services.cohort.groups:
            raise HTTPError(404)
        return prepared

    async def go_on(self, decision: Decision, group: str) -> None:
        """Lead to where whoever asked belongs now."""
        await self.services.make_missing_copies()
        belongs = await self.services.run(self.services.people.principal, self.me.person_id)
        theirs = belongs.member_of if belongs else frozenset[str]()
        other = decision.other or group
        gone = group not in self.services.cohort.groups
        self.redirect(group_path(other if gone or other in theirs else group), status=303)


class ModeratorHandler(_GroupHandler):
    """Proposes who moderates."""

    PERMISSIONS: ClassVar[Mapping[str, str]] = {"post": "group.moderator"}

    async def post(self, group: str) -> None:
        """Keep the proposal."""
        propose = self.services.organising.propose_moderator
        person = self.get_body_argument("person")
        await self.go_on(await self.services.store(propose, group, person, self.me), group)


class InvitationHandler(_GroupHandler):
    """Brings somebody new in."""

    PERMISSIONS: ClassVar[Mapping[str, str]] = {"post": "group.invite"}

    async def post(self, group: str) -> None:
        """Write them into the cohort file; a link goes to them by mail, or is shown once."""
        name, email = self.get_body_argument("name"), self.get_body_argument("email")
        base = f"{self.request.protocol}://{self.request.host}"
        invited = await self.services.store(self._invited, group, name, email, base, spoken())
        page = await self.services.run(group_page, self.sources, self.me, group, invited)
        assert page is not None
        self.show("group.html", "group", page.title, group=page)

    def _invited(self, group: str, name: str, email: str, base: str, language: str) -> Invited:
        services = self.services
        decision = services.organising.invite(group, name, email, self.me)
        person = services.people.principal(decision.person_ids[0])
        assert person is not None
        if services.messaging is not None and services.messaging.invite(person, language):
            return Invited(person.name, None)
        link = services.sign_in.create_link(person.person_id)
        return Invited(person.name, new_link(person, link, base).address)


class MoveHandler(_GroupHandler):
    """Asks to go to another group."""

    PERMISSIONS: ClassVar[Mapping[str, str]] = {"post": "group.move"}

    async def post(self, group: str) -> None:
        """Keep that somebody asks; a facilitator moves them."""
        to, person = self.get_body_argument("to"), self.get_body_argument("person", "")
        propose = self.services.organising.propose_move
        who = person or self.me.person_id
        await self.go_on(await self.services.store(propose, group, to, who, self.me), group)


class SplitHandler(_GroupHandler):
    """Proposes that some become a group of their own."""

    PERMISSIONS: ClassVar[Mapping[str, str]] = {"post": "group.split"}

    async def post(self, group: str) -> None:
        """Keep the proposal."""
        title, people = self.get_body_argument("title"), self.get_body_arguments("person")
        propose = self.services.organising.propose_split
        await self.go_on(await self.services.store(propose, group, title, people, self.me), group)


class MergeHandler(_GroupHandler):
    """Proposes that the group goes into another one."""

    PERMISSIONS: ClassVar[Mapping[str, str]] = {"post": "group.merge"}

    async def post(self, group: str) -> None:
        """Keep the proposal."""
        into = self.get_body_argument("into")
        propose = self.services.organising.propose_merge
        await self.go_on(await self.services.store(propose, group, into, self.me), group)


class DecisionHandler(_GroupHandler):
    """Says yes or no to a proposal, or takes something back."""

    PERMISSIONS: ClassVar[Mapping[str, str]] = {"post": "group.decide"}

    async def post(self, group: str, decision_id: str) -> None:
        """Keep the answer; with it the decision may be carried out."""
        answer = self.get_body_argument("answer")
        decision = await self.services.run(self.services.organising.decisions.one, decision_id)
        if group not in (decision.group, decision.other):
            raise HTTPError(404)
        if answer == "agree":
            self.require(f"group.{decision.kind}", self.resource())
        await self.go_on(await self.services.store(self._answer, answer, decision, group), group)

    def _answer(self, answer: str, decision: Decision, group: str) -> Decision:
        organising, me = self.services.organising, self.me
        match answer:
            case "agree":
                return organising.agree(decision, group, me)
            case "decline":
                return organising.decline(decision, group, me)
            case "withdraw":
                return organising.withdraw(decision, me)
            case "undo":
                return organising.undo(decision, me)
        raise HTTPError(400, "answer: not one of ours")
