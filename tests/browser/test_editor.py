"""The editor of texts: fetched when needed, shared, one's own history, left by keyboard."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Locator, Page, Route, expect

from cast import ADA, BILAL, INES, PHONE, visit
from writing import editor, expect_text, textbox

pytestmark = pytest.mark.browser

TOGETHER = "first-week"
EDITOR = re.compile(r"/static/page-editor-\w+\.js$")


def exercise(page: Page, identifier: str = TOGETHER) -> Locator:
    return page.locator(f'[data-exercise="{identifier}"]')


def cleared(page: Page, identifier: str = TOGETHER) -> Locator:
    text = editor(page, identifier)
    text.press("Control+a")
    text.press("Delete")
    expect_text(page, identifier, "")
    return text


def until(page: Page, met: Callable[[], bool]) -> None:
    """Let the page go on until something is so."""
    for _ in range(200):
        if met():
            return
        page.wait_for_timeout(50)
    raise AssertionError


def held(page: Page) -> list[Route]:
    """Keep the editor from arriving; returns where it waits to be let through."""
    waiting: list[Route] = []

    def hold(route: Route) -> None:
        waiting.append(route)

    page.route(EDITOR, hold)
    return waiting


def size(page: Page) -> list[float]:
    box: list[float] = (
        exercise(page)
        .locator(".cb-text__box")
        .evaluate("box => [box.offsetWidth, box.offsetHeight]")
    )
    return box


def names_of_carets(page: Page) -> list[str]:
    drawn = exercise(page).locator(".cb-caret")
    names: list[str] = drawn.evaluate_all("all => all.map(each => each.dataset.name)")
    return names


def test_the_editor_is_not_fetched_before_somebody_goes_to_a_text(person):
    page = person(ADA)
    page.wait_for_load_state()
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    visit(page, "rules")
    page.mouse.move(700, 500)
    page.mouse.wheel(0, 2000)
    exercise(page).hover()
    scripts = [each for each in asked if re.search(r"/static/.*\.js$", each)]
    # What the page shares with its later parts is a file of its own.
    assert len(scripts) <= 2, scripts
    assert not [each for each in asked if EDITOR.search(each)]
    editor(page, TOGETHER)
    assert [each for each in asked if EDITOR.search(each)]


def test_what_is_typed_before_the_editor_is_there_is_kept(person):
    page = visit(person(ADA), "rules")
    cleared(page)
    page.reload()
    expect(page.locator("html[data-ready]")).to_be_attached()
    waiting = held(page)
    text = textbox(page, TOGETHER)
    text.click()
    page.keyboard.type("Begun early; ")
    page.keyboard.press("ArrowLeft")
    page.keyboard.press("ArrowLeft")
    expect(exercise(page).locator(".cm-content")).to_have_count(0)
    until(page, lambda: bool(waiting))
    before = size(page)
    waiting[0].continue_()
    expect(exercise(page).locator(".cm-content")).to_be_focused()
    assert size(page) == before, "nothing moves"
    page.keyboard.type(", and the caret stays")
    expect_text(page, TOGETHER, "Begun early, and the caret stays; ")
    # How many steps these are depends on the pauses between the letters.
    for _ in range(10):
        page.keyboard.press("Control+z")
    expect_text(page, TOGETHER, "")


def test_without_the_editor_the_field_does_its_work(person, watch):
    watch.expected += ["ERR_FAILED", "Failed to load resource"]
    page, bilal = visit(person(ADA), "rules"), visit(person(BILAL), "rules")
    cleared(bilal)
    page.route(EDITOR, lambda route: route.abort())
    textbox(page, TOGETHER).click()
    page.keyboard.type("Plain words.")
    expect_text(bilal, TOGETHER, "Plain words.")
    bilal.keyboard.press("Control+End")
    bilal.keyboard.type(" And more.")
    expect(textbox(page, TOGETHER)).to_have_value("Plain words. And more.")


def test_two_write_at_once_and_see_whose_caret_is_whose(person):
    ada, bilal = visit(person(ADA), "rules"), visit(person(BILAL), "rules")
    texts = [cleared(ada), editor(bilal, TOGETHER)]
    ada.keyboard.type("Monday. Friday.")
    expect_text(bilal, TOGETHER, "Monday. Friday.")
    texts[0].press("Control+Home")
    texts[1].press("Control+End")
    for left, right in zip("On ", " Done.", strict=False):
        texts[0].press(left)
        texts[1].press(right)
    for right in "ne.":
        texts[1].press(right)
    for page in (ada, bilal):
        expect_text(page, TOGETHER, "On Monday. Friday. Done.")
    expect(exercise(ada).locator('.cb-caret[data-name="Bilal Aydin"]')).to_have_count(1)
    expect(exercise(bilal).locator('.cb-caret[data-name="Ada Brandt"]')).to_have_count(1)
    assert names_of_carets(ada) == ["Bilal Aydin"]
    texts[1].press("Shift+Home")
    expect(exercise(ada).locator(".cb-caret-range")).to_have_text("On Monday. Friday. Done.")
    bilal.context.close()
    expect(exercise(ada).locator(".cb-caret")).to_have_count(0)


def test_who_writes_is_told_to_those_who_only_look(person):
    ada, bilal, ines = visit(person(ADA), "rules"), visit(person(BILAL), "rules"), person(INES)
    ines.goto(ada.url)
    expect(ines.locator("html[data-ready]")).to_be_attached()
    text = cleared(ada)
    text.press_sequentially("Well")
    for page in (bilal, ines):
        expect(exercise(page).locator(".cb-writers")).to_have_text("Ada Brandt is writing…")
        expect(exercise(page).get_by_role("status").first).to_have_text("Ada Brandt is writing…")
    for page in (bilal, ines):
        expect(exercise(page).locator(".cb-writers")).to_have_text("")
    expect(exercise(ada).locator(".cb-writers")).to_have_text("")


def test_each_takes_back_only_their_own(person):
    ada, bilal = visit(person(ADA), "rules"), visit(person(BILAL), "rules")
    cleared(ada)
    visit(ada, "rules")
    # At once: letter by letter on a slow machine it may be two steps to take back.
    editor(ada, TOGETHER)
    ada.keyboard.insert_text("Ada's. ")
    expect_text(bilal, TOGETHER, "Ada's. ")
    editor(bilal, TOGETHER).press("Control+End")
    bilal.keyboard.insert_text("Bilal's.")
    expect_text(ada, TOGETHER, "Ada's. Bilal's.")
    ada.keyboard.press("Control+z")
    for page in (ada, bilal):
        expect_text(page, TOGETHER, "Bilal's.")
    ada.keyboard.press("Control+Shift+KeyZ")
    for page in (ada, bilal):
        expect_text(page, TOGETHER, "Ada's. Bilal's.")
    bilal.keyboard.press("Control+z")
    for page in (ada, bilal):
        expect_text(page, TOGETHER, "Ada's. ")


def test_words_look_as_they_will_and_marks_show_at_the_caret(person):
    page = visit(person(ADA), "rules")
    cleared(page)
    page.keyboard.type("Say ")
    page.keyboard.press("Control+b")
    page.keyboard.type("loudly")
    strong = exercise(page).locator(".cb-md-strong").first
    expect(strong).to_have_text("**loudly**")
    page.keyboard.press("End")
    page.keyboard.press("Enter")
    page.keyboard.type("# Then")
    expect(strong).to_have_text("loudly")
    expect(exercise(page).locator(".cb-md-heading--1")).to_have_text("# Then")
    page.keyboard.press("Enter")
    expect(exercise(page).locator(".cb-md-heading--1")).to_have_text("Then")
    fresh = visit(person(ADA), "rules")
    expect(textbox(fresh, TOGETHER)).to_have_value("Say **loudly**\n# Then\n")


def test_the_tools_work_before_the_editor_is_there(person):
    page = visit(person(ADA), "rules")
    cleared(page).press_sequentially("one")
    expect(page.locator("#cb-status")).to_contain_text("Saved")
    page.reload()
    expect(page.locator("html[data-ready]")).to_be_attached()
    tools = exercise(page).get_by_role("toolbar")
    tools.get_by_role("button", name="List").click()
    expect_text(page, TOGETHER, "- one")
    page.keyboard.press("Escape")
    tools.get_by_role("button", name="List").focus()
    page.keyboard.press("ArrowRight")
    expect(tools.get_by_role("button", name="Link")).to_be_focused()
    page.keyboard.press("End")
    expect(tools.get_by_role("button", name="Preview")).to_be_focused()


def test_the_preview_is_what_the_server_makes_of_it(person):
    ada, ines = visit(person(ADA), "rules"), person(INES)
    ines.goto(ada.url)
    cleared(ada)
    ada.keyboard.insert_text("Say **it** <img src=x onerror=alert(1)>")
    for page in (ada, ines):
        button = exercise(page).get_by_role("button", name="Preview")
        button.click()
        look = exercise(page).locator(".cb-look")
        expect(look.locator("strong")).to_have_text("it")
        expect(look).to_contain_text("<img src=x onerror=alert(1)>")
        expect(textbox(page, TOGETHER)).to_have_count(0)
        button.click()
        expect(textbox(page, TOGETHER)).to_be_visible()


def test_the_editor_has_a_name_and_lets_the_keyboard_go(person):
    page = visit(person(ADA), "rules")
    text = editor(page, TOGETHER)
    expect(text).to_have_accessible_name(re.compile("do differently on Monday"))
    expect(text).to_have_attribute("spellcheck", "true")
    page.keyboard.press("Tab")
    expect(text).not_to_be_focused()
    text.focus()
    page.keyboard.press("Escape")
    expect(text).not_to_be_focused()
    page.keyboard.press("Tab")
    expect(exercise(page).get_by_role("button", name="History")).to_be_focused()


def test_every_line_runs_the_way_its_words_do(person):
    page = visit(person(ADA), "rules")
    cleared(page)
    page.keyboard.insert_text("left to right\n\u05e9\u05dc\u05d5\u05dd")
    directions = (
        exercise(page)
        .locator(".cm-line")
        .evaluate_all("lines => lines.map(line => getComputedStyle(line).direction)")
    )
    assert directions == ["ltr", "rtl"]


def test_on_a_phone_nothing_is_wider_than_the_screen(person):
    page = visit(person(ADA, **PHONE), "rules")
    textbox(page, TOGETHER).tap()
    expect(exercise(page).locator(".cm-content")).to_be_focused()
    page.keyboard.insert_text("A-word-of-great-length" * 10)
    assert page.evaluate("document.documentElement.scrollWidth") == 390
    boxes = (
        exercise(page)
        .locator(".cb-tool")
        .evaluate_all("all => all.map(each => Math.min(each.offsetWidth, each.offsetHeight))")
    )
    assert min(boxes) >= 40


def compose(page: Page, letters: str) -> None:
    """Show letters as an input method does before they are chosen."""
    page.context.new_cdp_session(page).send(
        "Input.imeSetComposition",
        {"text": letters, "selectionStart": len(letters), "selectionEnd": len(letters)},
    )


def choose(page: Page, letters: str) -> None:
    """End what an input method shows with these letters."""
    page.context.new_cdp_session(page).send("Input.insertText", {"text": letters})


def test_a_composition_is_not_broken_by_the_editors_coming(person):
    page = visit(person(ADA), "rules")
    cleared(page)
    visit(page, "rules")
    waiting = held(page)
    textbox(page, TOGETHER).click()
    compose(page, "k")
    until(page, lambda: bool(waiting))
    with page.expect_response(EDITOR):
        waiting[0].continue_()
    compose(page, "kana")
    expect(exercise(page).locator(".cm-content")).to_have_count(0)
    choose(page, "kanal")
    expect(exercise(page).locator(".cm-content")).to_be_focused()
    page.keyboard.type("!")
    expect_text(page, TOGETHER, "kanal!")


def test_a_composition_is_not_broken_by_what_others_write(person):
    ada, bilal = visit(person(ADA), "rules"), visit(person(BILAL), "rules")
    cleared(ada).press_sequentially("one two")
    expect_text(bilal, TOGETHER, "one two")
    compose(ada, " thr")
    text = editor(bilal, TOGETHER)
    text.press("Control+Home")
    text.press_sequentially("zero ")
    expect_text(ada, TOGETHER, "zero one two thr")
    compose(ada, " three")
    choose(ada, " three")
    for page in (ada, bilal):
        expect_text(page, TOGETHER, "zero one two three")
