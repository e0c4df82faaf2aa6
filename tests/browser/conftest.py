"""Real people's browsers: each in a context of its own, each watched."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Generator, Iterator
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Browser, ConsoleMessage, Page, Response, expect, sync_playwright

from cohortbook.server.handlers.base import SESSION_COOKIE
from serving import EXAMPLE, Served, served

ARGUMENTS = ["--no-sandbox", "--disable-gpu", "--disable-background-networking"]
# When a page is left, Voila's front-end asks to end the kernel; no visitor may, so none can.
KERNEL_SHUTDOWN = "/voila/api/shutdown/"
expect.set_options(timeout=15_000)

_FAILED = pytest.StashKey[bool]()


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(
    item: pytest.Item, call: pytest.CallInfo[None]
) -> Generator[None, pytest.TestReport, pytest.TestReport]:
    """Remember which tests failed: only of those is it worth while to see the pages."""
    report = yield
    if call.when == "call":
        item.stash[_FAILED] = report.failed
    return report


@pytest.fixture(scope="session")
def example(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The example cohort as it was stamped; only ever copied."""
    cohort = Served(EXAMPLE, tmp_path_factory.mktemp("stamped"))
    cohort.stamp()
    return cohort.folder


# A server for each file: which files one worker runs, and in which order, may not matter.
@pytest.fixture(scope="module")
def server(example: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    """The example cohort, served for the tests of a file that leave it whole."""
    folder = tmp_path_factory.mktemp("served")
    shutil.copytree(example, folder, dirs_exist_ok=True)
    with served(EXAMPLE, folder) as running:
        yield running


# Its loop runs for as long as the fixture lives: tests with a loop of their own may come next.
@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    chromium = shutil.which("chromium") or "/usr/bin/chromium"
    with sync_playwright() as playwright:
        launched = playwright.chromium.launch(executable_path=chromium, args=ARGUMENTS)
        yield launched
        launched.close()


@dataclass
class Watch:
    """What must not happen on any page, and what a test expects all the same."""

    troubles: list[str] = field(default_factory=list)
    expected: list[str] = field(default_factory=lambda: [KERNEL_SHUTDOWN])

    def page(self, page: Page) -> None:
        page.on("pageerror", lambda error: self.troubles.append(f"page error: {error}"))
        page.on("console", self.console)
        page.on("response", self.response)
        page.on("request", lambda request: self.address(request.url))

    def console(self, message: ConsoleMessage) -> None:
        if message.type == "error":
            self.troubles.append(f"console: {message.text} {message.location['url']}")

    def response(self, response: Response) -> None:
        if response.status >= 500:
            self.troubles.append(f"HTTP {response.status} {response.url}")

    def address(self, url: str) -> None:
        parts = urlsplit(url)
        if parts.scheme not in {"data", "blob"} and parts.hostname != "127.0.0.1":
            self.troubles.append(f"another host: {url}")

    def unexpected(self) -> list[str]:
        return [each for each in self.troubles if not any(known in each for known in self.expected)]


@pytest.fixture
def watch() -> Iterator[Watch]:
    watching = Watch()
    yield watching
    assert watching.unexpected() == []


Person = Callable[..., Page]


@pytest.fixture
def people(
    browser: Browser, watch: Watch, tmp_path: Path, request: pytest.FixtureRequest
) -> Iterator[Callable[[Served], Person]]:
    """Give, for a server, what signs somebody in and returns their page, coming home."""
    contexts = []

    def on(server: Served) -> Person:
        def person(email: str, **options: Any) -> Page:
            options = {"viewport": {"width": 1440, "height": 900}} | options
            context = browser.new_context(**options)
            contexts.append(context)
            # How links are redeemed has tests of its own; here it would take time.
            session = {"name": SESSION_COOKIE, "value": server.session(email)}
            context.add_cookies([{**session, "url": server.url}])
            page = context.new_page()
            watch.page(page)
            # Most go on to another page at once.
            page.goto(f"{server.url}/", wait_until="commit")
            return page

        return person

    yield on
    to_be_seen = request.node.stash.get(_FAILED, False) or watch.unexpected()
    for number, context in enumerate(contexts):
        for page in context.pages if to_be_seen else ():
            with suppress(Exception):
                page.screenshot(path=tmp_path / f"person-{number}.png")
        context.close()


@pytest.fixture
def person(people: Callable[[Served], Person], server: Served) -> Person:
    """Sign somebody in on the server that all tests share."""
    return people(server)
