"""Topics that a group adds: kept once, changed in turn, told in order, never removed."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from cohortbook.learning.activity import Activity
from cohortbook.learning.anchors import Anchor
from cohortbook.learning.answers import Answers
from cohortbook.learning.attention_standing import standings_at
from cohortbook.learning.discussion import Discussion
from cohortbook.learning.errors import CommentTooLong, NotFound, VersionConflict
from cohortbook.learning.events import Events
from cohortbook.learning.messages.about_answers import waiting
from cohortbook.learning.messages.message import Happening
from cohortbook.learning.own_topic import OwnTopicInvalid, TopicDraft, is_own, new_topic_id
from cohortbook.learning.own_topics import MOST_TOPICS, OwnTopics
from cohortbook.learning.rooms import RoomKey

NORTH, OTHER = RoomKey("north", "one"), RoomKey("north", "two")
DRAFT = TopicDraft("  Holidays:  who covers whom? ", "In **August**.\n<b>", date(2026, 12, 4))


@pytest.fixture
def topics(cohort, clock):
    return OwnTopics(cohort, clock)


def test_a_topic_is_added_once_and_told(topics, cohort, clock):
    outcome = topics.add(NORTH, DRAFT, "ada", "key")
    topic = outcome.value
    assert (topic.title, topic.by.id, topic.version) == ("Holidays: who covers whom?", "ada", 1)
    assert topics.add(NORTH, DRAFT, "ada", "key").value == topic
    assert topics.add(NORTH, DRAFT, "ada", "key").events == ()
    told = topic.to_json()
    assert told["by_day"] == "2026-12-04"
    assert "<strong>August</strong>" in told["html"]
    assert "<b>" not in told["html"]
    assert told["exercise"]["id"] == topic.id
    assert [each.type for each in outcome.events] == ["own_topic.added"]
    (kept,) = Events(cohort, clock).since(NORTH, 0)
    assert kept.data == {"topic": told} == outcome.events[0].data
    assert topics.of_rooms([OTHER]) == []
    assert topics.of_rooms([NORTH, OTHER]) == [topic]


def test_it_is_changed_in_turn_closed_and_taken_up_again(topics, cohort, clock):
    topic = topics.add(NORTH, DRAFT, "ada").value
    other = TopicDraft("Summer")
    changed = topics.change(NORTH, topic.id, other, "ben", 1, closed=False).value
    assert (changed.title, changed.why, changed.by_day, changed.by.id) == (
        "Summer",
        "",
        None,
        "ada",
    )
    with pytest.raises(VersionConflict) as refused:
        topics.change(NORTH, topic.id, DRAFT, "ada", 1, closed=False)
    assert refused.value.current == changed
    closed = topics.change(NORTH, topic.id, other, "ada", 2, closed=True).value
    assert (closed.closed, topics.of_rooms([NORTH])) == (True, [closed])
    assert [each.id for each in topics.definitions(NORTH)] == [topic.id]
    again = topics.change(NORTH, topic.id, other, "ben", 3, closed=False).value
    assert not again.closed
    # Whoever was away is told how it is now.
    events = Events(cohort, clock).since(NORTH, 0)
    assert {each.data["topic"]["version"] for each in events} == {4}
    assert [each.actor.id for each in events] == ["ada", "ben", "ada", "ben"]


def test_what_is_followed_in_a_document_is_known_after_each_change(topics):
    assert topics.definitions(NORTH) == ()
    one = topics.add(NORTH, DRAFT, "ada").value
    two = topics.add(NORTH, TopicDraft("Keys"), "ben").value
    assert [each.id for each in topics.definitions(NORTH)] == [one.id, two.id]
    assert topics.definitions(OTHER) == ()
    assert {each.kind for each in topics.definitions(NORTH)} == {"text"}


@pytest.mark.parametrize(
    ("draft", "error"),
    [
        (TopicDraft(" \n "), OwnTopicInvalid),
        (TopicDraft("x" * 121), OwnTopicInvalid),
        (TopicDraft("Holidays", "x" * 10_001), CommentTooLong),
    ],
)
def test_what_cannot_be_kept_is_refused(topics, draft, error):
    topic = topics.add(NORTH, DRAFT, "ada").value
    with pytest.raises(error):
        topics.add(NORTH, draft, "ada")
    with pytest.raises(error):
        topics.change(NORTH, topic.id, draft, "ada", 1, closed=False)
    assert topics.of_rooms([NORTH]) == [topic]


def test_another_groups_topic_is_not_found_and_there_is_an_end_to_adding(topics):
    topic = topics.add(NORTH, DRAFT, "ada").value
    for room, name in ((RoomKey("south", "one"), topic.id), (NORTH, new_topic_id())):
        with pytest.raises(NotFound):
            topics.change(room, name, DRAFT, "ada", 1, closed=True)
    for number in range(MOST_TOPICS - 1):
        topics.add(NORTH, TopicDraft(f"Topic {number}"), "ada")
    with pytest.raises(OwnTopicInvalid, match=str(MOST_TOPICS)):
        topics.add(NORTH, DRAFT, "ada")
    topics.add(OTHER, DRAFT, "ada")


def test_attention_counts_it_without_a_plan_and_compares_it_with_nobody(topics, cohort, clock):
    topic = topics.add(NORTH, DRAFT, "ada").value
    answers, discussion = Answers(cohort, clock), Discussion(cohort, clock)
    answers.record(NORTH, topic.definition, "Dov covers Chiara.", "ada")
    discussion.start_thread(NORTH, Anchor("exercise", topic.id), "And in week two?", "ben")
    discussion.start_thread(NORTH, Anchor("exercise", topic.id), "A mentor asks.", "ines")
    members = {"north": frozenset({"ada", "ben"}), "south": frozenset({"eva"})}
    record = Activity(cohort).record(clock())
    (standing,) = standings_at([topic.topic], members, record, clock(), clock().tzinfo)
    figures = standing.attention.figures
    assert (figures.answered, figures.exercises, figures.comments, figures.voices) == (1, 1, 1, 2)
    assert standing.points == 70
    assert (standing.expected, standing.median) == (None, None)


def test_no_mentor_is_written_to_about_a_review_that_nobody_gives(topics, cohort, clock):
    topic = topics.add(NORTH, DRAFT, "ada").value
    outcome = Answers(cohort, clock).record(NORTH, topic.definition, "Dov.", "ada")
    (event,) = outcome.events
    happening = Happening(event.id, event.room, event.type, event.at, "ada", event.data)
    with cohort.read() as connection:
        assert waiting(connection, happening) == []


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.from_regex(r"own-[a-z0-9-]{0,30}", fullmatch=True))
def test_an_authors_own_ids_are_not_taken_for_topics(name):
    assert is_own(new_topic_id())
    assert is_own(name) == (
        len(name) == 24 and set(name[4:]) <= set("abcdefghijklmnopqrstuvwxyz234567")
    )
