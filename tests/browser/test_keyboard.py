"""A whole exercise without a mouse: reach it, answer it, talk about it, come back."""

from __future__ import annotations

import pytest
from playwright.sync_api import Locator, Page, expect

from cast import ADA, BILAL, PHONE, visit

pytestmark = pytest.mark.browser

# So many presses of Tab lead to any exercise; more would mean that it cannot be reached.
PATIENCE = 80


def has_focus(locator: Locator) -> bool:
    return locator.evaluate("element => element.contains(document.activeElement)")


def tab_to(page: Page, locator: Locator) -> None:
    for _ in range(PATIENCE):
        if has_focus(locator):
            return
        page.keyboard.press("Tab")
    msg = f"Tab does not lead to {locator}"
    raise AssertionError(msg)


def test_an_exercise_is_answered_and_discussed_by_keyboard(person):
    ada, bilal = visit(person(ADA), "visible"), visit(person(BILAL), "visible")
    exercise = ada.locator('[data-exercise="where-work-hides"]')
    ada.keyboard.press("Tab")
    skip = ada.get_by_role("link", name="Skip to the guide")
    expect(skip).to_be_focused()
    expect(skip).to_be_in_viewport()
    ada.keyboard.press("Enter")
    tab_to(ada, exercise)
    expect(exercise.get_by_role("checkbox").first).to_be_focused()
    ada.keyboard.press("Tab")
    ada.keyboard.press("Space")
    expect(exercise.get_by_role("checkbox").nth(1)).to_be_checked()
    expect(bilal.get_by_label("On paper notes or a white board")).to_be_checked()

    talk = exercise.get_by_role("button", name="Discuss")
    tab_to(ada, talk)
    ada.keyboard.press("Enter")
    composer = ada.get_by_label("Say something about this")
    expect(composer).to_be_focused()
    ada.keyboard.press("Escape")
    expect(composer).to_have_count(0)
    expect(talk).to_be_focused()

    ada.keyboard.press("Enter")
    expect(composer).to_be_focused()
    ada.keyboard.type("Two of us keep a list.")
    ada.keyboard.press("Control+Enter")
    card = ada.locator(".cb-card--open")
    expect(card).to_contain_text("Two of us keep a list.")
    # The others' pages can have it before the answer to the one who sent it is back.
    expect(composer).to_have_count(0)
    expect(bilal.locator(".cb-card", has_text="Two of us keep a list.")).to_be_visible()
    ada.keyboard.press("Escape")
    expect(card).to_have_count(0)
    expect(exercise.get_by_role("button", name="1 comment")).to_be_focused()


def test_what_has_the_focus_can_be_seen(person):
    ada = visit(person(ADA), "rules")
    seen = 0
    for _ in range(25):
        ada.keyboard.press("Tab")
        looks = ada.evaluate(
            """() => {
              const active = document.activeElement;
              // A control that is hidden is shown by what is around it.
              const shown = [active, active.closest("label, td, .cb-text__box"), active.nextElementSibling]
                .filter(each => each instanceof Element);
              const marked = shown.some(each => {
                const style = getComputedStyle(each);
                return style.outlineStyle !== "none" && parseFloat(style.outlineWidth) > 0
                  || style.boxShadow !== "none";
              });
              return {marked, html: active.outerHTML.slice(0, 200), body: active === document.body};
            }"""
        )
        if not looks["body"]:
            assert looks["marked"], looks["html"]
            seen += 1
    assert seen > 15


def test_the_contents_are_a_drawer_on_a_phone(person):
    ada = visit(person(ADA, **PHONE), "rules")
    contents = ada.get_by_role("button", name="Contents")
    expect(contents).to_have_attribute("aria-expanded", "false")
    contents.tap()
    expect(contents).to_have_attribute("aria-expanded", "true")
    outline = ada.get_by_role("navigation", name="Contents")
    expect(outline.get_by_role("link").first).to_be_focused()
    ada.keyboard.press("Escape")
    expect(contents).to_have_attribute("aria-expanded", "false")
    expect(contents).to_be_focused()
    expect(outline.get_by_role("link").first).not_to_be_in_viewport()
    contents.tap()
    outline.get_by_role("link", name="The first week").tap()
    expect(contents).to_have_attribute("aria-expanded", "false")
    expect(ada.get_by_role("heading", name="The first week")).to_be_in_viewport()
