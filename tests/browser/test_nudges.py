"""A group is nudged about a topic, answers together, and its mentor replies."""

from __future__ import annotations

import re
import shutil
from collections.abc import Callable, Iterator
from contextlib import closing
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect
from ruamel.yaml import YAML

from axe import accessible, accessible_everywhere
from cast import ADA, BILAL, CHIARA, ELIF, INES, NOOR, PHONE, WORKBOOKS, once_there, visit
from cohortbook.access.people import People
from cohortbook.learning.accounts import AccountDraft
from cohortbook.learning.nudge_sending import NewNudge
from cohortbook.learning.nudges import Nudges
from cohortbook.learning.rooms import RoomKey
from cohortbook.store.database import Database
from discussing import begin
from serving import EXAMPLE, Served, served

pytestmark = pytest.mark.browser

ROOM = f"/api/rooms/north/{WORKBOOKS['visible']}"
SEEING, TRUST = "Seeing all the work", "Knowing it is in good hands"


def look(page: Page, group: str = "north") -> Page:
    """Open the workbook as somebody to whom it does not say in English that it is saved."""
    origin = "/".join(page.url.split("/")[:3])
    page.goto(f"{origin}/workbooks/{group}/{WORKBOOKS['visible']}")
    expect(page.locator("html[data-ready]")).to_be_attached()
    return page


def card(page: Page, kind: str, topic: str):
    return page.get_by_role("region", name=f"{kind}: {topic}", exact=True)


def test_a_reminder_comes_into_the_open_page_and_two_members_answer_it_together(server, person):
    ada, bilal, ines = person(ADA), person(BILAL), person(INES)
    with closing(server.client(ADA)) as client:
        anchor = {"kind": "exercise", "ref": "last-mix-up", "quote": None}
        begin(client, ROOM, "The pass at the gate cost us **two hours**.", anchor)
    for page in (ada, bilal):
        visit(page, "visible")
    look(ines)

    ines.get_by_role("button", name=f"Write a nudge: {SEEING}").click()
    dialog = ines.get_by_role("dialog", name=f"A nudge about “{SEEING}”")
    accessible(ines, "writing a nudge")
    dialog.get_by_role("button", name="Send it to the group").click()
    expect(dialog).to_be_hidden()

    reminder = card(ada, "A reminder", SEEING)
    expect(reminder).to_contain_text("Does it still hold?")
    expect(reminder.locator("blockquote")).to_have_text("The pass at the gate cost us two hours.")
    expect(reminder).to_contain_text("Ada Brandt, in the discussion")
    expect(reminder).to_contain_text("0 of 3 exercises answered, 1 comment")
    expect(ada.get_by_role("status").filter(has_text=f"News about {SEEING}")).to_be_attached()
    expect(ada.locator(".cb-outline__nudge:visible")).to_have_count(1)
    accessible_everywhere(ada, "a reminder")

    # With the keys alone: choose, say why, suggest.
    reminder.get_by_label("We pursue it").focus()
    ada.keyboard.press("Space")
    ada.keyboard.press("ArrowDown")
    expect(reminder.get_by_label("We leave it")).to_be_checked()
    reminder.get_by_role("button", name="Suggest this").press("Enter")
    expect(reminder.get_by_role("alert")).to_have_text("Write a few words first.")
    reminder.get_by_label("For which reason?").fill("We have no mailbox any more.")
    accessible(ada, "an account being written")
    reminder.get_by_role("button", name="Suggest this").press("Enter")
    expect(reminder.locator(".cb-nudge__answer")).to_be_focused()
    expect(reminder).to_contain_text("It counts once one more of you agrees.")

    theirs = card(bilal, "A reminder", SEEING)
    expect(theirs).to_contain_text("Suggested by Ada Brandt")
    expect(card(ines, "A reminder", SEEING)).to_contain_text("Suggested, not agreed yet")
    theirs.get_by_role("button", name="I agree").click()
    for page in (ada, bilal):
        expect(card(page, "A reminder", SEEING)).to_contain_text("This is what your group says")
        expect(card(page, "A reminder", SEEING)).to_contain_text("Agreed: Ada Brandt, Bilal Aydin")
    expect(ada.locator(".cb-outline__nudge:visible")).to_have_count(0)

    ines.goto(f"{server.url}/")
    accounts = ines.get_by_role("region", name="What groups say to topics left aside")
    accounts.get_by_role("link", name=re.compile("Northern depot leaves")).click()
    settled = card(ines, "A reminder", SEEING)
    expect(settled).to_be_focused()
    settled.get_by_label("Reply to the group").fill("That is a good reason.")
    settled.get_by_role("button", name="Send the reply").click()
    expect(reminder).to_contain_text("That is a good reason.")
    expect(theirs).to_contain_text("Ines Moreau")
    accessible_everywhere(ada, "an account with a reply")


