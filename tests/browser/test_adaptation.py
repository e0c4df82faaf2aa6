"""Pages fit those who look at them: large letters, few colours, no motion, other directions."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page, expect

from cast import ADA, BILAL, INES, NOOR, WORKBOOKS, visit

pytestmark = pytest.mark.browser

# 1280 pixels at 400 %, which is what WCAG 1.4.10 asks for.
MAGNIFIED = {"viewport": {"width": 320, "height": 640}, "device_scale_factor": 2}
HEBREW = "שלום לכולם"

_WIDER = """() => {
  const width = document.documentElement.clientWidth;
  if (document.documentElement.scrollWidth <= width) return [];
  return [...document.querySelectorAll("body *")]
    .filter(each => each.getBoundingClientRect().right > width + 1)
    .map(each => each.outerHTML.slice(0, 120));
}"""


def fits(page: Page, state: str) -> None:
    assert page.evaluate(_WIDER) == [], state


@pytest.mark.parametrize("email", [ADA, NOOR], ids=["member", "facilitator"])
def test_nothing_scrolls_sideways_in_large_letters(person, watch, email):
    watch.expected.append("no-such-page")
    page = person(email, **MAGNIFIED)
    origin = page.url
    paths = ["", "no-such-page", *(f"workbooks/north/{each}" for each in WORKBOOKS.values())]
    if email == NOOR:
        paths += ["review", "review/01-making-work-visible/last-mix-up"]
    for path in paths:
        page.goto(origin + path)
        expect(page.locator("h1")).to_have_count(1)
        fits(page, path)
    page.goto(f"{origin}workbooks/north/{WORKBOOKS['rules']}")
    expect(page.locator("html[data-ready]")).to_be_attached()
    page.get_by_role("banner").locator("summary").last.click()
    fits(page, "the account menu")
    page.keyboard.press("Escape")
    page.get_by_role("button", name="Contents").click()
    fits(page, "the contents")


@pytest.mark.parametrize("path", ["", f"workbooks/north/{WORKBOOKS['rules']}"])
def test_text_twice_as_large_is_still_all_there(person, path):
    ada = person(ADA, viewport={"width": 1280, "height": 800})
    ada.goto(ada.url + path)
    expect(ada.locator("h1")).to_have_count(1)
    before = ada.locator("h1").evaluate("h1 => parseFloat(getComputedStyle(h1).fontSize)")
    ada.evaluate("document.documentElement.style.fontSize = '200%'")
    after = ada.locator("h1").evaluate("h1 => parseFloat(getComputedStyle(h1).fontSize)")
    assert after >= 1.5 * before
    fits(ada, path)
    cut = ada.evaluate(
        """() => [...document.querySelectorAll("h1, h2, h3, p, button, a, label")]
             .filter(each => each.clientHeight && getComputedStyle(each).overflow === "hidden"
               && each.scrollHeight > each.clientHeight + 2)
             .map(each => each.outerHTML.slice(0, 120))"""
    )
    assert cut == []


def test_nothing_moves_for_those_who_want_it_still(person):
    ada = visit(person(ADA, reduced_motion="reduce"), "finishing")
    ada.locator(".cb-block").first.hover()
    moving = ada.evaluate(
        """() => {
          const seconds = value => Math.max(...value.split(",").map(parseFloat));
          return [...document.querySelectorAll("*")].filter(each => {
            const style = getComputedStyle(each);
            const animated = style.animationName !== "none" && seconds(style.animationDuration) > 0.01;
            return animated || seconds(style.transitionDuration) > 0.01;
          }).map(each => each.outerHTML.slice(0, 120));
        }"""
    )
    assert moving == []
    assert ada.evaluate("getComputedStyle(document.documentElement).scrollBehavior") == "auto"


def test_with_few_colours_what_is_chosen_and_where_one_is_can_be_told(person):
    ada = visit(person(ADA, forced_colors="active"), "rules")
    assert ada.evaluate("matchMedia('(forced-colors: active)').matches")
    exercise = ada.locator('[data-exercise="first-columns"], [data-exercise]').filter(
        has=ada.get_by_role("radio")
    )
    choices = exercise.first.get_by_role("radio")
    choices.nth(1).focus()
    ada.keyboard.press("Space")
    expect(choices.nth(1)).to_be_checked()
    shown = """radio => {
      const look = getComputedStyle(radio);
      const around = getComputedStyle(radio.closest("label"));
      const mark = getComputedStyle(radio.nextElementSibling ?? radio);
      return [look, around, mark].map(each => [each.appearance, each.borderColor,
        each.borderWidth, each.backgroundColor, each.boxShadow, each.outlineStyle]);
    }"""
    looks = [choices.nth(number).evaluate(shown) for number in (0, 1)]
    native = looks[0][0][0] not in {"none", ""}
    assert native or looks[0] != looks[1]
    button = ada.get_by_role("button", name="Discuss").first
    button.focus()
    ada.keyboard.press("Shift+Tab")
    ada.keyboard.press("Tab")
    width = button.evaluate("each => parseFloat(getComputedStyle(each).outlineWidth)")
    style = button.evaluate("each => getComputedStyle(each).outlineStyle")
    assert style != "none"
    assert width >= 2


# How far a paragraph's words stay from its left edge, compared with its right one.
_STARTS_AT = """each => {
  const words = document.createRange();
  words.selectNodeContents(each);
  const inner = words.getBoundingClientRect(), outer = each.getBoundingClientRect();
  return inner.left - outer.left > outer.right - inner.right + 10 ? "right" : "left";
}"""


def test_words_of_another_direction_run_as_they_should(person):
    ada, bilal = visit(person(ADA), "rules"), visit(person(BILAL), "rules")
    text = ada.locator('[data-exercise="done-means"]').get_by_role("textbox")
    text.fill(f"{HEBREW}\n\nAnd in English.")
    expect(ada.locator("#cb-status")).to_contain_text("Saved")

    block = ada.locator(".cb-block", has_text="Begin with few columns").first
    block.hover()
    block.locator(".cb-mark").click()
    ada.get_by_label("Say something about this").fill(f"{HEBREW}\n\nIn English.")
    ada.keyboard.press("Control+Enter")
    comment = bilal.locator(".cb-comment", has_text=HEBREW)
    expect(comment).to_be_visible()
    ines = person(INES)
    ines.goto(f"{ines.url}review/03-our-board-our-rules/done-means")
    answer = ines.get_by_role("region", name="Answer of Northern depot")
    for place in (comment, answer):
        expect(place).to_contain_text(HEBREW)
        assert place.locator("p", has_text=HEBREW).evaluate(_STARTS_AT) == "right"
        assert place.locator("p", has_text="n English.").evaluate(_STARTS_AT) == "left"
    text.fill("")


def test_a_page_laid_out_from_the_right_fits_too(person):
    for viewport in ({"width": 1440, "height": 900}, {"width": 390, "height": 844}):
        ada = visit(person(ADA, viewport=viewport), "rules")
        ada.evaluate("document.documentElement.dir = 'rtl'")
        wide = ada.evaluate(
            "document.documentElement.scrollWidth - document.documentElement.clientWidth"
        )
        assert wide <= 0
        bar = ada.get_by_role("banner")
        brand = bar.get_by_role("link", name="cohortbook").bounding_box()
        account = bar.locator("summary").last.bounding_box()
        assert brand["x"] > account["x"]
