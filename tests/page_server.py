"""The pages of a small cohort on a real server, without rooms, and a browser for them."""

from __future__ import annotations

import asyncio
import shutil
from contextlib import asynccontextmanager
from datetime import UTC, datetime
from http.cookies import SimpleCookie
from urllib.parse import urlencode

from tornado.httpclient import AsyncHTTPClient
from tornado.httpserver import HTTPServer
from tornado.testing import bind_unused_port
from tornado.web import Application

from cohortbook.cohort.served import ServedCohort
from cohortbook.live.status import RoomStatus
from cohortbook.server.assets import Assets
from cohortbook.server.handlers.base import Unknown
from cohortbook.server.pages import routes
from cohortbook.server.services import Services
from cohortbook.server.stamps import Stamps
from cohortbook.stamp.manifest import write_manifest
from cohortbook.store.blobs import Blobs
from cohortbook.store.database import FILE_NAME, Database
from page_world import COHORT, MANIFEST

ASSETS = {name: name for name in ("site.css", "site.js", "review.css", "review.js")}


class NoRooms:
    """In place of what keeps kernels: no page here asks for one."""

    def on_change(self, callback):
        pass

    def on_page_changed(self, callback):
        pass

    def occupied_by(self, occupied):
        pass

    def status(self, room):
        return RoomStatus()

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
async def serving(folder, now, messages=None):
    database = Database.in_folder(folder)
    write_manifest(folder, MANIFEST)
    served = ServedCohort(COHORT)
    services = Services(
        cohort=served,
        database=database,
        blobs=Blobs(folder / "uploads"),
        secret=b"not a secret",
        stamps=Stamps(folder, served, folder),
        keeper=NoRooms(),
        widget_config=lambda room: None,
        assets=Assets(ASSETS),
        messages=messages,
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


def run_story(empty, folder, story, messages=None):
    """Let `story` have a browser, and the time to change, on a server with a copy of `empty`."""
    shutil.copy(empty / FILE_NAME, folder / FILE_NAME)
    now = [datetime(2026, 11, 24, 9, 0, tzinfo=UTC)]

    async def told():
        async with serving(folder, now, messages) as browser:
            await story(browser, now)

    asyncio.run(told())


def text(response):
    return response.body.decode()
