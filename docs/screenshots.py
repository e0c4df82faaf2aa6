"""Takes the screenshots from the running product, with a cohort that has been at work."""

from __future__ import annotations

import re
import shutil
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from playwright.sync_api import Browser, Page, expect, sync_playwright

ROOT = Path(__file__).parents[1]
PROGRAMME = ROOT / "workbooks" / "from-inbox-to-board"
ARGUMENTS = ["--no-sandbox", "--disable-gpu", "--disable-background-networking"]
VISIBLE, FINISHING = "01-making-work-visible", "02-finishing-before-starting"
PHONE = {"viewport": {"width": 390, "height": 844}, "has_touch": True, "is_mobile": True}
WIDE = {"viewport": {"width": 1440, "height": 900}}
TALL = {"viewport": {"width": 1440, "height": 1500}}


@contextmanager
def served(folder: Path) -> Iterator[tuple[str, Path]]:
    """Stamp and serve the example; yields its address and the log with the links."""
    command = [sys.executable, "-m", "cohortbook.cli"]
    places = ["--outputs", str(folder / "outputs"), "--data", str(folder / "data")]
    subprocess.run([*command, "stamp", str(PROGRAMME), *places], check=True)
    with socket.socket() as listening:
        listening.bind(("127.0.0.1", 0))
        port = listening.getsockname()[1]
    log = folder / "serve.log"
    with log.open("wb") as written:
        arguments = ["serve", str(PROGRAMME), *places, "--port", str(port), "--print-links"]
        process = subprocess.Popen([*command, *arguments], stdout=written)
    try:
        while log.read_text().count("/join/") < 5:
            if process.poll() is not None:
                msg = "the server did not come up"
                raise RuntimeError(msg)
            time.sleep(0.1)
        yield f"http://127.0.0.1:{port}", log
    finally:
        process.terminate()
        process.wait(30)


class Stage:
    """Signs people in and opens pages for them."""

    def __init__(self, browser: Browser, url: str, log: Path) -> None:
        self.browser, self.url = browser, url
        rows = re.findall(r"^(\w+)\t([^\t]+)\t[^\t]*\t(\S+)$", log.read_text(), re.MULTILINE)
        self.links = {name.split()[0]: link for _, name, link in rows}
        self.states: dict[str, Any] = {}

    def page(self, name: str, path: str, **options: Any) -> Page:
        options = {"device_scale_factor": 1.5, **options}
        if name not in self.states:
            with self.browser.new_context() as context:
                page = context.new_page()
                page.goto(self.links[name])
                page.get_by_role("button", name="Join").click()
                page.wait_for_url(f"{self.url}/")
                self.states[name] = context.storage_state()
        context = self.browser.new_context(storage_state=self.states[name], **options)
        page = context.new_page()
        page.goto(self.url + path)
        if path.startswith("/workbooks/"):
            expect(page.locator("html[data-ready]")).to_be_attached()
        return page


def comment(page: Page, words: str, text: str) -> None:
    block = page.locator(".cb-block", has_text=words).first
    block.hover()
    block.locator(".cb-mark").click()
    page.get_by_label("Say something about this").fill(text)
    page.keyboard.press("Control+Enter")
    expect(page.locator(".cb-card--open .cb-comment")).to_have_count(1)
    page.get_by_role("button", name="Close").click()


def reply(page: Page, to: str, text: str) -> None:
    page.locator(".cb-card", has_text=to).click()
    page.locator(".cb-card--open").get_by_label("Reply").fill(text)
    page.keyboard.press("Control+Enter")
    expect(page.locator(".cb-card--open")).to_contain_text(text[:30])
    page.get_by_role("button", name="Close").click()


def saved(page: Page) -> None:
    expect(page.locator("#cb-status")).to_contain_text("Saved")


