from __future__ import annotations

import asyncio
import re
import shutil
from contextlib import asynccontextmanager
from datetime import UTC, datetime, timedelta
from http.cookies import SimpleCookie
from urllib.parse import urlencode

import pytest
from tornado.httpclient import AsyncHTTPClient
from tornado.httpserver import HTTPServer
from tornado.testing import bind_unused_port
from tornado.web import Application

from cohortbook.server.assets import Assets
from cohortbook.server.handlers.base import Unknown
from cohortbook.server.pages import routes
from cohortbook.server.services import Services
from cohortbook.server.stamps import Stamps
from cohortbook.stamp.manifest import write_manifest
from cohortbook.store.blobs import Blobs
from cohortbook.store.database import FILE_NAME, Database
from page_world import (  # noqa: F401 - one is a fixture
    ADA,
    BOOK,
    COHORT,
    ELIF,
    INES,
    MANIFEST,
    NOOR,
    empty_data,
)

ASSETS = {name: name for name in ("site.css", "site.js", "review.css", "review.js")}


class NoRooms:
    """In place of what keeps kernels: no page here asks for one."""

    def on_change(self, callback):
        pass

    def on_page_changed(self, callback):
        pass

    def occupied_by(self, occupied):
        pass

    async def close(self):
        pass


class Browser:
    """Keeps cookies and follows nothing by itself."""

    def __init__(self, address, services):
        self.address, self.services = address, services
        self.cookies = {}

    async def ask(self, path, method="GET", *, headers=None, **fields):
        body = None
        if method == "POST":
            fields.setdefault("_xsrf", self.cookies.get("_xsrf", ""))
            body = urlencode(fields)
        sent = {
            "Cookie": "; ".join(f"{name}={value}" for name, value in self.cookies.items()),
            **(headers or {}),
        }
        response = await AsyncHTTPClient().fetch(
            self.address + path,
            method=method,
            headers=sent,
            body=body,
            follow_redirects=False,
            raise_error=False,
        )
        for line in response.headers.get_list("Set-Cookie"):
            for name, morsel in SimpleCookie(line).items():
                self.cookies[name] = morsel.value
                if not morsel.value:
                    del self.cookies[name]
        return response

    async def link(self, person, **given):
        found = self.services.people.by_email(person.email)
        made = self.services.sign_in.create_link(found.person_id, **given)
        return f"/join/{made.token}"

    async def sign_in(self, person, **fields):
        link = await self.link(person)
        await self.ask(link)
        return await self.ask(link, "POST", **fields)


@asynccontextmanager
async def serving(folder, now):
    database = Database.in_folder(folder)
    write_manifest(folder, MANIFEST)
    services = Services(
        cohort=COHORT,
        database=database,
        blobs=Blobs(folder / "uploads"),
        secret=b"not a secret",
        stamps=Stamps(folder, COHORT, folder),
        keeper=NoRooms(),
        widget_config=lambda room: None,
        assets=Assets(ASSETS),
        clock=lambda: now[0],
    )
    services.people.sync_roster(COHORT)
    application = Application(
        routes(services),
        default_handler_class=Unknown,
        default_handler_args={"services": services},
        xsrf_cookies=True,
    )
    socket, port = bind_unused_port()
    server = HTTPServer(application, xheaders=True)
    server.add_socket(socket)
    try:
        yield Browser(f"http://127.0.0.1:{port}", services)
    finally:
        server.stop()
        await server.close_all_connections()
        await services.close()


@pytest.fixture
def visit(empty_data, tmp_path):  # noqa: F811
    shutil.copy(empty_data / FILE_NAME, tmp_path / FILE_NAME)

    def run(story):
        now = [datetime(2026, 11, 24, 9, 0, tzinfo=UTC)]

        async def told():
            async with serving(tmp_path, now) as browser:
                await story(browser, now)

        asyncio.run(told())

    return run


def text(response):
    return response.body.decode()


def session_cookie(response):
    lines = response.headers.get_list("Set-Cookie")
    return next(line for line in lines if line.startswith("cohortbook_session="))


def test_a_stranger_is_led_to_the_sign_in_page(visit):
    async def story(browser, now):
        for path in ("/", "/review", f"/review/{BOOK}/first-week"):
            response = await browser.ask(path)
            assert response.code == 302
            assert response.headers["Location"].startswith("/sign-in?next=/")
        assert "Open your link" in text(await browser.ask("/sign-in"))

    visit(story)


def test_looking_at_a_link_does_not_use_it(visit):
    async def story(browser, now):
        link = await browser.link(ADA)
        for _ in range(3):
            response = await browser.ask(link)
            assert response.code == 200
            assert "Join as Ada Brandt" in text(response)
        assert "cohortbook_session" not in browser.cookies
        joined = await browser.ask(link, "POST")
        assert (joined.code, joined.headers["Location"]) == (303, "/")
        assert "Good to see you, Ada" in text(await browser.ask("/"))

    visit(story)


