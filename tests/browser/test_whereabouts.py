"""Where each reads, and how a group in a call goes through the guide with one of them."""

from __future__ import annotations

import pytest
from playwright.sync_api import Locator, Page, expect

from cast import ADA, BILAL, INES, PHONE, visit

pytestmark = pytest.mark.browser


def presence(page: Page) -> Locator:
    return page.locator("#cb-presence")


def open_presence(page: Page) -> Locator:
    presence(page).locator("summary").click()
    return presence(page).locator(".cb-presence__menu")


def bar(page: Page) -> Locator:
    return page.locator(".cb-follow")


def last_section(page: Page) -> tuple[str, str]:
    """Return the id and title of the last section of the guide; a group's own topics come after."""
    link = page.locator(".cb-outline li[data-section^=section-] a").last
    return str(link.get_attribute("href"))[1:], link.inner_text()


def read_section(page: Page, section: str) -> None:
    page.evaluate(
        "id => document.getElementById(id).scrollIntoView({behavior: 'instant'})", section
    )


def expect_in_view(page: Page, section: str) -> None:
    page.wait_for_function(
        """id => {
          const {top, bottom} = document.getElementById(id).getBoundingClientRect();
          return top < innerHeight * 0.6 && bottom > 0;
        }""",
        arg=section,
        timeout=10_000,
    )


def test_the_contents_show_who_reads_which_section(person):
    ada, bilal = visit(person(ADA), "rules"), visit(person(BILAL), "rules")
    section, title = last_section(ada)
    read_section(bilal, section)
    entry = ada.locator(f'.cb-outline [data-section="{section}"]')
    expect(entry.get_by_role("img", name="Reading here: Bilal Aydin")).to_be_visible()
    menu = open_presence(ada)
    expect(menu).to_contain_text(f"Reads “{title}”")
    menu.get_by_role("button", name=f"Reads “{title}”. Go to Bilal Aydin").click()
    expect_in_view(ada, section)
    bilal.close()
    expect(entry.get_by_role("img", name="Reading here")).to_have_count(0)
    expect(presence(ada).locator("summary")).to_have_count(0)


def test_who_follows_goes_along_until_they_move_by_themselves(person):
    ada, bilal = visit(person(ADA), "rules"), visit(person(BILAL, **PHONE), "rules")
    section, _ = last_section(ada)
    first = ada.locator(".cb-section").nth(1).get_attribute("id")
    open_presence(bilal).get_by_role("button", name="Follow Ada Brandt").click()
    expect(bar(bilal)).to_contain_text("You follow Ada Brandt")
    read_section(ada, section)
    expect_in_view(bilal, section)
    read_section(ada, first)
    expect_in_view(bilal, first)
    bilal.keyboard.press("PageDown")
    expect(bar(bilal)).not_to_contain_text("You follow")
    before = bilal.evaluate("scrollY")
    read_section(ada, section)
    menu = open_presence(bilal)
    expect(menu).to_contain_text(f"Reads “{last_section(ada)[1]}”")
    assert abs(bilal.evaluate("scrollY") - before) < bilal.viewport_size["height"]


def test_one_asks_all_to_follow_and_everybody_decides(person):
    ada, bilal = visit(person(ADA), "rules"), visit(person(BILAL), "rules")
    section, _ = last_section(ada)
    open_presence(ada).get_by_role("button", name="Ask everybody to follow me").click()
    expect(bar(ada)).to_contain_text("The others are asked to follow you")
    expect(bar(bilal)).to_contain_text("Ada Brandt asks you to follow")
    ines = visit_as_mentor(person)
    expect(bar(ines)).to_contain_text("Ada Brandt asks you to follow")
    bar(ines).get_by_role("button", name="Not now").click()
    expect(bar(ines)).not_to_contain_text("Ada")
    bar(bilal).get_by_role("button", name="Follow").click()
    read_section(ada, section)
    expect_in_view(bilal, section)
    assert ines.evaluate("scrollY") == 0
    bar(ada).get_by_role("button", name="Stop").click()
    expect(bar(ada)).not_to_contain_text("follow")
    expect(bar(bilal)).to_contain_text("You follow Ada Brandt")
    ada.close()
    expect(bar(bilal)).not_to_contain_text("follow")


def visit_as_mentor(person) -> Page:
    page = person(INES)
    page.goto(f"{page.url.rstrip('/')}/workbooks/north/03-our-board-our-rules")
    expect(page.locator("html[data-ready]")).to_be_attached()
    return page


def test_writing_ends_the_following(person):
    ada, bilal = visit(person(ADA), "rules"), visit(person(BILAL), "rules")
    open_presence(bilal).get_by_role("button", name="Follow Ada Brandt").click()
    expect(bar(bilal)).to_contain_text("You follow Ada Brandt")
    box = bilal.locator('[data-exercise="first-week"]').get_by_role("textbox")
    box.focus()
    box.press("M")
    expect(bar(bilal)).not_to_contain_text("You follow")
    read_section(ada, last_section(ada)[0])
    bilal.wait_for_timeout(800)
    expect(box).to_be_in_viewport()
    box.press("Backspace")
