"""Each person in their language: pages, dialogs, errors, dates and numbers."""

from __future__ import annotations

import json
import re

import pytest
from playwright.sync_api import Page, expect

from cast import ADA, BILAL, INES, PHONE, WORKBOOKS
from cohortbook.server.words import texts

pytestmark = pytest.mark.browser

# Long enough to be no name, no label of a guide and no word that both languages share.
ENGLISH = sorted(
    {
        text
        for key, text in texts("en").items()
        if "{" not in text and len(text) > 8 and text not in texts("de").values()
    }
)
_SHOWN = """words => {
  const seen = document.body.innerText + [...document.querySelectorAll("[aria-label], [title]")]
    .map(each => `\\n${each.getAttribute("aria-label") ?? ""}\\n${each.title}`).join("");
  const lines = new Set(seen.split("\\n").map(line => line.trim()));
  return words.filter(word => lines.has(word));
}"""


def all_german(page: Page) -> None:
    assert page.locator("html").get_attribute("lang") == "de"
    assert page.evaluate(_SHOWN, ENGLISH) == []


def choose(page: Page, language: str) -> None:
    page.locator(".cb-account summary").click()
    page.locator("select[name=language]").select_option(language)
    page.locator(".cb-language button").click()


def to_workbook(page: Page, name: str = "rules") -> None:
    page.goto(f"{'/'.join(page.url.split('/')[:3])}/workbooks/north/{WORKBOOKS[name]}")
    expect(page.locator("html[data-ready]")).to_be_attached()


def test_one_chooses_german_everywhere_and_the_others_stay_as_they_are(person, server, watch):
    watch.expected.append("no-such-page")
    ada, bilal = person(ADA), person(BILAL)
    choose(ada, "de")
    expect(ada.get_by_role("heading", level=1)).to_contain_text("Schön, dass du da bist, Ada")
    all_german(ada)
    to_workbook(ada)
    expect(ada.locator("#cb-status")).to_contain_text("Gespeichert")
    all_german(ada)
    exercise = ada.locator("[data-exercise]").first
    exercise.get_by_role("button", name="Verlauf").click()
    expect(ada.get_by_role("dialog", name="Verlauf der Antwort")).to_be_visible()
    all_german(ada)
    ada.keyboard.press("Escape")
    exercise.get_by_role("button", name="Besprechen").click()
    expect(ada.get_by_label("Sag etwas dazu")).to_be_focused()
    all_german(ada)
    ada.goto(f"{server.url}/no-such-page")
    expect(ada.get_by_role("heading", level=1)).to_have_text("Hier ist keine Seite")
    all_german(ada)

    to_workbook(bilal)
    expect(bilal.locator("#cb-status")).to_contain_text("Saved")
    assert bilal.locator("html").get_attribute("lang") == "en"

    again = person(ADA)
    expect(again.get_by_role("heading", level=1)).to_contain_text("Schön, dass du da bist")
    to_workbook(again)
    choose(again, "")
    expect(again.locator("#cb-status")).to_contain_text("Saved")
    assert WORKBOOKS["rules"] in again.url


def test_dates_and_numbers_are_written_as_the_language_has_them(person):
    ada = person(ADA, locale="de-DE")
    to_workbook(ada, "finishing")
    all_german(ada)
    field = ada.locator("[data-kind=number] input").first
    field.fill("2,5")
    field.blur()
    expect(field).to_have_value("2,5")
    field.fill("")
    field.blur()
    text = ada.locator("[data-kind=text]").first
    text.get_by_role("textbox").fill("Ein Wort")
    expect(text.get_by_text("Zuletzt geändert von dir")).to_be_visible()
    month = r"Jan|Feb|März|Apr|Mai|Juni|Juli|Aug|Sept|Okt|Nov|Dez"
    expect(text.locator("time").first).to_have_text(re.compile(rf"\d+\. ({month})"))
    text.get_by_role("textbox").fill("")


def test_a_browser_that_asks_for_german_gets_it_on_a_phone_before_anybody_signs_in(
    browser, server, watch
):
    context = browser.new_context(locale="de-AT", **PHONE)
    page = context.new_page()
    watch.page(page)
    page.goto(f"{server.url}/sign-in")
    all_german(page)
    page.goto(server.join_link(BILAL))
    page.get_by_role("button", name=re.compile("Als Bilal.* eintreten")).click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("Schön, dass du da bist, Bilal")
    all_german(page)
    context.close()


def test_reviews_are_in_german_too(person):
    ines = person(INES, locale="de-DE")
    ines.goto(f"{ines.url}review")
    all_german(ines)
    ines.goto(f"{ines.url}/01-making-work-visible/last-mix-up")
    expect(ines.get_by_role("region", name="Antwort von Northern depot")).to_be_visible()
    all_german(ines)


def test_the_words_of_a_page_are_no_way_into_it(person):
    ada = person(ADA, locale="de-DE")
    to_workbook(ada)
    words = ada.locator("#cb-words").text_content()
    assert json.loads(words)["page.status.saved"] == "Gespeichert"
    assert "<" not in words
