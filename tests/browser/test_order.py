"""Rankings are made with a mouse, a finger or the keyboard, and seen together afterwards."""

from __future__ import annotations

import pytest
from playwright.sync_api import Locator, Page, expect

from cast import ADA, BILAL, CHIARA, DOV, PHONE, visit

pytestmark = pytest.mark.browser

BEGIN = ["searching", "twice", "lost", "asked", "switching"]


def ranking(page: Page) -> Locator:
    return page.locator('[data-exercise="what-costs-most"]')


def items(page: Page) -> Locator:
    return ranking(page).locator("[data-item]")


def expect_order(page: Page, ids: list[str]) -> None:
    for place, each in enumerate(ids):
        expect(items(page).nth(place)).to_have_attribute("data-item", each)


def handle(page: Page, item: str) -> Locator:
    return ranking(page).locator(f'[data-item="{item}"] .cb-order__handle')


def drag(page: Page, item: str, onto: str) -> None:
    rows = [ranking(page).locator(f'[data-item="{each}"]') for each in (item, onto)]
    rows[1].scroll_into_view_if_needed()
    start, end = (row.bounding_box() for row in rows)
    page.mouse.move(start["x"] + 150, start["y"] + start["height"] / 2)
    page.mouse.down()
    page.mouse.move(start["x"] + 155, start["y"] + start["height"] / 2 + 10)
    page.mouse.move(end["x"] + 155, end["y"] + end["height"] / 2, steps=4)
    page.mouse.up()


def hand_in(page: Page) -> None:
    expect(ranking(page).locator(".cb-save--saved")).to_be_visible()
    ranking(page).get_by_role("button", name="Hand in").click()


def test_a_ranking_is_made_by_hand_and_seen_together(person):
    ada, bilal, chiara, dov = (
        person(email, **options)
        for email, options in ((ADA, {}), (BILAL, {}), (CHIARA, PHONE), (DOV, {}))
    )
    for page in (ada, bilal, chiara, dov):
        visit(page, "visible")
        expect_order(page, BEGIN)
        expect(ranking(page)).to_contain_text("Not put in order yet")

    drag(ada, "searching", "asked")
    expect_order(ada, ["twice", "lost", "asked", "searching", "switching"])

    handle(bilal, "switching").focus()
    bilal.keyboard.press("Space")
    bilal.keyboard.press("ArrowUp")
    bilal.keyboard.press("ArrowUp")
    said = ranking(bilal).locator(".cb-order [role=status]")
    expect(said).to_have_text("Jumping from one request to the next, place 3 of 5")
    bilal.keyboard.press("Escape")
    expect_order(bilal, BEGIN)
    expect(said).to_contain_text("put back at place 5 of 5")
    bilal.keyboard.press("Space")
    bilal.keyboard.press("ArrowUp")
    bilal.keyboard.press("Space")
    expect_order(bilal, ["searching", "twice", "lost", "switching", "asked"])
    expect(handle(bilal, "switching")).to_be_focused()

    items(chiara).nth(2).get_by_role("button", name="Move Requests that nobody is on up").tap()
    expect_order(chiara, ["searching", "lost", "twice", "asked", "switching"])
    ranking(dov).get_by_role("button", name="It is right as it stands").click()

    for page in (ada, bilal, chiara, dov):
        hand_in(page)
    together = ranking(ada).locator(".cb-everyone")
    rows = together.get_by_role("table").first.get_by_role("row")
    expect(rows).to_have_count(6)
    expect(rows.nth(1)).to_have_text("Searching for what was agreed1.8from 1 to 4")
    together.locator("summary").click()
    who = together.get_by_role("table", name="Who put what where")
    expect(who.get_by_role("row", name="Bilal Aydin")).to_contain_text("Bilal Aydin")
    expect(who.get_by_role("row").nth(1)).to_have_text("You41235")

    ada.reload()
    expect_order(ada, ["twice", "lost", "asked", "searching", "switching"])
