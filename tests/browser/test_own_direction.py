"""A group directs itself: how much guidance it has, and topics that it adds."""

from __future__ import annotations

import re
from contextlib import closing
from datetime import date

import pytest
from playwright.sync_api import expect

from axe import accessible_everywhere
from cast import ADA, BILAL, ELIF, INES, NOOR, WORKBOOKS, visit
from cohortbook.learning.own_promises import OwnPromises
from cohortbook.learning.rooms import RoomKey
from cohortbook.store.database import Database

pytestmark = pytest.mark.browser

ADVICE = "How others have done it."
FACTS = {
    **dict.fromkeys(("points", "answered", "edits", "comments", "moves", "seconds", "readers"), 0),
    **dict.fromkeys(("expected", "median", "last_day")),
    "voices": 0,
    "exercises": 1,
    "members": 4,
    "due": "2026-01-09",
}
MIX_UP = '[data-exercise="last-mix-up"]'


def at(page, path):
    page.goto("/".join(page.url.split("/")[:3]) + path)
    return page


def turn_down(page, group):
    """Set a group's dial to the setting before the one that it has, with the keyboard."""
    at(page, f"/groups/{group}")
    page.get_by_role("radio", checked=True).focus()
    page.keyboard.press("ArrowLeft")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    expect(page.get_by_text("this would change")).to_be_visible()
    return page


def test_a_group_turns_its_dial_and_nothing_that_was_written_is_lost(person):
    bilal = visit(person(BILAL), "visible")
    expect(bilal.get_by_text(ADVICE)).to_be_visible()
    field = bilal.locator(MIX_UP).get_by_role("textbox").first
    field.click()
    bilal.keyboard.type("The gate pass")
    ada = turn_down(person(ADA), "north")
    accessible_everywhere(ada, "the group's page while a setting is tried")
    expect(ada.get_by_text("light", exact=True)).to_be_visible()
    # Nothing is set yet.
    expect(bilal.get_by_role("alert").filter(has_text="guide")).to_have_count(0)
    ada.get_by_label("Why, in a few words").fill("We know boards.")
    ada.get_by_role("button", name="Set it to “light”").click()
    expect(ada.get_by_text("It is set: your copies")).to_be_visible()
    # Who writes goes on writing, and loads the page when it suits them.
    reload = bilal.get_by_role("button", name=re.compile("^Reload"))
    expect(reload).to_be_visible()
    bilal.keyboard.type(" that everybody took.")
    expect(field).to_contain_text("The gate pass that everybody took.")
    expect(reload).to_be_enabled()
    reload.click()
    expect(bilal.locator("html[data-ready]")).to_be_attached()
    expect(bilal.get_by_text(ADVICE)).to_have_count(0)
    expect(field).to_have_value("The gate pass that everybody took.")
    at(bilal, "/groups/north").get_by_text("What was set before").click()
    expect(bilal.get_by_text("Ada Brandt set it to “light”")).to_be_visible()
    expect(bilal.get_by_text("We know boards.")).to_be_visible()
    # Other groups have what they had.
    expect(visit(person(ELIF), "visible", "harbour").get_by_text(ADVICE)).to_be_visible()


def test_a_facilitator_sets_it_for_a_group_and_compares_groups_honestly(person):
    noor = turn_down(person(NOOR), "harbour")
    noor.get_by_role("button", name="Set it to “light”").click()
    expect(noor.get_by_text("It is set: your copies")).to_be_visible()
    at(noor, "/desk").get_by_role("link", name="Guidance").click()
    expect(noor.get_by_role("heading", level=1)).to_have_text("Guidance compared")
    expect(noor.get_by_text("nothing can be concluded from this")).to_be_visible()
    expect(noor.get_by_text("is no effect of guidance")).to_be_visible()
    table = noor.locator(".cb-rows").first
    expect(table.get_by_role("row").filter(has_text="light")).to_contain_text("Hints where")
    accessible_everywhere(noor, "guidance compared")


