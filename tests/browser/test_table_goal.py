"""Tables and goals are filled in by several at once."""

from __future__ import annotations

import pytest
from playwright.sync_api import Locator, Page, expect

from cast import ADA, BILAL, INES, PHONE, visit

pytestmark = pytest.mark.browser

PASTE = """(cell, text) => {
  const data = new DataTransfer();
  data.setData("text/plain", text);
  cell.dispatchEvent(
    new ClipboardEvent("paste", { clipboardData: data, bubbles: true, cancelable: true }));
}"""


def table(page: Page) -> Locator:
    return page.locator('[data-exercise="promises"]')


def cell(page: Page, row: int, column: int) -> Locator:
    return table(page).locator(f'[data-row="{row}"][data-column="{column}"]')


def goal(page: Page) -> Locator:
    return page.locator('[data-exercise="our-goal"]')


def test_a_table_is_filled_in_by_two(person):
    ada, bilal = person(ADA), person(BILAL, **PHONE)
    for page in (ada, bilal):
        visit(page, "rules")
    cell(ada, 0, 0).click()
    ada.keyboard.type("Drivers")
    ada.keyboard.press("ArrowRight")
    ada.keyboard.type("An answer")
    ada.keyboard.press("Tab")
    ada.keyboard.type("1.5")
    ada.keyboard.press("Enter")
    expect(cell(ada, 1, 2)).to_be_focused()
    ada.keyboard.type("99")
    ada.keyboard.press("ArrowUp")
    expect(cell(ada, 0, 2)).to_be_focused()
    expect(table(ada).locator(".cb-table__said")).to_contain_text("at most 60")
    expect(cell(bilal, 0, 0)).to_have_value("Drivers")
    expect(cell(bilal, 0, 2)).to_have_value("1.5")

    cell(bilal, 0, 3).select_option(label="A call")
    expect(cell(ada, 0, 3)).to_have_value("call")

    cell(ada, 1, 0).evaluate(PASTE, "Billing\tPapers\t2\ta call\nSales\t\tsoon\tThe board\n")
    expect(cell(bilal, 2, 0)).to_have_value("Sales")
    expect(cell(bilal, 1, 3)).to_have_value("call")
    expect(table(ada)).to_contain_text("1 value did not fit and was left out")

    table(ada).get_by_role("button", name="Remove row 1").click()
    expect(cell(bilal, 0, 0)).to_have_value("Billing")
    table(ada).get_by_role("button", name="Bring it back").click()
    expect(cell(bilal, 0, 0)).to_have_value("Drivers")
    expect(table(ada).locator(".cb-save--saved")).to_be_visible()
    assert bilal.evaluate("document.documentElement.scrollWidth") <= 390

    ada.reload()
    expect(cell(ada, 2, 3)).to_have_value("board")


def test_a_goal_is_the_groups_own_and_the_mentor_reads_it(person):
    ada, bilal, ines = person(ADA), person(BILAL), person(INES)
    for page in (ada, bilal):
        visit(page, "rules")
    goal(ada).get_by_label("Our goal").click()
    ada.keyboard.type("know who is on it")
    words = goal(bilal).get_by_label("Our goal")
    expect(words).to_have_value("know who is on it")
    words.focus()
    bilal.keyboard.press("Control+Home")
    bilal.keyboard.type("All ")
    goal(bilal).get_by_label("Topic", exact=True).select_option(label="Another topic…")
    bilal.keyboard.type("Holidays")
    goal(bilal).get_by_label("By").fill("2031-03-01")
    expect(goal(ada).get_by_label("Our goal")).to_have_value("All know who is on it")
    expect(goal(ada).get_by_label("Name of the topic")).to_have_value("Holidays")
    expect(goal(ada).get_by_label("By")).to_have_value("2031-03-01")
    goal(ada).get_by_label("We have reached it").check()
    for page in (ada, bilal):
        expect(goal(page).locator(".cb-save--saved")).to_be_visible()

    origin = "/".join(ines.url.split("/")[:3])
    ines.goto(f"{origin}/review/03-our-board-our-rules/our-goal")
    expect(ines.locator("blockquote").first).to_have_text("All know who is on it")
    expect(ines.get_by_text("Reached · by 1 March 2031 · topic: Holidays")).to_be_visible()
    ines.goto(ada.url)
    expect(goal(ines).get_by_label("Our goal")).not_to_be_editable()
    expect(goal(ines).get_by_label("We have reached it")).to_be_disabled()
