"""Two members and a mentor in one workbook: simulate, answer, think alone, come back."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Locator, Page, expect

from cast import ADA, BILAL, CHIARA, DOV, INES, visit
from writing import editor, expect_text, textbox

pytestmark = pytest.mark.browser


def answer(page: Page, exercise: str) -> Locator:
    return page.locator(f'[data-exercise="{exercise}"]')


def slider(page: Page) -> Locator:
    return page.locator(".cb-widget .noUi-handle").first


def caption(page: Page) -> Locator:
    return page.locator(".cb-widget figcaption")


def test_the_simulation_moves_for_everybody_and_stays_so(person):
    ada, bilal = visit(person(ADA), "finishing"), visit(person(BILAL), "finishing")
    for page in (ada, bilal):
        expect(caption(page)).to_contain_text("With a limit of", timeout=60_000)
        expect(page.get_by_text("whoever moves it moves it for the whole group")).to_be_visible()
    limit = int(re.search(r"limit of (\d+)", caption(ada).inner_text())[1])
    slider(ada).focus()
    for _ in range(6):
        slider(ada).press("ArrowLeft")
    moved = f"With a limit of {limit - 6},"
    expect(caption(bilal)).to_contain_text(moved)
    expect(caption(ada)).to_contain_text(moved)
    ada.reload()
    expect(caption(ada)).to_contain_text(moved, timeout=60_000)


def test_the_figure_describes_itself(person):
    ada = visit(person(ADA), "finishing")
    expect(ada.locator(".cb-widget svg[role=img]")).to_have_attribute(
        "aria-label", caption(ada).inner_text(timeout=60_000)
    )


def test_a_choice_is_shared_and_kept(person):
    ada, bilal = visit(person(ADA), "visible"), visit(person(BILAL), "visible")
    ada.get_by_label("In private mailboxes").check()
    expect(bilal.get_by_label("In private mailboxes")).to_be_checked()
    expect(answer(ada, "where-work-hides").locator(".cb-save--saved")).to_be_visible()
    ada.reload()
    expect(ada.get_by_label("In private mailboxes")).to_be_checked()
    bilal.get_by_label("In private mailboxes").uncheck()
    expect(ada.get_by_label("In private mailboxes")).not_to_be_checked()


def test_two_people_write_one_answer_at_once(person):
    ada, bilal = visit(person(ADA), "rules"), visit(person(BILAL), "rules")
    texts = [textbox(page, "first-week") for page in (ada, bilal)]
    texts[0].fill("Monday:\n")
    expect_text(bilal, "first-week", "Monday:\n")
    texts[0].press("Control+Home")
    texts[1].press("Control+End")
    for left, right in zip("Ada first. ", "Bilal last.", strict=True):
        texts[0].press(left)
        texts[1].press(right)
    whole = "Ada first. Monday:\nBilal last."
    for page in (ada, bilal):
        expect_text(page, "first-week", whole)
        expect(page.locator("#cb-status")).to_contain_text("Saved")
    fresh = visit(person(ADA), "rules")
    expect(textbox(fresh, "first-week")).to_have_value(whole)


def test_a_mentor_reads_along_and_cannot_write(person):
    ada = visit(person(ADA), "rules")
    textbox(ada, "done-means").fill("A request is done when they say so.")
    ines = person(INES)
    ines.goto(ada.url)
    expect_text(ines, "done-means", "A request is done when they say so.")
    expect(textbox(ines, "done-means")).not_to_be_editable()
    text = editor(ines, "done-means")
    expect(text).not_to_be_editable()
    ines.keyboard.type("No.")
    textbox(ada, "done-means").press("Control+End")
    ada.keyboard.type(" Now.")
    expect_text(ines, "done-means", "A request is done when they say so. Now.")


def test_alone_first_then_revealed_when_all_have_handed_in(person):
    everybody = [visit(person(each), "visible") for each in (ADA, BILAL, CHIARA, DOV)]
    cards = [answer(page, "know-whats-on") for page in everybody]
    for number, card in enumerate(cards):
        step = card.get_by_role("radio", name=str(number + 1), exact=False).first
        step.click()
        expect(step).to_be_checked()
    expect(cards[0].get_by_text("Only you can see this")).to_be_visible()
    expect(cards[1].get_by_role("radio").nth(0)).not_to_be_checked()
    for number, card in enumerate(cards):
        expect(card.locator(".cb-everyone")).to_have_count(0)
        card.get_by_role("button", name="Hand in").click()
        if number < len(cards) - 1:
            expect(card.get_by_role("button", name="Change my answer")).to_be_visible()
    names = ["Ada Brandt", "Bilal Aydin", "Chiara Conti", "Dov Adler"]
    for me, card in zip(names, cards, strict=True):
        everyone = card.locator(".cb-everyone")
        for name in names:
            expect(everyone).to_contain_text("You" if name == me else name)


def test_who_is_here_is_known_to_all(person):
    ada, bilal = visit(person(ADA), "rules"), visit(person(BILAL), "rules")
    expect(ada.locator("#cb-presence")).to_contain_text("BA")
    expect(bilal.locator("#cb-presence summary")).to_contain_text("Also here: Ada Brandt")
    bilal.context.close()
    expect(ada.locator("#cb-presence")).not_to_contain_text("BA")
