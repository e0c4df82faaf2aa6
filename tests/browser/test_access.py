"""Coming in, staying out, going out, and reading on any screen."""

from __future__ import annotations

import re
from itertools import pairwise

import pytest
from playwright.sync_api import expect

from cast import ADA, ELIF, INES, NOOR, PHONE, WORKBOOKS, visit

pytestmark = pytest.mark.browser


def test_a_link_needs_the_button_and_works_once(browser, server, watch):
    link = server.join_link(ADA)
    context = browser.new_context()
    page = context.new_page()
    watch.page(page)
    watch.expected.append("410")
    for _ in range(2):
        page.goto(link)
        expect(page.get_by_role("button", name="Join as Ada")).to_be_visible()
    page.get_by_role("button", name="Join as Ada").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("Ada")
    page.goto(link)
    expect(page.get_by_role("button", name="Join as")).to_have_count(0)
    expect(page.locator("main")).to_contain_text("used")
    context.close()


def test_another_groups_workbook_is_closed(person, watch):
    watch.expected.append("403")
    elif_ = person(ELIF)
    expect(elif_.locator("main")).to_contain_text("Harbour desk")
    expect(elif_.locator("main")).not_to_contain_text("Northern depot")
    origin = elif_.url
    answer = elif_.goto(f"{origin}workbooks/north/{WORKBOOKS['visible']}")
    assert answer.status == 403
    expect(elif_.get_by_role("link", name="cohortbook")).to_be_visible()
    status = elif_.evaluate(
        "path => fetch(path).then(answer => answer.status)",
        f"/api/rooms/north/{WORKBOOKS['visible']}",
    )
    assert status == 403


def test_signing_out_ends_what_is_open_elsewhere(person, watch):
    watch.expected.append("401")
    watch.expected.append("403")
    ada = visit(person(ADA), "rules")
    other = ada.context.new_page()
    other.goto(ada.url)
    other.locator("summary", has_text="Ada Brandt: account").click()
    other.get_by_role("button", name="Sign out").click()
    expect(other).to_have_url(re.compile("/sign-in"))
    expect(ada.locator("#cb-status")).to_contain_text("signed out")
    ada.reload()
    expect(ada).to_have_url(re.compile("/sign-in"))


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_nothing_is_wider_than_a_phone(person, scheme):
    noor = person(NOOR, **PHONE, color_scheme=scheme)
    origin = noor.url
    paths = ["", "review", "review/01-making-work-visible/last-mix-up"]
    paths += [f"workbooks/office/{each}" for each in WORKBOOKS.values()]
    for path in paths:
        noor.goto(origin + path)
        expect(noor.locator("h1")).to_have_count(1)
        width = noor.evaluate("document.documentElement.scrollWidth")
        assert width <= 390, path


def test_pages_say_what_they_are_to_those_who_listen(person):
    ines = person(INES)
    origin = ines.url
    paths = ["", "review", "review/01-making-work-visible/last-mix-up"]
    for path in [*paths, f"workbooks/north/{WORKBOOKS['visible']}"]:
        ines.goto(origin + path)
        expect(ines.locator("h1")).to_have_count(1)
        assert ines.locator("html").get_attribute("lang")
        assert ines.locator("img:not([alt]), img[alt='']").count() == 0
        levels = ines.eval_on_selector_all(
            "h1, h2, h3, h4", "all => all.map(each => Number(each.tagName[1]))"
        )
        for before, after in pairwise(levels):
            assert after <= before + 1, (path, levels)
        nameless = ines.eval_on_selector_all(
            "button, a[href], input:not([type=hidden]), textarea",
            """all => all.filter(each => !(each.textContent.trim() || each.ariaLabel || each.title
                 || each.getAttribute("aria-labelledby") || each.labels?.length)
               ).map(each => each.outerHTML)""",
        )
        assert nameless == [], path
