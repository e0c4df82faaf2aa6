"""What those hear who listen to a page."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import expect

from cast import ADA, INES, PHONE, visit

pytestmark = pytest.mark.browser


def test_a_figure_is_called_by_its_caption_not_by_its_style_sheet(person):
    ada = visit(person(ADA), "visible")
    called = "Comment on “Counted from your mailbox: 112 open messages"
    expect(ada.get_by_role("button", name=called)).to_have_count(1)
    labels = ada.locator(".cb-mark").evaluate_all("all => all.map(mark => mark.ariaLabel)")
    assert [label for label in labels if "{" in label] == []


def test_every_control_of_an_exercise_says_what_it_is_about(person):
    ada = visit(person(ADA), "rules")
    done = ada.locator('[data-exercise="done-means"]')
    prompt = "Write the sentence that all of the"
    expect(done.get_by_role("textbox")).to_have_accessible_name(re.compile(prompt))
    columns = ada.get_by_role("group", name="Which columns do you start with?")
    expect(columns.get_by_role("radio")).to_have_count(3)
    talk = done.get_by_role("button", name="Discuss")
    expect(talk).to_have_accessible_description(re.compile(prompt))


def test_what_changes_by_itself_is_announced(person):
    ada, ines = visit(person(ADA), "rules"), person(INES)
    ines.goto(ada.url)
    status = ada.get_by_role("status").filter(has_text="Saved")
    expect(status.first).to_be_visible()
    expect(ines.locator("#cb-status")).to_have_attribute("role", "status")
    expect(ines.locator("#cb-status")).to_have_text("Live")


def test_a_slider_says_what_it_moves(person):
    ada = visit(person(ADA), "finishing")
    expect(ada.locator(".cb-widget--live figcaption")).to_be_visible(timeout=60_000)
    for name in ("Limit of Doing", "Urgent, in %"):
        expect(ada.get_by_role("slider", name=name)).to_be_visible()


def test_the_way_home_has_a_name_where_its_words_find_no_room(person):
    phone = person(INES, **PHONE)
    expect(phone.get_by_role("banner").get_by_role("link", name="cohortbook")).to_be_visible()
    phone.get_by_role("link", name="Review", exact=True).tap()
    expect(phone).to_have_url(re.compile("/review$"))
    phone.get_by_role("link", name="cohortbook").tap()
    expect(phone.get_by_role("heading", level=1)).to_contain_text("Ines")


def test_the_parts_of_a_review_are_told_apart_by_their_groups(person):
    ines = person(INES)
    ines.get_by_role("link", name="Review", exact=True).click()
    ines.get_by_role("link", name="Compare the best limit").click()
    for group in ("Northern depot", "Harbour desk"):
        expect(ines.get_by_role("region", name=f"Answer of {group}")).to_be_visible()
        expect(ines.get_by_role("form", name=f"Feedback to {group}")).to_be_visible()
