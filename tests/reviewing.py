"""Groups that have answered, for browser tests of reviews."""

from __future__ import annotations

from collections.abc import Mapping

from playwright.sync_api import Browser, Page, expect

from cast import visit
from cohortbook.server.handlers.base import SESSION_COOKIE
from serving import Served
from writing import textbox


def write(page: Page, exercise: str, text: str) -> None:
    """Put a text in the place of an answer, and wait until it is kept."""
    textbox(page, exercise).click()
    page.keyboard.press("Control+a")
    page.keyboard.type(text)
    expect(page.locator(f'[data-exercise="{exercise}"] .cb-save--saved')).to_be_visible()


def answer(
    server: Served, browser: Browser, email: str, group: str, answers: Mapping[str, str]
) -> None:
    """Let somebody answer exercises of the last workbook, and go."""
    context = browser.new_context()
    session = {"name": SESSION_COOKIE, "value": server.session(email)}
    context.add_cookies([{**session, "url": server.url}])
    page = context.new_page()
    page.goto(server.url)
    visit(page, "rules", group)
    for exercise, text in answers.items():
        write(page, exercise, text)
    context.close()
