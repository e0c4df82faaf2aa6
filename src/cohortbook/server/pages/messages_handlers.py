"""What people choose about mail, how they stop it, and whom it did not reach."""

from __future__ import annotations

from collections.abc import Mapping
from typing import ClassVar

from tornado.web import HTTPError

from cohortbook.access.permissions import Resource, allows
from cohortbook.server.handlers.base import PUBLIC
from cohortbook.server.messages.messaging import Messaging
from cohortbook.server.pages.messages_view import choices_of, choices_view, troubles_view
from cohortbook.server.pages.page_handler import PageHandler
from cohortbook.server.words import t


class _MailHandler(PageHandler):
    """Not there where no mail is sent."""

    @property
    def messaging(self) -> Messaging:
        """Everything about messages; HTTP 404 where people are not written to."""
        found = self.services.messaging
        if found is None or not found.by_mail:
            raise HTTPError(404)
        return found


class MessagesHandler(_MailHandler):
    """``/messages``: what somebody wants to hear of, how often and when."""

    PERMISSIONS: ClassVar[Mapping[str, str]] = {
        "get": "messages.choose",
        "post": "messages.choose",
    }

    async def get(self) -> None:
        """Show what they chose."""
        choices = await self.services.run(self.messaging.choices.of, self.me.person_id)
        self.show(
            "messages.html",
            "messages",
            t("messages.title"),
            view=choices_view(self.me, choices, self.services.cohort.timezone),
            kept=self.get_query_argument("kept", None) is not None,
            sees_troubles=allows("messages.troubles", self.me, Resource()),
        )

    async def post(self) -> None:
        """Keep what they choose."""
        fields = {name: self.get_body_argument(name) for name in self.request.body_arguments}
        choices = choices_of(fields)
        await self.services.store(self.messaging.choices.keep, self.me.person_id, choices)
        self.redirect("/messages?kept=1", status=303)


class StopMailHandler(_MailHandler):
    """``/messages/stop/<token>``: ends somebody's mail; the token says whose."""

    PERMISSIONS: ClassVar[Mapping[str, str]] = {"get": PUBLIC, "post": PUBLIC}

    def check_xsrf_cookie(self) -> None:
        """Ask for none: mail programs send this request (RFC 8058), and the token is the proof."""

    async def get(self, token: str) -> None:
        """Ask; programs that look into mail stop nothing so."""
        await self._whose(token)
        self._show(stopped=False)

    async def post(self, token: str) -> None:
        """Stop it."""
        await self.services.store(self.messaging.choices.stop, await self._whose(token))
        self._show(stopped=True)

    async def _whose(self, token: str) -> str:
        person_id = self.messaging.stops.person(token)
        if person_id is None:
            raise HTTPError(404)
        if await self.services.run(self.services.people.principal, person_id) is None:
            raise HTTPError(404)
        return person_id

    def _show(self, *, stopped: bool) -> None:
        self.show(
            "messages_stop.html",
            "messages",
            t("messages.stop.title"),
            stopped=stopped,
            cohort=self.services.cohort.title,
        )


class TroublesHandler(_MailHandler):
    """``/messages/troubles``: who could not be reached, and why."""

    PERMISSIONS: ClassVar[Mapping[str, str]] = {
        "get": "messages.troubles",
        "post": "messages.troubles",
    }

    async def get(self) -> None:
        """Show them."""
        troubles = await self.services.run(self.messaging.outbox.troubles)
        zone = self.services.cohort.timezone
        self.show(
            "messages_troubles.html",
            "messages",
            t("messages.troubles.title"),
            rows=troubles_view(troubles, self.services.clock(), zone),
        )

    async def post(self) -> None:
        """Try one of them again."""
        recipient = self.get_body_argument("recipient")
        await self.services.store(self.messaging.outbox.try_again, recipient)
        self.redirect("/messages/troubles", status=303)