def test_a_link_leads_to_the_nudge_also_through_signing_in(server, person, browser, watch):
    """As hooks tell it: whoever follows it from a chat may not be signed in there."""
    watch.expected.append("401")
    with closing(server.client(INES)) as client:
        path = f"{ROOM.replace('north', 'harbour')}/nudges"
        told = [
            client.post(path, json={"topic": "trust", "kind": kind}).json()
            for kind in ("reminder", "challenge")
        ]
    # The first of two is folded away.
    link = f"/workbooks/harbour/{WORKBOOKS['visible']}#nudge-{told[0]['id']}"
    here = person(ELIF)
    here.goto(server.url + link)
    expect(here.locator(f"#nudge-{told[0]['id']}")).to_be_focused()
    expect(here.locator(f"#nudge-{told[0]['id']}")).to_be_in_viewport()

    context = browser.new_context()
    page = context.new_page()
    watch.page(page)
    page.goto(server.url + link)
    expect(page).to_have_url(re.compile("/sign-in"))
    page.goto(server.join_link(ELIF))
    page.get_by_role("button", name="Join as Elif").click()
    expect(page.locator(f"#nudge-{told[0]['id']}")).to_be_focused()
    # It is led to once.
    page.goto(server.join_link(ELIF))
    page.get_by_role("button", name="Join as Elif").click()
    expect(page).to_have_url(f"{server.url}/")
    context.close()


def test_two_who_write_at_once_do_not_write_over_each_other(server, person):
    ada, bilal = person(ADA), person(BILAL)
    with closing(server.client(NOOR)) as noor:
        body = {"topic": "trust", "kind": "challenge", "words": "What is in the way?"}
        assert noor.post(f"{ROOM}/nudges", json=body).status_code == 201
    for page in (ada, bilal):
        visit(page, "visible")
        mine = card(page, "A challenge", TRUST)
        expect(mine).to_contain_text("What is in the way?")
        mine.get_by_label("We propose something better").check()
        mine.get_by_label("What do you propose?").fill(f"A list, says {page.title()[:1]}.")
    card(ada, "A challenge", TRUST).get_by_role("button", name="Suggest this").click()
    expect(card(bilal, "A challenge", TRUST)).to_contain_text("Suggested by Ada Brandt")
    card(bilal, "A challenge", TRUST).get_by_role("button", name="Change it").click()
    changed = card(bilal, "A challenge", TRUST)
    changed.get_by_label("What do you propose?").fill("The wiki of the whole house.")
    changed.get_by_role("button", name="Suggest this").click()
    expect(card(ada, "A challenge", TRUST)).to_contain_text("The wiki of the whole house.")
    card(ada, "A challenge", TRUST).get_by_role("button", name="I agree").click()
    expect(card(bilal, "A challenge", TRUST)).to_contain_text("This is what your group says")


def test_on_a_phone_and_in_german_it_is_all_there(server, person):
    with closing(server.client(NOOR)) as noor:
        room = f"/api/rooms/harbour/{WORKBOOKS['visible']}"
        body = {"topic": "visibility", "kind": "challenge"}
        assert noor.post(f"{room}/nudges", json=body).status_code == 201
    page = look(person(ELIF, locale="de-DE", **PHONE), "harbour")
    asked = card(page, "Eine Herausforderung", SEEING)
    expect(asked).to_contain_text("liegen lassen")
    asked.get_by_label("Wir verfolgen es").check()
    expect(asked.get_by_label("Bis zu welchem Tag")).to_be_visible()
    wide = page.evaluate("document.documentElement.scrollWidth - innerWidth")
    assert wide <= 0


