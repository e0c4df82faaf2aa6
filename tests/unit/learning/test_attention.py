"""The measure: what it counts, what it never counts, and that it can be recomputed."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cohortbook.learning.activity import Edit, Read, Record, Said
from cohortbook.learning.attention import attention_of
from cohortbook.learning.attention_standing import (
    EXPECTED_WHEN_DUE,
    expected_points,
    standings_at,
)
from cohortbook.learning.attention_topic import Topic, TopicExercise
from cohortbook.learning.attention_traces import Traces, traces_of
from cohortbook.learning.rooms import RoomKey

ZONE = ZoneInfo("Europe/Berlin")
AT = datetime(2026, 9, 14, 10, tzinfo=UTC)
DAY = date(2026, 9, 14)
MEMBERS = frozenset({"ada", "ben", "eva", "dov"})
ROOM = RoomKey("north", "one")
TOPIC = Topic(
    room=ROOM,
    id="visibility",
    title="Seeing",
    exercises=(
        TopicExercise("first"),
        TopicExercise("alone", individual=True),
        TopicExercise("talk", answerable=False),
        TopicExercise("extra", counted=False),
    ),
    cells=frozenset({"hides"}),
    minutes=8,
    opens=datetime(2026, 9, 7, tzinfo=UTC),
    due=datetime(2026, 9, 21, tzinfo=UTC),
)


def edit(exercise="first", by="ada", person=None, at=AT, *, filled=True):
    return Edit(ROOM, exercise, person, by, at, filled)


def said(kind="cell", ref="hides", by="ada", at=AT):
    return Said(ROOM, kind, ref, by, at)


def read(by="ada", seconds=60, day=DAY, moves=0, topic="visibility"):
    return Read(ROOM, topic, by, day, seconds, moves)


def measured(*, edits=(), comments=(), reading=(), topic=TOPIC, at=AT):
    record = Record(tuple(edits), tuple(comments), tuple(reading))
    traces = traces_of([topic], {"north": MEMBERS}, record, at, ZONE)
    return attention_of(topic, MEMBERS, traces[ROOM, topic.id])


def test_nothing_is_nothing():
    assert measured().points == 0
    assert measured().figures.exercises == 3


def test_work_is_the_share_of_exercises_answered():
    one = measured(edits=[edit()])
    assert one.work == pytest.approx(50 / 3)
    assert one.figures.answered == 1
    # Half of the members have answered alone: half an exercise.
    two = measured(edits=[edit("alone", by=each, person=each) for each in ("ada", "ben")])
    assert two.work == pytest.approx(50 / 3 / 2)
    assert two.figures.answered == 0
    # A comment answers an exercise that is a discussion.
    assert measured(comments=[said("exercise", "talk")]).work == pytest.approx(50 / 3)
    # What is not required counts for nothing, as long as something is.
    assert measured(edits=[edit("extra")]).work == 0


def test_an_answer_taken_away_is_none_and_comes_back_when_asked_about_earlier():
    gone = [edit(at=AT - timedelta(days=2)), edit(at=AT - timedelta(hours=1), filled=False)]
    assert measured(edits=gone).work == 0
    assert measured(edits=gone, at=AT - timedelta(days=1)).work == pytest.approx(50 / 3)


def test_reach_is_how_many_read_and_how_far():
    assert TOPIC.enough_seconds == 120
    assert measured(reading=[read(seconds=60)]).reach == pytest.approx(30 / 4 / 2)
    assert measured(reading=[read(seconds=9999)]).reach == pytest.approx(30 / 4)
    everybody = [read(by=each, seconds=120) for each in MEMBERS]
    assert measured(reading=everybody).reach == pytest.approx(30)
    assert measured(reading=everybody).figures.readers == 4


def test_voices_are_members_who_wrote():
    both = measured(edits=[edit(), edit(by="ben")], comments=[said(by="ben")])
    assert both.voices == pytest.approx(20 * 2 / 4)
    assert (both.figures.voices, both.figures.edits, both.figures.comments) == (2, 2, 1)


def test_what_mentors_do_is_not_the_groups_attention():
    theirs = measured(comments=[said(by="ines")], reading=[read(by="ines", seconds=600)])
    assert theirs.points == 0
    assert theirs.figures.last_day is None


def test_a_topic_without_exercises_is_measured_by_the_rest():
    topic = Topic(ROOM, "visibility", "Seeing", cells=frozenset({"hides"}), minutes=8)
    full = measured(
        topic=topic,
        reading=[read(by=each, seconds=120) for each in MEMBERS],
        comments=[said(by=each) for each in MEMBERS],
    )
    assert full.points == pytest.approx(100)


def test_other_topics_and_other_rooms_count_for_nothing():
    south = RoomKey("south", "one")
    elsewhere = measured(
        edits=[Edit(south, "first", None, "ada", AT, filled=True)],
        comments=[said(ref="another-cell")],
        reading=[read(topic="adoption")],
    )
    assert elsewhere.points == 0


people = st.sampled_from(sorted(MEMBERS))
moments = st.integers(-200, 0).map(lambda hours: AT + timedelta(hours=hours))
edits = st.lists(
    st.builds(
        edit,
        exercise=st.sampled_from(["first", "talk", "extra"]),
        by=people,
        at=moments,
        filled=st.booleans(),
    ),
    max_size=20,
).map(lambda some: sorted(some, key=lambda each: each.at))
comments = st.lists(st.builds(said, by=people, at=moments), max_size=10)
reading = st.lists(
    st.builds(read, by=people, seconds=st.integers(0, 900), moves=st.integers(0, 3)), max_size=10
)


@given(edits, comments, reading)
def test_points_lie_between_nothing_and_everything(edits, comments, reading):
    got = measured(edits=edits, comments=comments, reading=reading)
    assert 0 <= got.points <= 100.0001
    assert 0 <= got.figures.answered <= got.figures.exercises


@given(edits, comments, reading, people)
def test_reading_and_talking_more_never_takes_points_away(edits, comments, reading, who):
    before = measured(edits=edits, comments=comments, reading=reading)
    after = measured(
        edits=edits,
        comments=[*comments, said(by=who)],
        reading=[*reading, read(by=who, seconds=30)],
    )
    assert after.points >= before.points - 1e-9


@given(edits, comments, reading, moments)
def test_the_past_is_what_it_was(edits, comments, reading, then):
    """What comes later changes nothing of what is said about earlier."""
    known = [each for each in edits if each.at <= then]
    told = [each for each in comments if each.at <= then]
    day = then.astimezone(ZONE).date()
    seen = [each for each in reading if each.day <= day]
    assert measured(edits=edits, comments=comments, reading=reading, at=then) == measured(
        edits=known, comments=told, reading=seen, at=then
    )


def test_what_can_be_expected_grows_from_a_topics_turn_to_the_due_day():
    second = Topic(ROOM, "b", "B", place=2, places=2, opens=TOPIC.opens, due=TOPIC.due)
    first = Topic(ROOM, "a", "A", place=1, places=2, opens=TOPIC.opens, due=TOPIC.due)
    days = [TOPIC.opens + timedelta(days=each) for each in (-1, 0, 7, 14, 30)]
    full = EXPECTED_WHEN_DUE
    assert [expected_points(first, each) for each in days] == [0, 0, full / 2, full, full]
    assert [expected_points(second, each) for each in days] == [0, 0, 0, full, full]
    assert expected_points(Topic(ROOM, "c", "C"), AT) is None


def test_other_groups_are_compared_by_their_median_and_only_when_there_are_some():
    groups = ("a", "b", "c", "d", "e")
    topics = [
        Topic(RoomKey(each, "one"), "t", "T", exercises=(TopicExercise("x"),)) for each in groups
    ]
    members = {each: frozenset({each}) for each in groups}
    done = [Edit(RoomKey(each, "one"), "x", None, each, AT, filled=True) for each in "abc"]
    record = Record(tuple(done))
    standings = {
        each.topic.room.group: each for each in standings_at(topics, members, record, AT, ZONE)
    }
    assert standings["a"].points == 70
    assert standings["a"].median == 35  # b and c have 70, d and e nothing
    assert standings["e"].median == 70
    assert standings["e"].behind_groups == 70
    few = standings_at(topics[:3], members, record, AT, ZONE)
    assert [each.median for each in few] == [None] * 3


def test_traces_of_nobody_are_empty():
    assert attention_of(TOPIC, frozenset(), Traces()).points == 0