def at_work(stage: Stage) -> tuple[Page, Page]:
    """Let two members and a mentor work; returns a member's and the mentor's page."""
    finishing = f"/workbooks/north/{FINISHING}"
    ada, bilal = (stage.page(name, finishing, **WIDE) for name in ("Ada", "Bilal"))
    ines = stage.page("Ines", finishing, **WIDE)
    expect(ada.locator(".cb-widget figcaption")).to_be_visible(timeout=60_000)
    handle = ada.locator(".cb-widget .noUi-handle").first
    for _ in range(16):
        handle.press("ArrowLeft")
    ada.locator('[data-exercise="best-limit"] input').fill("9")
    ada.locator('[data-exercise="why-it-bends"] textarea').fill(
        "Some cards always wait for the harbour desk, so five of us can keep about nine going.\n\n"
        "With more than that we only switch: on Thursdays everybody has four things open."
    )
    saved(ada)
    comment(bilal, "The model follows 120 working days", "Does it know that Fridays are short?")
    reply(ines, "Fridays are short", "It does not. Would a short Friday move the best limit?")
    comment(bilal, "A way to play", "We stopped at 14 first and missed the best one.")
    visible = stage.page("Ada", f"/workbooks/north/{VISIBLE}", **WIDE)
    for label in ("In somebody's head", "In chat messages and calls", "In private mailboxes"):
        visible.get_by_label(label).check()
    visible.locator('[data-exercise="last-mix-up"] textarea').fill(
        "On Tuesday the depot asked for a gate pass. Two of us said yes. Nobody made one.\n\n"
        "The driver waited at the gate for an hour, with a screen that said *in process*."
    )
    saved(visible)
    comment(visible, "A mailbox was made for letters", "“Read” means nothing with five people.")
    comment(ines, "Too low a limit", "Which of the two do you see more often?")
    return ada, ines


def show(page: Page, selector: str, above: int) -> None:
    page.locator(selector).first.evaluate(
        "(element, above) => scrollTo({behavior: 'instant',"
        " top: element.getBoundingClientRect().top + scrollY - above})",
        above,
    )
    page.mouse.move(2, 400)
    page.wait_for_timeout(900)


def take(folder: Path) -> None:
    """Take every screenshot of the docs into `folder`."""
    folder.mkdir(exist_ok=True)
    chromium = shutil.which("chromium") or "/usr/bin/chromium"
    with (
        tempfile.TemporaryDirectory() as scratch,
        served(Path(scratch)) as (url, log),
        sync_playwright() as playwright,
    ):
        browser = playwright.chromium.launch(executable_path=chromium, args=ARGUMENTS)
        shoot(Stage(browser, url, log), folder)
        browser.close()


def shoot(stage: Stage, folder: Path) -> None:
    finishing = f"/workbooks/north/{FINISHING}"
    ada, _ = at_work(stage)
    show(ada, ".cb-section:has(.cb-widget)", 90)
    ada.screenshot(path=folder / "workbook.png")
    dark = stage.page("Bilal", finishing, color_scheme="dark", **WIDE)
    expect(dark.locator(".cb-widget figcaption")).to_be_visible(timeout=60_000)
    show(dark, ".cb-section:has(.cb-widget)", 90)
    dark.screenshot(path=folder / "workbook-dark.png")
    phone = stage.page("Bilal", finishing, **PHONE)
    phone.locator(".cb-mark--some").first.tap()
    phone.wait_for_timeout(600)
    phone.screenshot(path=folder / "phone.png")
    review(stage, folder)
    stage.page("Bilal", "/", **WIDE).screenshot(path=folder / "home.png")
    stage.page("Noor", "/", **WIDE).screenshot(path=folder / "cohort.png")
    stage.page("Noor", "/desk", **TALL).screenshot(path=folder / "desk.png")


def review(stage: Stage, folder: Path) -> None:
    queue = stage.page("Ines", "/review", **WIDE)
    # What another mentor is at stands there once the page has heard of it.
    stage.page("Noor", queue.locator(".cb-answers a").first.get_attribute("href"), **WIDE)
    expect(queue.locator(".cb-answers")).to_contain_text("Noor Haddad is looking at it.")
    queue.mouse.move(2, 400)
    queue.screenshot(path=folder / "queue.png")
    page = stage.page("Ines", f"/review/{FINISHING}/why-it-bends", **WIDE)
    form = page.get_by_role("form", name="Feedback to Northern depot")
    form.get_by_role("radio", name="Asked for more").check()
    form.get_by_role("textbox", name="Feedback").fill(
        "The Thursdays are a fine example. And what happens *below* nine?"
    )
    page.mouse.move(2, 400)
    page.evaluate("scrollTo({top: 0, behavior: 'instant'})")
    page.screenshot(path=folder / "review.png")
    form.get_by_role("button", name="Save feedback").click()
    page.wait_for_timeout(600)
