"""No page, in no state, has a fault that axe-core finds: WCAG 2.2 AA, light and dark."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Page, Route, expect

from axe import DESKTOP, PHONE, accessible, accessible_everywhere, violations
from cast import ADA, BILAL, INES, NOOR, WORKBOOKS, visit
from cohortbook.server.assets import Assets
from cohortbook.server.pages.error_pages import error_page
from cohortbook.server.pages.frame import Account, Frame

pytestmark = pytest.mark.browser


def test_it_would_find_a_fault(browser):
    page = browser.new_page()
    page.set_content("<html><body><button></button><p style='color: #ccc'>Pale</p></body></html>")
    rules = {each.split(":")[0] for each in violations(page)}
    page.close()
    assert rules >= {"button-name", "color-contrast", "document-title", "html-has-lang"}


def test_coming_in(browser, server, watch):
    context = browser.new_context()
    page = context.new_page()
    watch.page(page)
    watch.expected += ["410", "404"]
    link = server.join_link(BILAL)
    for state, address in {
        "signing in": f"{server.url}/sign-in",
        "signed out": f"{server.url}/sign-in?signed-out=1",
        "joining": link,
        "a link that is none": f"{server.url}/join/none",
    }.items():
        page.goto(address)
        accessible_everywhere(page, state)
    page.goto(link)
    page.get_by_role("button", name="Join as Bilal").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("Bilal")
    page.goto(link)
    accessible_everywhere(page, "a link that is used")
    context.close()


@pytest.mark.parametrize("email", [ADA, INES, NOOR], ids=["member", "mentor", "facilitator"])
def test_home(person, email):
    page = person(email)
    page.wait_for_load_state()
    accessible_everywhere(page, "home")
    page.get_by_role("banner").locator("summary").last.click()
    accessible_everywhere(page, "home with the account menu")


def test_reviews(person):
    ada, ines = visit(person(ADA), "visible"), person(INES)
    answer = ada.locator('[data-exercise="last-mix-up"]')
    answer.get_by_role("textbox").fill("The gate pass, and what it **meant**.")
    expect(ada.locator("#cb-status")).to_contain_text("Saved")
    ines.goto(f"{ines.url}review")
    accessible_everywhere(ines, "the queue")
    ines.goto(f"{ines.url}/01-making-work-visible/last-mix-up")
    expect(ines.get_by_role("region", name="Answer of Northern depot")).to_be_visible()
    accessible_everywhere(ines, "a review")


def open_thread(page: Page, words: str) -> None:
    block = page.locator(".cb-block", has_text=words).first
    block.hover()
    block.locator(".cb-mark").click()


@pytest.mark.parametrize("name", WORKBOOKS)
def test_a_workbook(person, name):
    page = visit(person(ADA), name)
    accessible_everywhere(page, name)


def test_what_opens_in_a_workbook(person):
    ada = visit(person(ADA), "visible")
    words = "A mailbox was made for letters"
    ada.get_by_role("banner").locator("summary").last.click()
    accessible(ada, "the account menu")
    ada.keyboard.press("Escape")

    open_thread(ada, words)
    composer = ada.get_by_label("Say something about this")
    expect(composer).to_be_focused()
    accessible(ada, "writing a comment")
    composer.fill("Is that *so*? `yes`")
    ada.keyboard.press("Control+Enter")
    expect(composer).to_have_count(0)
    expect(ada.locator(".cb-card--open .cb-comment")).to_have_count(1)
    accessible(ada, "an open discussion")

    ada.set_viewport_size(PHONE)
    ada.reload()
    expect(ada.locator("html[data-ready]")).to_be_attached()
    ada.get_by_role("button", name="Contents").click()
    expect(ada.locator(".cb-outline--open")).to_be_visible()
    accessible(ada, "the contents on a phone")
    ada.keyboard.press("Escape")
    ada.get_by_role("button", name=re.compile("discussion", re.IGNORECASE)).first.click()
    expect(ada.get_by_role("dialog")).to_be_visible()
    accessible(ada, "the discussion on a phone")
    ada.set_viewport_size(DESKTOP)


def test_who_is_here_and_who_is_followed(person):
    ada, bilal = visit(person(ADA), "rules"), visit(person(BILAL), "rules")
    ada.locator("#cb-presence summary").click()
    expect(ada.locator(".cb-presence__menu")).to_contain_text("Reads")
    accessible_everywhere(ada, "who is here")
    ada.get_by_role("button", name="Ask everybody to follow me").click()
    expect(bilal.get_by_text("asks you to follow")).to_be_visible()
    for page, state in ((ada, "leading"), (bilal, "asked to follow")):
        accessible_everywhere(page, state)
    ada.locator(".cb-follow").get_by_role("button", name="Stop").click()
    expect(bilal.get_by_text("asks you to follow")).to_have_count(0)


def test_what_an_answer_was(person):
    ada = visit(person(ADA), "rules")
    exercise = ada.locator('[data-exercise="first-week"]')
    exercise.get_by_role("textbox").fill("A first answer to what we will do on Monday.")
    ada.wait_for_timeout(1_500)
    exercise.get_by_role("textbox").fill("Something else entirely, thought over.")
    exercise.get_by_role("button", name="History").click()
    expect(ada.locator(".cb-difference del").first).to_be_visible()
    accessible_everywhere(ada, "the history of an answer")
    ada.keyboard.press("Escape")
    exercise.get_by_role("textbox").fill("")


def test_a_workbook_as_a_mentor_reads_it(person):
    ines = person(INES)
    ines.goto(f"{ines.url}workbooks/north/{WORKBOOKS['rules']}")
    expect(ines.locator("html[data-ready]")).to_be_attached()
    accessible_everywhere(ines, "read by a mentor")


def answering(status: int, body: str) -> Callable[[Route], None]:
    def answer(route: Route) -> None:
        route.fulfill(status=status, body=body, content_type="text/html; charset=utf-8")

    return answer


def test_pages_that_say_what_is_wrong(person, watch):
    watch.expected += ["400", "403", "404", "500", "503"]
    page = person(ADA)
    origin = page.url
    assets = Assets.built()
    frame = Frame(
        page="error",
        styles=(assets.url("site.css"),),
        scripts=(assets.url("site.js"),),
        links=(),
        account=Account("Ada Brandt", ADA),
        xsrf="none",
    )
    for status in (400, 403, 404, 500, 503):
        reference = "1a2b3c4d" if status == 500 else None
        body = error_page(status, frame, detail="In words of its own.", reference=reference)
        address = f"{origin}wrong-{status}"

        page.route(address, answering(status, body))
        page.goto(address)
        accessible_everywhere(page, f"error {status}")
