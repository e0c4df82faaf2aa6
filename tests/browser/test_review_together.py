"""What mentors do together, and groups for one another: office, calibration, peers."""

from __future__ import annotations

import re
from contextlib import closing

import pytest
from playwright.sync_api import expect

from axe import accessible, accessible_everywhere
from cast import ADA, ELIF, FARID, INES, NOOR, PHONE, WORKBOOKS, visit
from reviewing import answer

pytestmark = pytest.mark.browser

RULES = WORKBOOKS["rules"]


@pytest.fixture(scope="module", autouse=True)
def answers(server, browser):
    """Both groups of Ines have answered."""
    answer(server, browser, ADA, "north", {"done-means": "The pass is in his hand."})
    answer(server, browser, ELIF, "harbour", {"done-means": "The ship has sailed, says Elif."})


def test_calls_are_answered_from_one_place(person, server):
    ada = visit(person(ADA), "rules")
    ines = person(INES)
    ines.goto(f"{server.url}/review/office")
    expect(ines.get_by_text("Nobody waits for a word of yours.")).to_be_visible()
    ada.locator('[data-exercise="done-means"]').get_by_role("button", name="Discuss").click()
    area = ada.get_by_label("Say something about this")
    area.press_sequentially("Is this it, @mentors")
    ada.keyboard.press("Enter")
    ada.keyboard.press("Control+Enter")
    call = ines.get_by_role("article", name="Ada Brandt called you")
    expect(call).to_contain_text("Is this it, @mentors")
    expect(call).to_contain_text("Write the sentence that all of the")
    accessible_everywhere(ines, "a mentor's office")
    call.get_by_label("Your reply").fill("Nearly. *Who* says so?")
    ines.reload()
    expect(call.get_by_label("Your reply")).to_have_value("Nearly. *Who* says so?")
    call.get_by_label("Your reply").press("Control+Enter")
    expect(ines.get_by_role("article")).to_have_count(0)
    expect(ada.locator(".cb-card--open")).to_contain_text("Nearly. Who says so?")


def test_two_mentors_judge_the_same_answers_unseen_by_each_other(person, server):
    address = f"{server.url}/review/calibration/{RULES}/done-means"
    ines, noor = person(INES), person(NOOR, **PHONE)
    ines.goto(f"{server.url}/review/calibration")
    ines.get_by_role("link", name="Write the sentence").click()
    expect(ines).to_have_url(address)
    noor.goto(address)
    cards = [page.get_by_role("article", name="Answer 1") for page in (ines, noor)]
    for card, level in zip(cards, ("no", "yes"), strict=True):
        expect(card.get_by_role("table")).to_have_count(0)
        for radio in card.get_by_role("radio", name=level, exact=True).all():
            radio.check()
        card.get_by_role("button", name="Done").click()
    expect(cards[0].get_by_role("table")).not_to_contain_text("Noor")
    expect(cards[1].get_by_role("cell", name="no (differs from you)").first).to_be_visible()
    agreement = noor.get_by_role("region", name="How far you agree")
    expect(agreement.get_by_role("row").nth(1)).to_contain_text("0 of 1")
    expect(agreement).to_contain_text("Not told with fewer than 10 answers")
    assert "Elif" not in noor.content()
    agreement.get_by_text("What the number means").click()
    accessible_everywhere(noor, "calibration")


def test_groups_review_one_another(person, server, watch):
    watch.expected.append("409")
    ada, elif_ = visit(person(ADA), "rules"), visit(person(ELIF, **PHONE), "rules", "harbour")
    noor = person(NOOR)
    noor.goto(f"{server.url}/review/{RULES}/done-means")
    panel = noor.get_by_role("region", name="Review between groups")
    panel.get_by_role("button", name="Deal out the answers").click()
    expect(panel.get_by_role("alert")).to_contain_text("too few for 2 reviews")
    panel.get_by_label("Reviews for each answer").fill("1")
    panel.get_by_role("button", name="Deal out the answers").click()
    expect(panel).to_contain_text("0 of 2 reviews are given.")

    theirs = ada.locator('[data-exercise="done-means"]').get_by_role(
        "region", name="Review between groups"
    )
    answer = theirs.get_by_role("article", name="Answer 1 of another group")
    expect(answer).to_contain_text("The ship has sailed, says Member")
    answer.get_by_role("radio", name="partly").first.check()
    answer.get_by_label("What you say to its authors").fill("Who *sees* that?")
    answer.get_by_role("button", name="Send to its authors").click()
    expect(answer).to_contain_text("Sent, its authors see it now")

    mine = elif_.locator('[data-exercise="done-means"]').get_by_role(
        "article", name="Review 1 by another group"
    )
    expect(mine).to_contain_text("Who sees that?")
    assert "Ada" not in mine.inner_text()
    mine.get_by_role("radio", name="4").check()
    assert elif_.evaluate("document.documentElement.scrollWidth") <= 390
    accessible(elif_, "reviews between groups", schemes=("dark",))
    accessible(ada, "giving a review between groups", schemes=("light",))
    noor.reload()
    expect(panel).to_contain_text("1 of 2 reviews are given.")
    expect(panel).to_contain_text("4 of 5 on average")
    elif_.reload()
    expect(mine.get_by_role("radio", name="4")).to_be_checked()


