"""A group's own day is over: what it is asked, where that is seen, and what counts as kept."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

from cohortbook.learning.accounts import AccountDraft
from cohortbook.learning.anchors import Anchor
from cohortbook.learning.own_topic import TopicDraft
from cohortbook.learning.rooms import RoomKey
from page_world import ADA, BEN, BOOK, COHORT, INES, NOOR

NORTH = RoomKey("north", BOOK)
DAY = date(2026, 11, 25)
AFTER = datetime(2026, 11, 26, 9, tzinfo=UTC)


def words(response):
    return " ".join(re.sub(r"<[^>]+>", " ", response.body.decode()).split())


HOLIDAYS = TopicDraft("Holidays", "", DAY)


def added(services, who=ADA, draft=HOLIDAYS):
    person = services.people.by_email(who.email).person_id
    return services.own_topics.add(NORTH, draft, person).value


def nudges_of(services):
    return services.nudges.of_rooms([NORTH])


def test_it_is_asked_in_the_morning_accounted_for_and_followed_up(visit):
    async def story(browser, now):
        services = browser.services
        topic = added(services)
        await services.nudging.send_due()
        assert nudges_of(services) == []
        # Nobody is asked at night.
        now[0] = AFTER.replace(hour=1)
        await services.nudging.send_due()
        assert nudges_of(services) == []
        now[0] = AFTER
        for _ in range(2):
            await services.nudging.send_due()
        (nudge,) = nudges_of(services)
        assert (nudge.topic, nudge.kind, nudge.facts["due"]) == (
            topic.id,
            "follow-up",
            "2026-11-25",
        )
        await browser.sign_in(ADA)
        assert "What became of “Holidays”?" in words(await browser.ask("/"))
        await browser.sign_in(INES)
        told = words(await browser.ask("/attention"))
        assert "nothing written yet, no comments, not read yet" in told
        assert "Nudged, no account yet" in told
        ada, ben = (services.people.by_email(each.email).person_id for each in (ADA, BEN))
        pursue = AccountDraft("pursue", "Next week.", DAY + timedelta(days=4))
        services.nudges.give_account(NORTH, nudge.id, pursue, ada, 0)
        services.nudges.agree(NORTH, nudge.id, ben, 1)
        now[0] = AFTER + timedelta(days=4)
        await browser.sign_in(NOOR)
        assert "They wanted to pursue “Holidays”" in words(await browser.ask("/desk"))
        await services.nudging.send_due()
        first, second = nudges_of(services)
        assert (first.outcome, second.follows) == ("asked", first.id)
        assert f"What became of “{topic.title}”?" not in words(await browser.ask("/"))

    visit(story)


def test_what_was_written_or_closed_is_kept_and_nobody_is_asked(visit):
    async def story(browser, now):
        services = browser.services
        written, closed = added(services), added(services, BEN, TopicDraft("Keys", "", DAY))
        ada = services.people.by_email(ADA.email).person_id
        services.answers.record(NORTH, written.definition, "Ben covers Ada.", ada)
        services.own_topics.change(
            NORTH, closed.id, TopicDraft("Keys", "", DAY), ada, 1, closed=True
        )
        now[0] = AFTER
        await services.nudging.send_due()
        assert nudges_of(services) == []
        services.own_topics.change(
            NORTH, closed.id, TopicDraft("Keys", "", DAY), ada, 2, closed=False
        )
        await services.nudging.send_due()
        assert nudges_of(services) == []

    visit(story)


def test_for_a_later_day_only_what_was_done_since_it_was_set_counts(visit):
    async def story(browser, now):
        services, day = browser.services, DAY + timedelta(days=1)
        topic = added(services, draft=TopicDraft("Holidays"))
        ada, ben = (services.people.by_email(each.email).person_id for each in (ADA, BEN))
        now[0] += timedelta(minutes=1)
        # Not enough by itself, and as much as a promise needs after it was made.
        for each in (ada, ben):
            anchor = Anchor("exercise", topic.id)
            services.discussion.start_thread(NORTH, anchor, "We should.", each)
        now[0] += timedelta(days=1)
        services.own_topics.change(
            NORTH, topic.id, TopicDraft("Holidays", "", day), ada, 1, closed=False
        )
        now[0] = AFTER + timedelta(days=1)
        await services.nudging.send_due()
        assert [each.topic for each in nudges_of(services)] == [topic.id]

    visit(story)


def test_a_group_is_not_asked_about_what_it_cannot_open_or_when_it_is_no_more(visit):
    async def story(browser, now):
        services = browser.services
        added(services)
        now[0] = AFTER
        noor = services.people.by_email(NOOR.email).person_id
        services.openings.decide(BOOK, "north", "closed", noor)
        await services.nudging.send_due()
        assert nudges_of(services) == []
        services.openings.decide(BOOK, "north", None, noor)
        only_south = {each: COHORT.groups[each] for each in ("south",)}
        services.served.become(replace(COHORT, groups=only_south))
        await services.nudging.send_due()
        assert nudges_of(services) == []
        services.served.become(COHORT)
        await services.nudging.send_due()
        assert len(nudges_of(services)) == 1

    visit(story)
