"""A day that a group gave to a topic of its own is asked about once, and never twice at a time."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from cohortbook.learning.accounts import AccountDraft
from cohortbook.learning.nudges import Nudges
from cohortbook.learning.own_promises import OwnPromises
from cohortbook.learning.own_topic import TopicDraft
from cohortbook.learning.own_topics import OwnTopics
from cohortbook.learning.rooms import RoomKey

NORTH = RoomKey("north", "one")
FACTS = {"points": 0}


class Group:
    """The north, and what it does about one topic of its own."""

    def __init__(self, database, clock, day):
        self.clock = clock
        self.topics, self.nudges = OwnTopics(database, clock), Nudges(database, clock)
        self.id = self.topics.add(NORTH, TopicDraft("Holidays", "", day), "ada").value.id

    @property
    def topic(self):
        (topic,) = self.topics.of_rooms([NORTH])
        return topic

    @property
    def asked(self):
        return self.nudges.of_rooms([NORTH])

    def give(self, day=None, *, closed=False):
        draft = TopicDraft("Holidays", "", day)
        self.topics.change(NORTH, self.id, draft, "ada", self.topic.version, closed=closed)

    def say(self, day=None):
        """Give an account of everything that is open."""
        for each in self.asked:
            if each.is_open:
                draft = AccountDraft("pursue" if day else "leave", "So.", day)
                self.nudges.give_account(NORTH, each.id, draft, "ada", 0)
                self.nudges.agree(NORTH, each.id, "ben", 1)

    def look(self, *, kept=False):
        """Do what a server does again and again."""
        today = self.clock().date()
        for nudge in self.nudges.promises_over(today):
            self.nudges.follow_up(nudge, kept=kept, facts=FACTS)
        return [
            event.type
            for topic in self.nudges.own_promises.over(today)
            for event in self.nudges.own_promises.follow_up(
                topic, kept=kept, facts={"due": topic.by_day.isoformat()}
            ).events
        ]


@pytest.fixture
def group(cohort, clock):
    return Group(cohort, clock, clock().date() + timedelta(days=2))


def test_it_is_asked_once_the_day_is_over_and_once_only(group, clock):
    clock.pass_by(days=2)
    assert group.look() == []
    clock.pass_by(days=1)
    assert group.look() == ["nudge.sent"]
    assert group.look() == []
    (nudge,) = group.asked
    assert (nudge.topic, nudge.kind, nudge.rule, nudge.follows) == (
        group.id,
        "follow-up",
        None,
        None,
    )


def test_another_server_with_the_same_topic_in_hand_sends_nothing(group, cohort, clock):
    clock.pass_by(days=3)
    (topic,) = group.nudges.own_promises.over(clock().date())
    assert group.look() == ["nudge.sent"]
    again = OwnPromises(cohort, clock).follow_up(topic, kept=False, facts=FACTS)
    assert again.events == ()


def test_what_was_put_off_in_the_meantime_is_not_asked_about(group, clock):
    clock.pass_by(days=3)
    (topic,) = group.nudges.own_promises.over(clock().date())
    group.give(clock().date() + timedelta(days=5))
    assert group.nudges.own_promises.follow_up(topic, kept=False, facts=FACTS).events == ()
    clock.pass_by(days=6)
    assert group.look() == ["nudge.sent"]


def test_a_promise_that_was_kept_is_not_asked_about_later(group, clock):
    clock.pass_by(days=3)
    assert group.look(kept=True) == []
    assert group.look() == []


def test_a_new_day_counts_from_when_it_was_set_and_is_asked_about_anew(group, clock):
    set_at = group.topic.promised_at
    clock.pass_by(days=3)
    group.look()
    group.say()
    group.give(closed=True)
    assert group.topic.promised_at is None
    group.give(clock().date() + timedelta(days=1))
    assert group.topic.promised_at == clock() > set_at
    clock.pass_by(days=2)
    assert group.look() == ["nudge.sent"]


def test_while_the_group_is_asked_or_has_promised_anew_it_is_not_asked_again(group, clock):
    clock.pass_by(days=3)
    group.look()
    tomorrow = clock().date() + timedelta(days=1)
    group.give(tomorrow)
    clock.pass_by(days=2)
    assert group.look() == []
    group.say(clock().date() + timedelta(days=3))
    group.give(clock().date() + timedelta(days=1))
    clock.pass_by(days=2)
    assert group.look() == []
    # The promise of their account is followed up as every other.
    clock.pass_by(days=2)
    group.look()
    assert [each.follows for each in group.asked] == [None, group.asked[0].id]


def test_going_back_to_a_day_that_was_asked_about_asks_nothing(group, clock):
    first = group.topic.by_day
    clock.pass_by(days=3)
    group.look()
    group.say()
    group.give(clock().date())
    clock.pass_by(days=1)
    assert group.look() == ["nudge.sent"]
    group.say()
    group.give(first)
    assert group.look() == []


days = st.integers(-2, 6)
steps = st.one_of(
    st.tuples(st.just("give"), days),
    st.tuples(st.just("close"), days),
    st.tuples(st.just("say"), st.integers(0, 6)),
    st.tuples(st.just("leave"), st.just(0)),
    st.tuples(st.just("pass"), st.integers(0, 4)),
)


@settings(
    max_examples=30, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(st.lists(steps, min_size=2, max_size=8))
def test_whatever_a_group_does_no_day_is_asked_about_twice(new_database, enrol, clock, done):
    database = new_database()
    enrol(database, ada=("member", "north"), ben=("member", "north"))
    clock.now = clock.now.replace(month=9, day=7)
    group = Group(database, clock, clock().date())
    for what, number in done:
        day = clock().date() + timedelta(days=number)
        match what:
            case "give":
                group.give(day)
            case "close":
                group.give(day, closed=True)
            case "say":
                group.say(day)
            case "leave":
                group.say()
            case "pass":
                clock.pass_by(days=number)
        group.look()
        about = [date.fromisoformat(each.facts["due"]) for each in group.asked if not each.follows]
        assert len(about) == len(set(about))
        assert all(each < clock().date() for each in about)
        assert sum(each.is_open for each in group.asked) <= 1
