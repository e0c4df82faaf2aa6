"""Kernels die, servers die, guides change: what people wrote is there all the same."""

from __future__ import annotations

import shutil
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Locator, Page, expect

from cast import ADA, BILAL, visit
from cohortbook_kernels.forking.revivals import all_revivals
from excerpt import rewrite, write_excerpt
from serving import Served
from writing import expect_text, textbox

pytestmark = pytest.mark.browser

# What Chromium says by itself when a server does not answer.
UNREACHABLE = [
    "net::ERR_CONNECTION_REFUSED",
    "net::ERR_CONNECTION_RESET",
    "net::ERR_EMPTY_RESPONSE",
    "net::ERR_INCOMPLETE_CHUNKED_ENCODING",
]
# Voila's front-end asks after the kernel that it drew.
KERNEL_GONE = ["/api/kernels/"]

STARTS_MS = 60_000


@pytest.fixture(scope="session")
def stamped(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An excerpt of the example with its stamps, to be copied."""
    folder = tmp_path_factory.mktemp("excerpt")
    server = Served(write_excerpt(folder / "programme"), folder)
    server.stamp()
    return folder


@pytest.fixture
def own(stamped: Path, tmp_path: Path) -> Iterator[Served]:
    """A server for one test alone."""
    folder = shutil.copytree(stamped, tmp_path / "own")
    server = Served(folder / "programme", folder)
    server.start()
    yield server
    server.stop()


EXERCISE = "why-it-bends"


def text(page: Page) -> Locator:
    return textbox(page, EXERCISE)


def said(page: Page, state: str) -> Locator:
    return page.locator(f"#cb-status [data-state={state}]")


def caption(page: Page) -> Locator:
    return page.locator(".cb-widget--live figcaption")


def move_and_see(mover: Page, watcher: Page) -> None:
    """Move the simulation on one page and wait for it on the other."""
    before = caption(watcher).inner_text()
    handle = mover.locator(".cb-widget .noUi-handle").first
    handle.focus()
    handle.press("ArrowLeft")
    expect(caption(watcher)).not_to_have_text(before)
    expect(caption(watcher)).to_have_text(caption(mover).inner_text())


def remember_notes(page: Page) -> None:
    """Keep whatever the simulation says of itself: it may say it for a moment only."""
    page.evaluate(
        """() => {
          const slot = document.querySelector(".cb-widget");
          window.notes = [];
          new MutationObserver(() => window.notes.push(slot.innerText))
            .observe(slot, {childList: true, subtree: true, characterData: true});
        }"""
    )


def until_ready_to_come_back(server: Served) -> None:
    """Wait until a kernel can be had without running the cells of the only open room."""
    until = time.monotonic() + STARTS_MS / 1000
    while not any(
        each["owner"] == server.process.pid and each["state"] == "ready" for each in all_revivals()
    ):
        assert time.monotonic() < until
        time.sleep(0.05)


def test_a_kernel_that_dies_takes_nothing_with_it(
    own: Served, people: Callable[..., Callable[..., Page]], watch
) -> None:
    watch.expected += KERNEL_GONE
    person = people(own)
    ada, bilal = visit(person(ADA), "finishing"), visit(person(BILAL), "finishing")
    for page in (ada, bilal):
        expect(caption(page)).to_be_visible(timeout=STARTS_MS)
        remember_notes(page)
    move_and_see(ada, bilal)
    text(ada).fill("Before. ")
    (kernel,) = own.kernels()
    until_ready_to_come_back(own)
    kernel.kill()
    for page in (ada, bilal):
        page.wait_for_function(
            "() => window.notes.some(note => note.includes('being started again'))"
        )
    text(ada).press_sequentially("Meanwhile.")
    expect_text(bilal, EXERCISE, "Before. Meanwhile.")
    expect(said(ada, "saved")).to_be_visible()
    for page in (ada, bilal):
        expect(caption(page)).to_be_visible(timeout=STARTS_MS)
    move_and_see(bilal, ada)
    move_and_see(ada, bilal)
    (another,) = own.kernels()
    assert another.pid != kernel.pid
    # Its cells were not run again: what they showed is there all the same.
    assert "forking.revival" in " ".join(another.parent().cmdline())


def test_what_is_typed_while_the_server_is_down_arrives(
    own: Served, people: Callable[..., Callable[..., Page]], watch
) -> None:
    watch.expected += UNREACHABLE + KERNEL_GONE
    person = people(own)
    ada, bilal = visit(person(ADA), "finishing"), visit(person(BILAL), "finishing")
    for page in (ada, bilal):
        expect(caption(page)).to_be_visible(timeout=STARTS_MS)
    text(ada).fill("Middle.")
    expect_text(bilal, EXERCISE, "Middle.")
    ada.locator('[data-exercise="urgent-effect"] .cb-discussion-button').click()
    own.kill()
    for page in (ada, bilal):
        expect(said(page, "offline")).to_be_visible()
    text(ada).press("Control+Home")
    text(ada).press_sequentially("Begin. ")
    text(bilal).press("Control+End")
    text(bilal).press_sequentially(" End.")
    for page in (ada, bilal):
        expect(page.locator('[data-exercise="why-it-bends"]')).to_contain_text("Not saved yet")
    comment = ada.get_by_label("Say something about this")
    comment.fill("Said into the void.")
    comment.press("Control+Enter")
    expect(ada.get_by_role("alert")).to_contain_text("Your words are still here")
    expect(comment).to_have_value("Said into the void.")

    own.start()
    for page in (ada, bilal):
        expect_text(page, EXERCISE, "Begin. Middle. End.")
        expect(said(page, "saved")).to_be_visible()
    ada.get_by_role("button", name="Send again").click()
    expect(bilal.locator(".cb-card", has_text="Said into the void.")).to_be_visible()
    for page in (ada, bilal):
        expect(caption(page)).to_be_visible(timeout=STARTS_MS)
    move_and_see(ada, bilal)


def test_nothing_that_was_called_saved_is_lost_with_the_server(
    own: Served, people: Callable[..., Callable[..., Page]], watch
) -> None:
    watch.expected += UNREACHABLE + KERNEL_GONE
    person = people(own)
    ada = visit(person(ADA), "finishing")
    text(ada).press_sequentially("Every key of this was acknowledged.")
    ada.locator('[data-exercise="urgent-effect"]').get_by_role("radio").nth(1).check()
    for exercise in ("why-it-bends", "urgent-effect"):
        card = ada.locator(f'[data-exercise="{exercise}"]')
        expect(card.locator(".cb-save--saved")).to_be_visible()
    own.kill()
    # Her page must not be what brings it back.
    ada.context.close()
    own.start()
    bilal = visit(person(BILAL), "finishing")
    expect_text(bilal, EXERCISE, "Every key of this was acknowledged.")
    choice = bilal.locator('[data-exercise="urgent-effect"]').get_by_role("radio").nth(1)
    expect(choice).to_be_checked()


def test_a_guide_changed_under_the_readers_eyes_is_offered(
    own: Served, people: Callable[..., Callable[..., Page]], watch
) -> None:
    watch.expected += KERNEL_GONE
    person = people(own)
    ada = visit(person(ADA), "finishing")
    paragraph = ada.locator(".cb-block", has_text="Too low a limit")
    paragraph.hover()
    paragraph.locator(".cb-mark").click()
    ada.get_by_label("Say something about this").fill("A comment that hangs on.")
    ada.keyboard.press("Control+Enter")
    expect(paragraph.locator(".cb-mark--some")).to_have_text("1")
    ada.get_by_role("button", name="New thread here").click()
    ada.get_by_label("Say something about this").fill("Half a thou")
    text(ada).fill("I was just writ")

    rewrite(own.programme, "people stand idle while", "half of you stand idle while")
    own.stamp()
    banner = ada.get_by_role("alert").filter(has_text="The guide was updated.")
    expect(banner).to_be_visible()
    expect_text(ada, EXERCISE, "I was just writ")
    text(ada).press_sequentially("ing.")
    expect(ada.locator("#guide")).not_to_contain_text("half of you stand idle")
    banner.get_by_role("button", name="Reload", exact=True).click()

    expect(ada.locator("#guide")).to_contain_text("half of you stand idle")
    expect(banner).to_have_count(0)
    expect_text(ada, EXERCISE, "I was just writing.")
    expect(paragraph.locator(".cb-mark--some")).to_have_text("1")
    paragraph.locator(".cb-mark").click()
    ada.get_by_role("button", name="New thread here").click()
    expect(ada.get_by_label("Say something about this")).to_have_value("Half a thou")
