"""Coming in by a personal link, and going out."""

from __future__ import annotations

from collections.abc import Mapping
from typing import ClassVar

from cohortbook.access.sign_in import LinkInvalid
from cohortbook.server.handlers.base import PUBLIC, SESSION_COOKIE
from cohortbook.server.pages.home_writing import first_name
from cohortbook.server.pages.join_words import join_problem
from cohortbook.server.pages.local_path import local_path
from cohortbook.server.pages.page_handler import PageHandler
from cohortbook.server.words import t

# The store decides when a session ends; the cookie only has to outlast it.
COOKIE_DAYS = 365


class SignInHandler(PageHandler):
    """``/sign-in``: how to come in."""

    PERMISSIONS: ClassVar[Mapping[str, str]] = {"get": PUBLIC}

    def get(self) -> None:
        """Explain the links; somebody who is in already is led on."""
        if self.principal is not None:
            self.redirect(local_path(self.get_query_argument("next", None)))
            return
        signed_out = self.get_query_argument("signed-out", None) is not None
        self.show("sign_in.html", "sign-in", t("signin.title"), signed_out=signed_out)


class JoinHandler(PageHandler):
    """``/join/<token>``: looking at a link leaves it whole, pressing the button uses it."""

    PERMISSIONS: ClassVar[Mapping[str, str]] = {"get": PUBLIC, "post": PUBLIC}

    async def get(self, token: str) -> None:
        """Say whose link it is; programs that look into mail do not use it up so."""
        try:
            invited = await self.services.run(self.services.sign_in.preview, token)
        except LinkInvalid as error:
            self._refuse(error)
            return
        cohort = self.services.cohort
        self.show(
            "join.html",
            "join",
            t("signin.join.page"),
            problem=None,
            programme=cohort.programme_title,
            cohort=cohort.title,
            name=invited.name,
            first_name=first_name(invited.name),
            next=local_path(self.get_query_argument("next", None)),
        )

    async def post(self, token: str) -> None:
        """Use the link, and go where the person wanted to go."""
        before = self.get_cookie(SESSION_COOKIE)
        try:
            session = await self.services.store(self.services.sign_in.redeem, token)
        except LinkInvalid as error:
            self._refuse(error)
            return
        if before:
            await self.services.store(self.services.sign_in.sign_out, before)
        self.set_cookie(
            SESSION_COOKIE,
            session,
            expires_days=COOKIE_DAYS,
            httponly=True,
            samesite="Lax",
            secure=self.request.protocol == "https",
        )
        self.redirect(local_path(self.get_body_argument("next", None)), status=303)

    def _refuse(self, error: LinkInvalid) -> None:
        problem = join_problem(error)
        self.set_status(problem.status)
        self.show("join.html", "join", problem.title, problem=problem)


class SignOutHandler(PageHandler):
    """``/sign-out``: ends the session on this device."""

    PERMISSIONS: ClassVar[Mapping[str, str]] = {"post": PUBLIC}

    async def post(self) -> None:
        """End it, whether or not there is one."""
        token = self.get_cookie(SESSION_COOKIE)
        if token:
            await self.services.store(self.services.sign_in.sign_out, token)
        for cookie in (SESSION_COOKIE, "_xsrf"):
            self.clear_cookie(cookie)
        self.redirect("/sign-in?signed-out=1", status=303)
