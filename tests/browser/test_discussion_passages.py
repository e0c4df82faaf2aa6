"""Talking about some words of the guide."""

from __future__ import annotations

from contextlib import closing

import pytest
from playwright.sync_api import expect

from cast import ELIF, INES, PHONE, WORKBOOKS, visit
from discussing import begin, painted, passage, say, select

pytestmark = pytest.mark.browser

ROOM = f"/api/rooms/harbour/{WORKBOOKS['finishing']}"


def test_selected_words_are_commented_on_and_stand_out_for_everybody(person):
    elif_ = visit(person(ELIF), "finishing", "harbour")
    ines = person(INES)
    ines.goto(elif_.url)
    select(elif_, "everybody is busy while nothing gets done")
    elif_.get_by_role("button", name="Comment", exact=True).click()
    begun = elif_.locator(".cb-card--begun")
    expect(begun.locator("blockquote")).to_have_text("everybody is busy while nothing gets done")
    assert painted(elif_, "begun") == ["everybody is busy while nothing gets done"]
    say(elif_, "That is us.")
    card = ines.locator(".cb-card", has_text="That is us.")
    expect(card).to_be_visible()
    assert "everybody is busy while nothing gets done" in painted(ines)

    where = select(ines, "everybody is busy while")
    ines.evaluate("getSelection().removeAllRanges()")
    ines.mouse.move(where["x"] - 20, where["y"])
    expect(card).to_contain_class("cb-card--pointed")
    ines.mouse.click(where["x"] - 20, where["y"])
    expect(card).to_contain_class("cb-card--open")
    expect(card).to_be_focused()
    assert painted(ines, "strong") == ["everybody is busy while nothing gets done"]

    ines.reload()
    expect(ines.locator("html[data-ready]")).to_be_attached()
    assert "everybody is busy while nothing gets done" in painted(ines)


def test_words_over_several_elements_and_of_an_exercise_are_a_passage_too(person):
    elif_ = visit(person(ELIF), "finishing", "harbour")
    prompt = elif_.locator('[data-exercise="best-limit"] .cb-exercise__prompt')
    before = elif_.locator('[data-exercise="best-limit"]').inner_html()
    words = "take the least time on average? Leave the urgent"
    select(elif_, words)
    elif_.keyboard.press("c")
    say(elif_, "On average over how long?")
    assert painted(elif_, "strong") == [words]
    expect(prompt.locator("mark")).to_have_count(0)
    elif_.keyboard.press("Escape")
    # The words of the exercise itself are as they were; its count has grown.
    after = elif_.locator('[data-exercise="best-limit"]')
    expect(after.locator(".cb-discussion-button")).to_have_text("1 comment")
    assert before.split("cb-exercise__answer")[0] == after.inner_html().split(
        "cb-exercise__answer"
    )[0].replace(" cb-place--some", "")


def test_a_selection_by_keyboard_and_a_single_key(person):
    elif_ = visit(person(ELIF), "finishing", "harbour")
    elif_.locator("#guide").focus()
    select(elif_, "Why it")
    for _ in range(2):
        elif_.keyboard.press("Shift+ArrowRight")
    elif_.keyboard.press("c")
    expect(elif_.locator(".cb-card--begun blockquote")).to_have_text("Why it b")
    elif_.keyboard.press("Escape")
    expect(elif_.locator(".cb-card--begun")).to_have_count(0)
    elif_.keyboard.press("c")
    expect(elif_.locator(".cb-card--begun")).to_have_count(0)


def test_on_a_phone_selected_words_are_commented_on_in_the_sheet(person):
    phone = visit(person(ELIF, **PHONE), "finishing", "harbour")
    select(phone, "Set your best limit")
    phone.get_by_role("button", name="Comment", exact=True).tap()
    sheet = phone.get_by_role("dialog")
    expect(sheet.locator("blockquote")).to_have_text("Set your best limit")
    expect(sheet.get_by_label("Say something about this")).to_be_focused()
    sheet.get_by_label("Say something about this").fill("It was four.")
    sheet.get_by_role("button", name="Send").tap()
    expect(sheet.locator(".cb-comment", has_text="It was four.")).to_be_visible()
    assert "Set your best limit" in painted(phone, "strong")


def test_passages_of_an_earlier_guide_are_found_again_or_listed_elsewhere(person, server):
    with closing(server.client(ELIF)) as client:
        moved = passage("gone-1", "Play with words: it depends on how many you are", 900)
        moved["quote"]["exact"] = "it depends on how many you are"
        begin(client, ROOM, "Of another cell.", moved)
        reworded = "People stand idle, while the requests wait"
        begin(client, ROOM, "Said otherwise once.", passage("gone-2", reworded, 20))
        lost = "An entirely different sentence about lighthouses and fog."
        begin(client, ROOM, "About a sentence that is gone.", passage("gone-3", lost))
    elif_ = visit(person(ELIF), "finishing", "harbour")
    quiet = painted(elif_)
    assert "it depends on how many you are" in quiet
    assert any("people stand idle while requests wait" in each for each in quiet)
    orphan = elif_.locator(".cb-card", has_text="About a sentence that is gone.")
    expect(orphan).to_contain_text("From an earlier version of this guide")
    expect(orphan).to_contain_text("lighthouses")
    assert elif_.locator(".cb-card").last.get_attribute("data-place") == "elsewhere"


def test_browsers_without_highlights_mark_words_by_elements(browser, server, watch):
    with closing(server.client(ELIF)) as client:
        begin(client, ROOM, "In one element.", passage("gone-4", "What lies between is different"))
    context = browser.new_context(viewport={"width": 1440, "height": 900})
    context.add_init_script("delete window.Highlight")
    page = context.new_page()
    watch.page(page)
    page.goto(server.join_link(ELIF))
    page.get_by_role("button", name="Join").click()
    page.wait_for_url(f"{server.url}/")
    visit(page, "finishing", "harbour")
    block = page.locator(".cb-block", has_text="What lies between").first
    text = block.evaluate("each => each.querySelector('p').textContent")
    mark = page.locator("mark.cb-passage", has_text="What lies between is different")
    expect(mark).to_have_count(1)
    strong = page.locator("mark.cb-passage--strong")
    # Pointed at, it is drawn anew: a press that begins before and ends after is no click.
    mark.hover()
    expect(strong).to_have_text("What lies between is different")
    strong.click()
    expect(page.locator(".cb-card--open")).to_contain_text("In one element.")
    expect(strong).to_have_text("What lies between is different")
    page.keyboard.press("Escape")
    page.mouse.move(5, 5)
    expect(strong).to_have_count(0)
    assert block.evaluate("each => each.querySelector('p').textContent") == text
    context.close()
