"""Everything a mentor opens who judges without names: nothing on it says who it was."""

from __future__ import annotations

import json

import pytest

from cohortbook.learning.anchors import Anchor
from cohortbook.learning.answer_history import AnswerKey
from cohortbook.learning.reviews import Judgement
from cohortbook.learning.rooms import RoomKey
from cohortbook.server.pages.review_item import answer_versions, review_item
from cohortbook.server.pages.review_office import office
from cohortbook.server.pages.review_waiting import waiting_answers
from page_server import text
from page_world import ADA, BEN, BOOK, ELIF, EXERCISES, INES, NOOR

NORTH, SOUTH = RoomKey("north", BOOK), RoomKey("south", BOOK)
GIVEN_AWAY = ("Ada", "Brandt", "ada@", "Ben", "Okri", "Elif", "Kaya", "Northern", "Southern")
PLACES = ("/north", "/south", '"north', '"south', "north/", "south/")


class Groups:
    """Two groups that write their own names wherever they can."""

    def __init__(self, services):
        self.services = services
        self.who = {
            each: services.people.by_email(each.email).person_id
            for each in (ADA, BEN, ELIF, INES, NOOR)
        }

    def write(self):
        services, ada, ben = self.services, self.who[ADA], self.who[BEN]
        answers = services.answers
        answers.record(NORTH, EXERCISES[0], "Ada Brandt, of the Northern depot.", ada)
        answers.record(SOUTH, EXERCISES[0], "I, Elif Kaya, ask ada@example.org", self.who[ELIF])
        for each in (ada, ben):
            answers.record(NORTH, EXERCISES[2], "a", each, person_id=each)
            services.individual.hand_in(NORTH, "alone", each, frozenset({ada, ben}))

    def call(self, body="Is this it, says Ada to Ben? @[Ines Moreau](person:{})"):
        anchor, said = Anchor("exercise", "first-week"), body.format(self.who[INES])
        return self.services.discussion.start_thread(NORTH, anchor, said, self.who[ADA]).value

    def review_one(self, state):
        self.services.reviews.give(
            NORTH,
            "alone",
            Judgement(state, "Why, Ada?"),
            reviewer=self.who[INES],
            version=0,
            person_id=self.who[ADA],
        )

    def addresses(self):
        name = self.services.review_items.id_of
        items = [
            name(NORTH, "first-week"),
            name(NORTH, "alone"),
            name(NORTH, "alone", self.who[ADA]),
        ]
        return [
            "/review",
            "/review?show=all",
            "/review/office",
            "/review/calibration",
            f"/review/{BOOK}/first-week",
            f"/review/{BOOK}/alone",
            *(f"/review/{each}" for each in items),
        ]

    def told(self):
        """Return what the scripts of these pages ask for later."""
        sources, ines = self.services.sources, self.services.people.by_email(INES.email)
        keys = [AnswerKey(NORTH, "first-week"), AnswerKey(NORTH, "alone", self.who[ADA])]
        return json.dumps(
            [
                office(sources, ines),
                [each.to_json() for each in waiting_answers(sources, ines)],
                [review_item(sources, ines, each) for each in keys],
                [answer_versions(sources, ines, each) for each in keys],
            ]
        )


@pytest.mark.parametrize("state", [None, "asks-for-more"])
def test_no_page_of_reviews_names_a_group_or_a_member(visit, state):
    async def story(browser, now):
        groups = Groups(browser.services)
        groups.write()
        groups.call()
        if state:
            groups.review_one(state)
        ids = [groups.who[each] for each in (ADA, BEN, ELIF)]
        await browser.sign_in(INES)
        shown = text(await browser.ask("/review/office"))
        assert [each for each in ("Ada Brandt", "Northern depot") if each not in shown] == []
        browser.services.review_settings.choose_blind(groups.who[INES], blind=True)
        for address in groups.addresses():
            answer = await browser.ask(address)
            assert answer.code == 200, address
            told = text(answer)
            assert [each for each in (*GIVEN_AWAY, *PLACES, *ids) if each in told] == [], address
            assert "Ines Moreau" in told
        told = groups.told()
        assert [each for each in (*GIVEN_AWAY, *PLACES, *ids) if each in told] == []

    visit(story)


def test_the_home_page_leads_to_the_office_without_saying_who_called(visit):
    async def story(browser, now):
        groups = Groups(browser.services)
        thread = groups.call()
        await browser.sign_in(INES)
        assert f"#comment-{thread.comments[0].id}" in text(await browser.ask("/"))
        browser.services.review_settings.choose_blind(groups.who[INES], blind=True)
        home = text(await browser.ask("/"))
        assert 'href="/review/office"' in home
        assert "A group called you" in home
        assert "says Ada" not in home
        assert thread.comments[0].id not in home

    visit(story)


def test_calls_of_one_group_bear_one_name(visit):
    async def story(browser, now):
        services, groups = browser.services, Groups(browser.services)
        groups.call("First, @[Ines Moreau](person:{})?")
        groups.call("Second, @[Ines Moreau](person:{})?")
        services.review_settings.choose_blind(groups.who[INES], blind=True)
        calls = office(services.sources, services.people.by_email(INES.email))
        assert [(each["group"], each["room"]) for each in calls] == [("Group 1", None)] * 2
        assert calls[0]["by"].startswith("Member ")

    visit(story)