def test_the_session_cookie_is_kept_from_scripts_and_other_sites(visit):
    async def story(browser, now):
        plain = session_cookie(await browser.sign_in(ADA))
        assert {"HttpOnly", "SameSite=Lax", "Path=/"} <= set(plain.split("; "))
        assert "Secure" not in plain
        link = await browser.link(ADA)
        https = {"X-Forwarded-Proto": "https"}
        assert "; Secure" in session_cookie(await browser.ask(link, "POST", headers=https))

    visit(story)


@pytest.mark.parametrize(
    ("wanted", "found"),
    [("/workbooks/north/01-x", "/workbooks/north/01-x"), ("//evil.example", "/"), ("x", "/")],
)
def test_joining_leads_on_within_this_server_only(visit, wanted, found):
    async def story(browser, now):
        response = await browser.sign_in(ADA, next=wanted)
        assert response.headers["Location"] == found

    visit(story)


def test_links_that_do_not_work_say_why(visit):
    async def story(browser, now):
        used = await browser.link(ADA)
        await browser.ask(used)
        await browser.ask(used, "POST")
        expired = await browser.link(ADA, valid_for=timedelta(hours=1))
        made = browser.services.sign_in.create_link(
            browser.services.people.by_email(ADA.email).person_id
        )
        browser.services.sign_in.revoke_link(made.id)
        now[0] += timedelta(hours=2)
        for link, status, words in (
            (used, 410, "This link has been used"),
            (expired, 410, "This link is too old"),
            (f"/join/{made.token}", 410, "This link was withdrawn"),
            (f"{used}x", 404, "This link is not complete"),
        ):
            for method in ("GET", "POST"):
                response = await browser.ask(link, method)
                assert response.code == status
                assert words in text(response)
                assert "Join as" not in text(response)

    visit(story)


def test_joining_as_somebody_else_ends_the_session_before(visit):
    async def story(browser, now):
        await browser.sign_in(ADA)
        before = browser.cookies["cohortbook_session"]
        page = await browser.ask(await browser.link(ELIF))
        assert "Joining signs Ada Brandt out" in text(page)
        await browser.sign_in(ELIF)
        assert browser.services.sign_in.principal(before) is None
        assert "Good to see you, Elif" in text(await browser.ask("/"))

    visit(story)


def test_signing_out_ends_the_session_itself(visit):
    async def story(browser, now):
        await browser.sign_in(ADA)
        token = browser.cookies["cohortbook_session"]
        response = await browser.ask("/sign-out", "POST")
        assert response.headers["Location"] == "/sign-in?signed-out=1"
        assert "cohortbook_session" not in browser.cookies
        assert browser.services.sign_in.principal(token) is None
        assert (await browser.ask("/")).code == 302

    visit(story)


def test_forms_from_other_sites_are_refused(visit):
    async def story(browser, now):
        link = await browser.link(ADA)
        await browser.ask(link)
        assert (await browser.ask(link, "POST", _xsrf="forged")).code == 403
        assert (await browser.ask(link)).code == 200
        await browser.sign_in(ADA)
        assert (await browser.ask("/sign-out", "POST", _xsrf="forged")).code == 403
        assert (await browser.ask("/")).code == 200

    visit(story)


@pytest.mark.parametrize(("person", "status"), [(ADA, 403), (INES, 200), (NOOR, 200), (ELIF, 403)])
def test_review_is_for_those_who_review(visit, person, status):
    async def story(browser, now):
        await browser.sign_in(person)
        assert (await browser.ask("/review")).code == status
        assert (await browser.ask(f"/review/{BOOK}/first-week")).code == status
        home = text(await browser.ask("/"))
        assert ('href="/review"' in home) == (status == 200)

    visit(story)


def test_an_exercise_that_is_not_there_is_not_found(visit):
    async def story(browser, now):
        await browser.sign_in(INES)
        for path in (f"/review/{BOOK}/no-such", "/review/no-such/first-week", "/nothing"):
            response = await browser.ask(path)
            assert response.code == 404
            assert "There is no page here" in text(response)

    visit(story)


def test_pages_allow_no_scripts_but_our_own(visit):
    async def story(browser, now):
        await browser.sign_in(NOOR)
        for path in ("/", "/review", f"/review/{BOOK}/first-week", "/sign-in?next=/review"):
            response = await browser.ask(path)
            policy = response.headers["Content-Security-Policy"]
            assert "script-src 'self';" in policy
            assert response.headers["Cache-Control"] == "no-store"
            inline = (
                r"<script(?![^>]*\b(?:src=|type=\"application/json\"))|<style|\sstyle=|\son\w+="
            )
            assert not re.search(inline, text(response))

    visit(story)
