"""A state of a simulation is kept, spoken of, and brought back from there."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Locator, Page, expect

from axe import accessible
from cast import ADA, BILAL, INES, visit

pytestmark = pytest.mark.browser

SHARED, OWN = ".cb-widget__live", ".cb-widget__own"
STARTS_MS = 60_000


def simulation(page: Page) -> Locator:
    return page.locator(".cb-widget").first


def caption(page: Page, whose: str = SHARED) -> Locator:
    return simulation(page).locator(f"{whose} figcaption")


def limit(page: Page) -> int:
    """Return where the control is; the caption follows."""
    number = int(simulation(page).locator(f"{SHARED} .widget-readout").first.inner_text())
    at(page, number)
    return number


def move(page: Page, key: str, steps: int) -> None:
    handle = simulation(page).locator(f"{SHARED} .noUi-handle").first
    handle.focus()
    for _ in range(steps):
        handle.press(key)


def at(page: Page, number: int, whose: str = SHARED) -> None:
    expect(caption(page, whose)).to_contain_text(f"With a limit of {number},")


def keep(page: Page) -> Locator:
    """Open the window in which a state is kept."""
    simulation(page).get_by_role("button", name="Keep this state").click()
    window = page.get_by_role("dialog", name="Keep this state")
    expect(window.get_by_role("img", name="What the simulation showed")).to_be_visible()
    return window


def started(page: Page) -> Page:
    expect(caption(page)).to_contain_text("With a limit of", timeout=STARTS_MS)
    return page


def has_loaded(picture: Locator) -> None:
    picture.scroll_into_view_if_needed()
    picture.evaluate("image => image.decode()")
    assert picture.evaluate("image => image.naturalWidth") > 300


def test_a_state_goes_into_a_comment_and_comes_back_from_there(person):
    ada, bilal = (started(visit(person(who), "finishing")) for who in (ADA, BILAL))
    move(ada, "ArrowLeft", 2)
    kept = limit(ada)
    window = keep(ada)
    expect(window.locator("dl")).to_contain_text(f"Limit of Doing{kept}")
    accessible(ada, "keeping a state")
    window.get_by_label("What does it show?").fill("Here [nobody] waits")
    window.get_by_role("button", name="Keep it").click()
    composer = ada.get_by_role("textbox", name="Say something about this")
    expect(composer).to_be_focused()
    composer.fill("Look at the **end**")
    accessible(ada, "a comment on a kept state")
    ada.locator(".cb-card--begun").get_by_role("button", name="Send").click()

    comment = bilal.locator(".cb-comment", has_text="Look at the end")
    expect(comment.locator(".cb-pin")).to_have_text("Here [nobody] waits")
    has_loaded(comment.locator(".cb-pin__picture"))
    move(bilal, "ArrowLeft", 4)
    at(ada, kept - 4)
    comment.locator(".cb-pin").click()
    one = bilal.get_by_role("dialog", name="A kept state")
    expect(one).to_contain_text("Ada Brandt")
    one.get_by_role("button", name="Bring it back for the group").click()
    for page in (ada, bilal):
        at(page, kept)
    expect(one).to_have_count(0)


def test_a_state_goes_into_an_answer_and_is_tried_alone_from_there(person):
    ada, bilal = (started(visit(person(who), "finishing")) for who in (ADA, BILAL))
    kept = limit(ada)
    window = keep(ada)
    where = window.get_by_label("Where do you want to speak of it?")
    answers = where.locator("optgroup[label='In an answer'] option")
    value = answers.first.get_attribute("value") or ""
    where.select_option(value)
    window.get_by_role("button", name="Keep it").click()
    exercise = f"#exercise-{value.removeprefix('answer:')}"
    for page in (ada, bilal):
        pin = page.locator(f"{exercise} .cb-pin")
        expect(pin).to_contain_text(f"Limit of Doing {kept}")
        has_loaded(pin.locator("img"))

    move(bilal, "ArrowLeft", 2)
    at(ada, kept - 2)
    ada.locator(f"{exercise} .cb-pin").click()
    ada.get_by_role("dialog").get_by_role("button", name="Try it alone").click()
    expect(caption(ada, OWN)).to_be_visible(timeout=STARTS_MS)
    at(ada, kept, OWN)
    at(bilal, kept - 2)

    # Elsewhere it is a link that leads to the simulation.
    ines = person(INES)
    ines.goto(f"{ines.url.rstrip('/')}{bilal.locator(f'{exercise} .cb-pin').get_attribute('href')}")
    expect(ines.get_by_role("dialog", name="A kept state")).to_contain_text("Ada Brandt")


def test_what_was_kept_is_listed_and_removed(person):
    ada, bilal = (started(visit(person(who), "finishing")) for who in (ADA, BILAL))
    window = keep(ada)
    window.get_by_label("Where do you want to speak of it?").select_option("nowhere")
    window.get_by_role("button", name="Keep it").click()
    for page in (ada, bilal):
        simulation(page).get_by_role("button", name=re.compile("kept state")).click()
    mine, theirs = (page.get_by_role("dialog", name="Kept states") for page in (ada, bilal))
    accessible(ada, "all kept states")
    newest = mine.locator(".cb-kept").first
    expect(theirs.locator(".cb-kept").first.get_by_role("button", name="Remove")).to_have_count(0)
    count = theirs.locator(".cb-kept").count()
    newest.get_by_role("button", name="Remove").click()
    newest.get_by_role("button", name="Yes, remove it").click()
    for each in (mine, theirs):
        expect(each.locator(".cb-kept")).to_have_count(count - 1)