def test_a_topic_of_their_own_is_everybodys_at_once(person):
    ada, bilal = visit(person(ADA), "rules"), visit(person(BILAL), "rules")
    ada.get_by_role("link", name="Topics of our own").click()
    ada.get_by_role("button", name="Add a topic").click()
    ada.get_by_role("textbox", name="Topic", exact=True).fill("Holidays")
    ada.get_by_label("Why it matters").fill("Half of us are **away**.")
    ada.get_by_role("button", name="Add it").click()
    expect(ada.get_by_role("button", name="Add a topic")).to_be_focused()
    theirs, ours = (page.locator(".cb-own__topic") for page in (bilal, ada))
    expect(theirs.locator("strong")).to_have_text("away")
    theirs.get_by_role("textbox").first.click()
    bilal.keyboard.type("Dov covers Chiara.")
    expect(ours.get_by_role("textbox").first).to_have_value("Dov covers Chiara.")
    expect(bilal.locator("#cb-status")).to_contain_text("Saved")
    accessible_everywhere(ada, "a topic of their own")

    ines = at(person(INES), f"/workbooks/north/{WORKBOOKS['rules']}")
    expect(ines.locator("html[data-ready]")).to_be_attached()
    seen = ines.locator(".cb-own__topic")
    expect(seen.get_by_role("textbox", name="Holidays")).to_have_value("Dov covers Chiara.")
    expect(ines.get_by_role("button", name="Add a topic")).to_have_count(0)
    seen.get_by_role("button", name="Discuss").click()
    ines.get_by_placeholder("Say something about this").fill("And in the second week?")
    ines.get_by_role("button", name="Send").click()
    expect(ours.get_by_role("button", name=re.compile("1 comment"))).to_be_visible()

    ours.get_by_role("button", name="Change: Holidays").click()
    ours.get_by_role("textbox", name="Topic", exact=True).fill("Summer holidays")
    ours.get_by_role("button", name="Keep it").click()
    renamed = bilal.get_by_role("heading", name="Summer holidays")
    expect(renamed).to_be_visible()
    bilal.get_by_role("button", name="Close: Summer holidays").click()
    expect(ada.get_by_role("heading", name="Summer holidays closed")).to_be_visible()
    ada.reload()
    expect(ours.get_by_role("button", name="Take it up again: Summer holidays")).to_be_visible()
    expect(ours.get_by_role("textbox")).to_have_count(0)
    ours.get_by_role("button", name="What was written: Summer holidays").click()
    expect(ours.get_by_role("textbox").first).to_have_value("Dov covers Chiara.")
    ours.get_by_role("button", name="Take it up again: Summer holidays").click()
    expect(theirs.get_by_role("textbox").first).to_be_visible()
    group = at(person(BILAL), "/groups/north")
    expect(group.get_by_role("link", name="Summer holidays")).to_be_visible()
    # Added there and then, and at once on the pages that are open.
    add = group.get_by_role("button", name=re.compile("^Add a topic.*Our board"))
    add.click()
    group.get_by_role("button", name="Cancel").click()
    expect(add).to_be_focused()
    group.keyboard.press("Enter")
    expect(group.get_by_role("textbox", name="Topic", exact=True)).to_be_focused()
    accessible_everywhere(group, "adding a topic on the group's page")
    group.keyboard.type("Keys")
    group.keyboard.press("Enter")
    expect(group.get_by_role("link", name="Keys")).to_be_visible()
    expect(ada.get_by_role("heading", name="Keys")).to_be_visible()


def asked_about(server, room, title):
    """Let a group have a topic whose day is over, and be asked about it as the server would."""
    with closing(server.client(ADA)) as ada:
        draft = {"title": title, "why": "", "by_day": "2026-01-09"}
        topic_id = ada.post(f"/api/rooms/{room}/own-topics", json=draft).json()["id"]
    with closing(Database.in_folder(server.data)) as database:
        promises = OwnPromises(database)
        (topic,) = (each for each in promises.over(date(2026, 1, 10)) if each.id == topic_id)
        (event,) = promises.follow_up(topic, kept=False, facts=FACTS).events
    return event.data["nudge"]["id"]


def test_when_its_day_is_over_the_group_is_asked_beside_its_topic(server, person):
    nudge = asked_about(server, RoomKey("north", WORKBOOKS["finishing"]), "Lost parcels")
    ada, bilal = visit(person(ADA), "finishing"), visit(person(BILAL), "finishing")
    mine, his = (page.locator(f".cb-own__topic #nudge-{nudge}") for page in (ada, bilal))
    expect(mine).to_contain_text("your own topic “Lost parcels” by January 9")
    expect(mine).to_contain_text("nothing written yet, no comments, not read yet")
    contents = ada.get_by_role("navigation", name="Contents")
    waits = contents.locator('[data-section="own-topics"]').get_by_text("waits for your word")
    expect(waits).to_be_attached()
    accessible_everywhere(ada, "a day of a group's own that is over")
    mine.get_by_label("We leave it").check()
    mine.get_by_label("For which reason?").fill("There are none any more.")
    mine.get_by_role("button", name="Suggest this").click()
    his.get_by_role("button", name="I agree").click()
    expect(mine).to_contain_text("This is what your group says")
    expect(waits).to_have_count(0)
    # Nobody writes nudges about what is the group's own.
    ines = at(person(INES), f"/workbooks/north/{WORKBOOKS['finishing']}")
    own = ines.locator(".cb-own__topic").filter(has=ines.locator(f"#nudge-{nudge}"))
    expect(own.get_by_label("Reply to the group")).to_be_visible()
    expect(own.get_by_role("button", name="Write a nudge")).to_have_count(0)