def test_the_list_follows_what_comes_in_is_taken_and_is_done(person, server, browser):
    ines = person(INES)
    ines.goto(f"{server.url}/review")
    lines = ines.locator(".cb-answers .cb-queue__item")
    expect(lines).to_have_count(2)
    ines.evaluate("window.sameDocument = true")
    answer(server, browser, ADA, "north", {"first-week": "We try it."})
    expect(lines).to_have_count(3)
    expect(ines.locator(".cb-lead")).to_have_text("3 answers wait for you.")
    first = lines.filter(has_text="the customs desk at the harbour").get_by_role("link")
    address = first.get_attribute("href")
    first.focus()

    noor = person(NOOR)
    noor.goto(server.url + address)
    taken = ines.locator(f'[data-item="{address.rpartition("/")[2]}"]')
    expect(taken).to_contain_text("Noor Haddad is looking at it.")
    own = noor.locator(".cb-item__own")
    own.get_by_role("radio", name="Seen").check()
    expect(taken).to_contain_text("Noor Haddad is writing feedback.")
    # A refresh of the list takes nobody's place from them.
    answer(server, browser, ADA, "north", {"first-week": "We really try it."})
    expect(taken.get_by_role("link")).to_be_focused()
    own.get_by_role("button", name="Save feedback").click()
    expect(lines).to_have_count(2)
    expect(ines.locator(".cb-tabs")).to_contain_text("Seen 1")
    assert ines.evaluate("window.sameDocument")


def test_what_is_said_to_one_member_is_seen_by_nobody_else(person, server):
    room = f"/api/rooms/harbour/{RULES}"
    elif_ = visit(person(ELIF, **PHONE), "rules", "harbour")
    farid = visit(person(FARID), "rules", "harbour")
    alone = [page.locator('[data-exercise="confidence"]') for page in (elif_, farid)]
    for exercise in alone:
        exercise.get_by_role("radio").nth(1).check()
        exercise.get_by_role("button", name="Hand in").click()
        expect(exercise.get_by_role("button", name="Change my answer")).to_be_visible()
    with closing(server.client(NOOR)) as client:
        client.post(f"{room}/individual/confidence/reveal").raise_for_status()

    ines = person(INES)
    ines.goto(f"{server.url}/review")
    ines.locator(".cb-answers").get_by_role("link", name=re.compile("^How confident")).click()
    own = ines.locator(".cb-item__own")
    own.get_by_role("link", name="Feedback to Elif Kaya").click()
    expect(own.get_by_role("heading", name="Elif Kaya, Harbour desk")).to_be_visible()
    expect(ines.get_by_role("article", name="Farid Nasser, Harbour desk")).to_be_visible()
    own.get_by_role("radio", name="Asked for more").check()
    own.get_by_label("Feedback", exact=True).fill("Why not **surer**?")
    accessible_everywhere(ines, "feedback to one member")
    own.get_by_role("button", name="Save feedback").click()

    said = alone[0].get_by_role("region", name="Feedback on your own answer")
    expect(said).to_contain_text("Why not surer?")
    expect(said).to_contain_text("Only you and those who review see this.")
    assert elif_.evaluate("document.documentElement.scrollWidth") <= 390
    accessible(elif_, "feedback on one's own answer", schemes=("dark",))
    expect(alone[1].locator(".cb-everyone")).to_be_visible()
    farid.reload()
    expect(alone[1].locator(".cb-everyone")).to_be_visible()
    expect(farid.get_by_text("Why not surer?")).to_have_count(0)

    alone[0].get_by_role("radio").nth(3).check()
    expect(alone[0].locator(".cb-save--saved")).to_be_visible()
    said.get_by_role("button", name="Hand in again").click()
    said.get_by_role("button", name="Hand in", exact=True).click()
    expect(said).to_contain_text("waits for a mentor")
    expect(own).to_contain_text("Handed in again by Elif Kaya")
    ines.goto(f"{server.url}/review")
    first = ines.locator(".cb-answers .cb-queue__item").first
    expect(first).to_contain_text("Elif Kaya, Harbour desk")
    expect(first).to_contain_text("Was asked for")
