"""Where a group's own topics are told: on its page, and to those who accompany it."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date

from cohortbook.cohort.self_organising import SelfOrganising
from cohortbook.learning.own_topic import TopicDraft
from cohortbook.learning.rooms import RoomKey
from cohortbook.server.noticing.own_standings import own_standings
from page_world import ADA, BOOK, COHORT, ELIF, INES, NOOR

NORTH, SOUTH = RoomKey("north", BOOK), RoomKey("south", BOOK)


def words(response):
    return " ".join(re.sub(r"<[^>]+>", " ", response.body.decode()).split())


def test_a_groups_own_topics_are_told_where_they_belong(visit):
    async def story(browser, now):
        services = browser.services
        ada, elif_ = (services.people.by_email(each.email).person_id for each in (ADA, ELIF))
        late = services.own_topics.add(NORTH, TopicDraft("<Holidays>", "", date(2026, 11, 20)), ada)
        keys = services.own_topics.add(NORTH, TopicDraft("Keys"), ada).value
        services.own_topics.add(SOUTH, TopicDraft("Ferries"), elif_)
        await browser.sign_in(ADA)
        page = await browser.ask("/groups/north")
        assert "Topics of our own" in words(page)
        assert "&lt;Holidays&gt;" in page.body.decode()
        assert f'href="/workbooks/north/{BOOK}#{late.value.id}"' in page.body.decode()
        assert "Ferries" not in words(page)
        assert "Add a topic" in words(page)
        await browser.sign_in(INES)
        told = words(await browser.ask("/attention"))
        assert "&lt;Holidays&gt; their own topic, its day is over" in told
        assert "Keys their own topic" in told
        assert "Ferries" not in told
        assert "Add a topic" not in words(await browser.ask("/groups/north"))
        services.own_topics.change(NORTH, keys.id, TopicDraft("Keys"), ada, 1, closed=True)
        assert "Keys" not in words(await browser.ask("/attention"))
        assert "Keys closed" in words(await browser.ask("/groups/north"))
        await browser.sign_in(NOOR)
        assert "Ferries" in words(await browser.ask("/attention"))
        # They are no topics of the programme: neither on the map nor to any rule.
        assert "Ferries" not in words(await browser.ask("/desk"))
        known = {each.topic.id for each in services.noticing.standings(now[0])}
        own = {topic.id for topic, _ in own_standings(services.sources, now[0])}
        assert own
        assert not own & known

    visit(story)


def test_nothing_is_said_where_nothing_is_left_to_groups(visit):
    async def story(browser, now):
        nothing = replace(COHORT, self_organising=SelfOrganising(frozenset()))
        browser.services.served.become(nothing)
        await browser.sign_in(ADA)
        assert "Topics of our own" not in words(await browser.ask("/groups/north"))
        await browser.sign_in(NOOR)
        assert "Add a topic" in words(await browser.ask("/groups/north"))

    visit(story)
