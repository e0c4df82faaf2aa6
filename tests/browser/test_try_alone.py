"""A simulation is tried alone, on a kernel of one's own, and shown to the group."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Locator, Page, expect

from cast import ADA, BILAL, visit

pytestmark = pytest.mark.browser

SHARED, OWN = ".cb-widget__live", ".cb-widget__own"
STARTS_MS = 60_000


def simulation(page: Page) -> Locator:
    return page.locator(".cb-widget").first


def caption(page: Page, whose: str = SHARED) -> Locator:
    return simulation(page).locator(f"{whose} figcaption")


def limit(page: Page, whose: str = SHARED) -> int:
    found = re.search(r"limit of (\d+)", caption(page, whose).inner_text())
    assert found
    return int(found[1])


def move(page: Page, steps: int, whose: str = SHARED) -> None:
    handle = simulation(page).locator(f"{whose} .noUi-handle").first
    handle.focus()
    for _ in range(steps):
        handle.press("ArrowLeft")


def press(page: Page, name: str) -> None:
    simulation(page).get_by_role("button", name=name).click()


def test_what_is_found_alone_is_shown_to_the_group(person):
    ada, bilal = visit(person(ADA), "finishing"), visit(person(BILAL), "finishing")
    for page in (ada, bilal):
        expect(caption(page)).to_contain_text("With a limit of", timeout=STARTS_MS)
    begun = limit(ada) - 3
    move(ada, 3)
    expect(caption(bilal)).to_contain_text(f"With a limit of {begun},")

    press(ada, "Try it alone")
    expect(caption(ada, OWN)).to_be_visible(timeout=STARTS_MS)
    expect(simulation(ada)).to_contain_text("nobody else sees this")
    expect(caption(ada)).to_be_hidden()
    # It begins where the group is.
    expect(caption(ada, OWN)).to_contain_text(f"With a limit of {begun},")
    move(ada, 5, OWN)
    expect(caption(ada, OWN)).to_contain_text(f"With a limit of {begun - 5},")
    # Meanwhile the group goes on, by itself.
    expect(caption(bilal)).to_contain_text(f"With a limit of {begun},")
    move(bilal, 1)
    expect(caption(bilal)).to_contain_text(f"With a limit of {begun - 1},")
    expect(caption(ada, OWN)).to_contain_text(f"With a limit of {begun - 5},")

    press(ada, "Show the group")
    expect(simulation(bilal)).to_contain_text("Ada Brandt is moving Limit of Doing")
    for page in (ada, bilal):
        expect(caption(page)).to_be_visible()
        expect(caption(page)).to_contain_text(f"With a limit of {begun - 5},")
    expect(simulation(ada).locator(OWN)).to_have_count(0)


def test_whoever_comes_back_leaves_the_groups_simulation_as_it_is(person):
    ada = visit(person(ADA), "finishing")
    expect(caption(ada)).to_contain_text("With a limit of", timeout=STARTS_MS)
    begun = limit(ada)
    press(ada, "Try it alone")
    expect(caption(ada, OWN)).to_be_visible(timeout=STARTS_MS)
    move(ada, 2, OWN)
    expect(caption(ada, OWN)).to_contain_text(f"With a limit of {begun - 2},")
    press(ada, "Back to the group")
    expect(caption(ada)).to_contain_text(f"With a limit of {begun},")
    press(ada, "Try it alone")
    expect(caption(ada, OWN)).to_contain_text(f"With a limit of {begun},", timeout=STARTS_MS)
