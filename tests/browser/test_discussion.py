"""Talking beside the text, and a mentor's feedback."""

from __future__ import annotations

import pytest
from playwright.sync_api import Locator, Page, expect

from cast import ADA, BILAL, INES, NOOR, PHONE, visit
from discussing import choose

pytestmark = pytest.mark.browser

NASTY = "<img src=x onerror=document.title='owned'> <script>document.title='owned'</script>"


def block(page: Page, words: str) -> Locator:
    return page.locator(".cb-block", has_text=words).first


def start_thread(page: Page, words: str, comment: str) -> Locator:
    block(page, words).hover()
    block(page, words).locator(".cb-mark").click()
    page.get_by_label("Say something about this").fill(comment)
    page.keyboard.press("Control+Enter")
    expect(page.locator(".cb-card--open .cb-comment")).to_have_count(1)
    return page.locator(".cb-card--open")


def test_a_thread_lives_beside_its_paragraph(person):
    ada, ines = visit(person(ADA), "finishing"), person(INES)
    ines.goto(ada.url)
    words = "Too low a limit, and people stand idle"
    start_thread(ada, words, "Is that not **too simple**?")
    card = ines.locator(".cb-card", has_text="too simple")
    expect(card.locator("strong")).to_have_text("too simple")
    card.click()
    opened = ines.locator(".cb-card--open")
    opened.get_by_label("Reply").fill("Try it with three people.")
    opened.get_by_role("button", name="Send").click()
    reply = ada.locator(".cb-comment", has_text="Try it with three people.")
    expect(reply).to_contain_text("Ines Moreau")
    expect(reply.get_by_text("Mentor")).to_be_visible()

    mine = ada.locator(".cb-comment", has_text="too simple")
    choose(mine, "Edit")
    ada.get_by_label("Edit your comment").fill("Is that not too short?")
    ada.get_by_role("button", name="Save", exact=True).click()
    expect(ines.locator(".cb-comment", has_text="too short")).to_contain_text("edited")
    mine = ada.locator(".cb-comment", has_text="too short")
    choose(mine, "Delete")
    ada.get_by_role("button", name="Yes, delete").click()
    expect(ines.get_by_text("This comment was deleted.")).to_be_visible()

    ada.reload()
    expect(block(ada, words).locator(".cb-mark--some")).to_contain_text("1")
    block(ada, words).locator(".cb-mark").click()
    ada.get_by_role("button", name="Resolve").click()
    ada.get_by_role("button", name="Close").click()
    expect(block(ada, words).locator(".cb-mark--some")).to_have_count(0)
    ada.get_by_role("button", name="resolved").click()
    expect(ada.locator(".cb-card", has_text="Try it with three people.")).to_be_visible()


def test_markup_stays_text_wherever_it_is_shown(person):
    ada, bilal = visit(person(ADA), "rules"), visit(person(BILAL), "rules")
    start_thread(ada, "Begin with few columns", NASTY)
    expect(bilal.locator(".cb-card", has_text="onerror")).to_be_visible()
    text = ada.locator('[data-exercise="done-means"]').get_by_role("textbox")
    text.fill(NASTY)
    expect(ada.locator("#cb-status")).to_contain_text("Saved")
    ines = person(INES)
    ines.goto(f"{ines.url}review/03-our-board-our-rules/done-means")
    expect(ines.get_by_text("onerror")).to_be_visible()
    for page in (ada, bilal, ines):
        assert page.title() != "owned"
        assert page.locator("img[src=x]").count() == 0
    text.fill("")


def test_an_exercise_is_discussed_by_keyboard_alone(person):
    ada = visit(person(ADA), "finishing")
    button = ada.locator('[data-exercise="urgent-effect"] .cb-discussion-button')
    button.focus()
    ada.keyboard.press("Enter")
    expect(ada.get_by_label("Say something about this")).to_be_focused()
    ada.keyboard.type("I had guessed the second.")
    ada.keyboard.press("Control+Enter")
    expect(button).to_have_text("1 comment")
    ada.locator(".cb-card--open").get_by_label("Reply").focus()
    ada.keyboard.press("Escape")
    ada.locator(".cb-card--open").get_by_role("button", name="Close").press("Enter")
    expect(button).to_be_focused()


def test_feedback_arrives_beside_the_answer(person):
    ada = visit(person(ADA), "finishing")
    exercise = ada.locator('[data-exercise="why-it-bends"]')
    exercise.get_by_role("textbox").fill("Because some cards always wait for the harbour.")
    expect(ada.locator("#cb-status")).to_contain_text("Saved")
    ines = person(INES)
    ines.goto(f"{ines.url}review/02-finishing-before-starting/why-it-bends")
    mine = ines.locator("article, section", has=ines.get_by_role("heading", name="Northern depot"))
    card = mine.last
    expect(card).to_contain_text("always wait for the harbour")
    expect(ines.get_by_role("heading", name="Harbour desk")).to_be_visible()
    card.get_by_role("radio", name="Asked for more").check()
    card.get_by_role("radio", name="clearly").first.check()
    card.get_by_role("textbox", name="Feedback").fill("And what does *switching* cost you?")
    card.get_by_role("button", name="Save feedback").click()
    feedback = exercise.locator(".cb-feedback")
    expect(feedback).to_contain_text("And what does switching cost you?")
    expect(feedback).to_contain_text("Ines Moreau")
    expect(exercise.locator(".cb-rubric__reached")).to_contain_text(["clearly"])


def test_on_a_phone_the_discussion_is_a_sheet(person):
    noor = person(NOOR)
    noor.goto(f"{noor.url}workbooks/harbour/01-making-work-visible")
    start_thread(noor, "The mailbox has lasted for years", "What is it good at?")
    phone = person(INES, **PHONE)
    phone.goto(noor.url)
    mark = block(phone, "The mailbox has lasted for years").locator(".cb-mark--some")
    mark.tap()
    sheet = phone.get_by_role("dialog")
    expect(sheet).to_contain_text("What is it good at?")
    sheet.get_by_label("Reply").fill("Everybody has it.")
    sheet.get_by_role("button", name="Send").tap()
    expect(noor.locator(".cb-comment", has_text="Everybody has it.")).to_be_visible()
    phone.keyboard.press("Escape")
    expect(sheet).to_have_count(0)
    expect(mark).to_be_focused()
    phone.get_by_role("button", name="Contents").tap()
    phone.get_by_role("link", name="What a board shows").tap()
    expect(phone.locator(".cb-outline--open")).to_have_count(0)
