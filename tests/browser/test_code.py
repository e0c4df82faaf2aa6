"""Code is written together, run together, and what comes of it is seen by all."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Locator, Page, expect

from cast import ADA, BILAL, INES, PHONE, visit
from confining import confined
from writing import editor, read

pytestmark = [pytest.mark.browser, confined]

NAME = "your-own-numbers"
GIVEN = "The first request took 2 days."
PLOT = """import matplotlib.pyplot as plt
plt.plot(days)
plt.show()
sum(days) / len(days)"""


def exercise(page: Page) -> Locator:
    return page.locator(f'[data-exercise="{NAME}"]')


def outputs(page: Page) -> Locator:
    return exercise(page).get_by_role("region", name="What came of it")


def test_what_was_given_is_run_as_it_stands_and_written_on_by_two(person):
    ada, bilal = visit(person(ADA), "finishing"), visit(person(BILAL, **PHONE), "finishing")
    exercise(ada).get_by_role("button", name="Run").click()
    for page in (ada, bilal):
        expect(outputs(page)).to_contain_text(GIVEN, timeout=60_000)
        expect(exercise(page)).to_contain_text("Ada Brandt ran it.")

    # Both begin at once, and what was given is there once.
    for page in (ada, bilal):
        editor(page, NAME)
    ada.keyboard.press("Control+End")
    ada.keyboard.press("Enter")
    ada.keyboard.insert_text(PLOT)
    expect(exercise(bilal).locator(".cm-line").last).to_contain_text("sum(days) / len(days)")
    assert read(bilal, NAME).count("started = ") == 1
    expect(exercise(ada)).to_contain_text("The code has changed since.")
    expect(exercise(ada).locator(".tok-keyword").first).to_have_text("for")

    ada.keyboard.press("Control+Enter")
    expect(outputs(bilal).get_by_role("img")).to_be_visible(timeout=60_000)
    expect(outputs(bilal)).to_contain_text("4.2")
    ada.reload()
    expect(outputs(ada)).to_contain_text("4.2")

    ines = person(INES)
    ines.goto(ada.url)
    expect(outputs(ines)).to_contain_text("4.2")
    expect(exercise(ines).get_by_role("button", name="Run")).to_have_count(0)
    ines.goto(f"{'/'.join(ines.url.split('/')[:3])}/review/02-finishing-before-starting/{NAME}")
    answer = ines.locator(".cb-group__answer").first
    expect(answer).to_contain_text("plt.plot(days)")
    expect(answer).to_contain_text("4.2")
    expect(answer.get_by_role("img")).to_be_visible()

    exercise(ada).get_by_role("button", name="Back to what was given").click()
    expect(exercise(bilal).locator(".cm-line", has_text="plt")).to_have_count(0)


def test_what_never_ends_is_stopped_by_whoever_sees_it(person):
    ada, bilal = visit(person(ADA), "finishing"), visit(person(BILAL), "finishing")
    editor(ada, NAME)
    ada.keyboard.press("Control+a")
    ada.keyboard.insert_text("print('begun')\nwhile True: pass")
    exercise(ada).get_by_role("button", name="Run").click()
    expect(outputs(bilal)).to_contain_text("begun", timeout=60_000)
    exercise(bilal).get_by_role("button", name="Stop").click()
    for page in (ada, bilal):
        expect(exercise(page)).to_contain_text("Ada Brandt ran it, and it was stopped.")
        expect(exercise(page).get_by_role("button", name="Run")).to_be_visible()


def test_tab_indents_and_escape_leads_on(person):
    ada = visit(person(ADA), "finishing")
    content = editor(ada, NAME)
    ada.keyboard.press("Control+a")
    ada.keyboard.type("for each in days:\nprint(each)")
    ada.keyboard.press("Tab")
    expect(content.locator(".cm-line").last).to_have_text(re.compile(r"^ {8}print"))
    ada.keyboard.press("Shift+Tab")
    expect(content.locator(".cm-line").last).to_have_text(re.compile(r"^ {4}print"))
    ada.keyboard.press("Escape")
    ada.keyboard.press("Tab")
    expect(exercise(ada).get_by_role("button", name="Run")).to_be_focused()