def test_what_is_read_is_measured_and_told_to_who_read(server, person):
    chiara = visit(person(CHIARA), "visible")
    chiara.get_by_role("heading", name="What a mailbox hides").scroll_into_view_if_needed()
    chiara.mouse.move(500, 400)
    kept = None
    for _ in range(15):
        chiara.wait_for_timeout(1000)
        chiara.mouse.wheel(0, 20)
        chiara.evaluate("dispatchEvent(new Event('pagehide'))")
        kept = chiara.request.get(f"{server.url}/record/download").json()
        if kept.get("reading_days"):
            break
    (row,) = kept["reading_days"]
    assert row["topic"] == "visibility"
    assert 0 < row["seconds"] < 60
    chiara.goto(f"{server.url}/record")
    expect(chiara.get_by_role("row", name=re.compile(SEEING))).to_be_visible()
    accessible_everywhere(chiara, "what is kept about somebody")


def test_who_accompanies_groups_sees_how_they_stand(server, person):
    noor = person(NOOR)
    noor.get_by_role("navigation", name="Main").get_by_role("link", name="Attention").click()
    expect(noor.get_by_role("heading", level=1)).to_have_text("Attention")
    north = noor.locator(".cb-standing", has_text="Northern depot").first
    expect(north.get_by_text("exercises answered").first).to_be_visible()
    north.get_by_text("Person by person").first.click()
    expect(north.get_by_text(re.compile("Ada Brandt: .* read")).first).to_be_visible()
    accessible_everywhere(noor, "attention")

    # From where it is seen it is written, with a look at what the group will read.
    office = noor.locator(".cb-standing", has_text="Returns and claims").first
    office.get_by_role("link", name=re.compile(f"Write a nudge.*{TRUST}")).click()
    look = noor.locator("[data-nudge-card]")
    expect(look).to_contain_text("Do you want to take it up?")
    noor.get_by_label("A challenge").check()
    expect(look).to_contain_text("Say what you make of it")
    noor.get_by_label("Your words").fill("{group}: {topic}?")
    expect(look).to_contain_text(f"Returns and claims: {TRUST}?")
    accessible_everywhere(noor, "writing a nudge from attention")
    noor.get_by_role("button", name="Send it to the group").click()
    expect(noor).to_have_url(re.compile("/attention#topic-office-"))
    office.get_by_role("link", name="Nudged, no account yet").click()
    expect(card(noor, "A challenge", TRUST)).to_contain_text(f"Returns and claims: {TRUST}?")


@pytest.fixture
def promised(example: Path, tmp_path: Path) -> Iterator[Served]:
    """The cohort ten days after a group promised to pursue a topic within three."""
    programme, folder = tmp_path / "programme", tmp_path / "served"
    shutil.copytree(EXAMPLE, programme)
    shutil.copytree(example, folder)
    file, yaml = programme / "cohort.yaml", YAML(typ="safe")
    data = yaml.load(file.read_text())
    data["nudges"]["quiet"] = {"begins": None, "ends": None, "weekdays": [], "holidays": []}
    with file.open("w") as out:
        yaml.dump(data, out)
    # Makes people of the cohort file.
    with served(programme, folder):
        pass
    database = Database.in_folder(folder / "data")
    ada, bilal, ines = (People(database).by_email(each).person_id for each in (ADA, BILAL, INES))
    then = datetime.now(UTC) - timedelta(days=10)
    past, room = Nudges(database, lambda: then), RoomKey("north", WORKBOOKS["visible"])
    nudge = past.send_by_hand(NewNudge(room, "visibility", "challenge"), ines).value
    draft = AccountDraft("pursue", "On Monday, all of us.", (then + timedelta(days=3)).date())
    past.give_account(room, nudge.id, draft, ada, 0)
    past.agree(room, nudge.id, bilal, 1)
    database.close()
    with served(programme, folder) as running:
        yield running


def test_a_promise_whose_day_is_over_is_asked_about(
    promised: Served, people: Callable[[Served], Callable[..., Page]]
):
    ada = people(promised)(ADA)
    waiting = ada.get_by_role("region", name="Topics that wait for your word")
    became = waiting.get_by_role("link", name=re.compile(f"What became of “{SEEING}”"))
    once_there(became).click()
    asked = card(ada, "A promise", SEEING)
    expect(asked).to_be_focused()
    expect(asked).to_contain_text("The day is over")
    ada.get_by_text("1 earlier nudge about this topic").click()
    expect(card(ada, "A challenge", SEEING)).to_contain_text("On Monday, all of us.")
    expect(card(ada, "A challenge", SEEING)).to_contain_text("we have asked what became of it")
    accessible(ada, "a promise that is asked about")
