"""What an answer was: who made it so, what changed, and the way back."""

from __future__ import annotations

import pytest
from playwright.sync_api import Locator, Page, expect

from cast import ADA, BILAL, CHIARA, INES, PHONE, visit
from writing import editor, expect_text, textbox

pytestmark = pytest.mark.browser

TEXT = "first-week"
FIRST = "On Monday we look at the board at nine."
THEN = "On Tuesday everybody says what waits for them."


def exercise(page: Page, name: str = TEXT) -> Locator:
    return page.locator(f'[data-exercise="{name}"]')


def saved(page: Page, name: str = TEXT) -> None:
    # The words are there twice: as seen, and as said to who does not see.
    expect(exercise(page, name).locator(".cb-save--saved")).to_be_visible()


def write(page: Page, words: str) -> None:
    """Put words in the place of what stands there, as one does with a text."""
    editor(page, TEXT)
    page.keyboard.press("Control+a")
    page.keyboard.insert_text(words)
    expect_text(page, TEXT, words)
    saved(page)


def history(page: Page, name: str = TEXT) -> Locator:
    exercise(page, name).get_by_role("button", name="History").click()
    dialog = page.get_by_role("dialog", name="History of the answer")
    expect(dialog).to_be_visible()
    return dialog


def versions(dialog: Locator) -> Locator:
    return dialog.get_by_role("list", name="Versions").get_by_role("button")


def test_a_text_is_compared_and_brought_back(person):
    ada, bilal = visit(person(ADA), "rules"), visit(person(BILAL), "rules")
    write(ada, FIRST)
    expect_text(bilal, TEXT, FIRST)
    # An answer is recorded once a second.
    bilal.wait_for_timeout(1_500)
    write(bilal, THEN)
    expect_text(ada, TEXT, THEN)

    dialog = history(ada)
    expect(versions(dialog).first).to_contain_text("Bilal Aydin")
    expect(versions(dialog).nth(1)).to_contain_text("You")
    expect(dialog.locator("del", has_text="Monday")).to_be_visible()
    expect(dialog.locator("ins", has_text="Tuesday")).to_be_visible()
    dialog.get_by_label("Compared with").select_option("nothing")
    expect(dialog.locator("ins, del")).to_have_count(0)
    expect(dialog.locator(".cb-version__answer")).to_have_text(THEN)
    restore = dialog.get_by_role("button", name="Bring this version back")
    expect(restore).to_have_count(0)
    versions(dialog).nth(1).click()
    restore.click()

    expect(dialog).to_have_count(0)
    expect(exercise(ada).get_by_role("button", name="History")).to_be_focused()
    for page in (ada, bilal):
        expect_text(page, TEXT, FIRST)
    saved(ada)
    dialog = history(bilal)
    expect(versions(dialog).nth(0)).to_contain_text("Ada Brandt")
    expect(versions(dialog).nth(1)).to_contain_text("You")
    bilal.keyboard.press("Escape")
    expect(dialog).to_have_count(0)


def test_a_choice_is_shown_as_it_was_and_brought_back_on_a_phone(person):
    ada, bilal = visit(person(ADA), "visible"), visit(person(BILAL, **PHONE), "visible")
    name = "where-work-hides"
    box = exercise(ada, name).get_by_label("In private mailboxes")
    box.check()
    saved(ada, name)
    expect(exercise(bilal, name).get_by_label("In private mailboxes")).to_be_checked()
    bilal.wait_for_timeout(1_500)
    exercise(bilal, name).get_by_label("In private mailboxes").uncheck()
    saved(bilal, name)
    expect(box).not_to_be_checked()
    dialog = history(bilal, name)
    versions(dialog).nth(1).click()
    was = dialog.get_by_label("In private mailboxes").last
    expect(was).to_be_checked()
    expect(was).to_be_disabled()
    dialog.get_by_role("button", name="Bring this version back").click()
    expect(box).to_be_checked()
    box.uncheck()


def test_a_mentor_reads_the_history_and_brings_nothing_back(person):
    ada = visit(person(ADA), "rules")
    write(ada, THEN)
    ada.wait_for_timeout(1_500)
    write(ada, "By now we have done all of it.")
    ines = person(INES)
    ines.goto(f"{ines.url.rstrip('/')}/workbooks/north/03-our-board-our-rules")
    expect(ines.locator("html[data-ready]")).to_be_attached()
    dialog = history(ines)
    versions(dialog).last.click()
    expect(dialog.locator(".cb-version__answer")).to_be_visible()
    expect(dialog.get_by_role("button", name="Bring this version back")).to_have_count(0)
    ines.keyboard.press("Escape")
    # Of what each answers alone there is nothing to read.
    alone = ines.locator("[data-exercise]", has_text="Each of you alone first").first
    expect(alone.get_by_role("button", name="History")).to_have_count(0)


def test_ones_own_history_is_nobody_elses(person):
    ada = visit(person(ADA), "rules")
    alone = ada.locator("[data-exercise]", has_text="Each of you alone first").first
    name = str(alone.get_attribute("data-exercise"))
    alone.get_by_role("radio").nth(3).check()
    saved(ada, name)
    expect(versions(history(ada, name))).to_have_count(1)
    chiara = visit(person(CHIARA), "rules")
    dialog = history(chiara, name)
    expect(dialog).to_contain_text("Nothing was answered yet.")


def test_what_cannot_be_fetched_is_said(person, watch):
    watch.expected.append("history")
    ada = visit(person(ADA), "rules")
    ada.route("**/answers/*/history", lambda route: route.abort())
    dialog = history(ada)
    expect(dialog.get_by_role("alert")).to_contain_text("could not be fetched")
    assert textbox(ada, TEXT).count() == 1
