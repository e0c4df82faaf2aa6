"""What answers were: few steps, and nothing of what anybody made is lost."""

from __future__ import annotations

import itertools
from dataclasses import dataclass
from datetime import timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import func, select

from cohortbook.learning.answer_history import AnswerHistory, AnswerKey
from cohortbook.learning.answers import Answers
from cohortbook.learning.rooms import RoomKey
from cohortbook.store.schema import answer_history

NORTH = RoomKey("north", "one")


@dataclass(frozen=True)
class Definition:
    id: str
    kind: str = "text"
    individual: bool = False


WEEK, MOOD = Definition("first-week"), Definition("mood", "scale")
ALONE = Definition("alone", individual=True)


@pytest.fixture
def answers(cohort, clock):
    return Answers(cohort, clock)


@pytest.fixture
def told(cohort):
    """Give what an answer was, and by whom, oldest first."""
    history = AnswerHistory(cohort)

    def versions(definition, person_id=None):
        key = AnswerKey(NORTH, definition.id, person_id)
        found = history.versions(key, definition.kind)
        return [(each.value, [person.id for person in each.by]) for each in found]

    return versions


def type_out(answers, clock, words, by, *, every=0.1, after=""):
    for count in range(1, len(words) + 1):
        clock.pass_by(seconds=every)
        answers.record(NORTH, WEEK, after + words[:count], by)


def test_who_changed_it_and_when(answers, clock, told, cohort):
    start = clock()
    for value, by in ((1, "ada"), (2, "ben"), (None, "ada"), (2, None)):
        answers.record(NORTH, MOOD, value, by)
        clock.pass_by(minutes=1)
    assert told(MOOD) == [(1, ["ada"]), (2, ["ben"]), (None, ["ada"]), (2, [])]
    versions = AnswerHistory(cohort).versions(AnswerKey(NORTH, "mood"), "scale")
    assert [(each.at - start).seconds for each in versions] == [0, 60, 120, 180]
    assert versions[1].to_json() | {"revision": 0} == {
        "revision": 0,
        "value": 2,
        "by": [{"id": "ben", "name": "Ben"}],
        "began": "2026-09-07T08:01:00.000Z",
        "at": "2026-09-07T08:01:00.000Z",
    }


def test_what_one_person_writes_in_one_go_is_one_step(answers, clock, told):
    type_out(answers, clock, "We look at the board. " * 4, "ada")
    clock.pass_by(minutes=1)
    type_out(answers, clock, "Every day.", "ada", after="We look at the board. " * 4)
    clock.pass_by(minutes=3)
    type_out(answers, clock, "At nine.", "ada", after="We look at the board. " * 4)
    board = "We look at the board. " * 4
    assert told(WEEK) == [(board + "Every day.", ["ada"]), (board + "At nine.", ["ada"])]


def test_what_several_write_at_the_same_time_is_one_step_of_theirs(answers, clock, told):
    text = ""
    for number in range(40):
        clock.pass_by(seconds=0.2)
        text += "ab"[number % 2]
        answers.record(NORTH, WEEK, text, ("ada", "ben")[number % 2])
    assert told(WEEK) == [(text, ["ada", "ben"])]


def test_each_choice_of_several_is_a_step(answers, clock, told):
    for value, by in ((1, "ada"), (2, "ben"), (3, "ada")):
        clock.pass_by(seconds=3)
        answers.record(NORTH, MOOD, value, by)
    assert told(MOOD) == [(1, ["ada"]), (2, ["ben"]), (3, ["ada"])]


@pytest.mark.parametrize("by", ["ada", "ben"])
@pytest.mark.parametrize("seconds", [0.1, 5, 60])
def test_what_was_deleted_at_a_stroke_is_still_there(answers, clock, told, by, seconds):
    type_out(answers, clock, "All that we know about Monday", "ada")
    clock.pass_by(seconds=seconds)
    answers.record(NORTH, WEEK, None, by)
    clock.pass_by(seconds=0.2)
    answers.record(NORTH, WEEK, "x", by)
    assert told(WEEK) == [("All that we know about Monday", ["ada"]), ("x", [by])]


def test_what_was_replaced_at_a_stroke_is_still_there(answers, clock, told):
    first, then = "On Monday we look at the board.", "Every Tuesday there is a round of all."
    type_out(answers, clock, first, "ada")
    answers.record(NORTH, WEEK, then, "ben")
    type_out(answers, clock, " Really.", "ben", after=then)
    assert told(WEEK) == [(first, ["ada"]), (f"{then} Really.", ["ben"])]


def test_little_is_kept_of_long_writing(answers, clock, cohort):
    type_out(answers, clock, "word " * 120, "ada")
    with cohort.read() as connection:
        kept = connection.execute(select(func.count()).select_from(answer_history)).scalar_one()
    assert kept <= 60 / 10 + 1


def test_what_somebody_answered_alone_has_a_history_of_its_own(answers, told):
    answers.record(NORTH, ALONE, "a", "ada", "ada")
    assert told(ALONE) == []
    assert told(ALONE, "ben") == []
    assert told(ALONE, "ada") == [("a", ["ada"])]


NUMBERS = itertools.count()
CHANGES = st.lists(
    st.tuples(
        st.sampled_from(["ada", "ben", None]),
        st.one_of(st.none(), st.text("ab", min_size=1, max_size=60)),
        st.sampled_from([0.05, 0.9, 5, 30, 150, 700]),
    ),
    min_size=1,
    max_size=25,
)


@settings(
    max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(CHANGES, st.sampled_from(["text", "scale"]))
def test_the_history_ends_with_the_answer_and_keeps_all_that_stood(
    answers, clock, cohort, changes, kind
):
    """What stood for ten seconds before half of it went, or before a pause, is a version."""
    definition = Definition(f"any-{next(NUMBERS)}", kind)
    stood = []
    for by, value, seconds in changes:
        outcome = answers.record(NORTH, definition, value, by)
        if outcome.events:
            stood.append((value, by, clock()))
        clock.pass_by(seconds=seconds)
    versions = AnswerHistory(cohort).versions(AnswerKey(NORTH, definition.id), kind)
    assert [each.revision for each in versions] == sorted({each.revision for each in versions})
    if stood:
        assert versions[-1].value == stood[-1][0]
    values = [each.value for each in versions]
    for (value, _, at), (after, _, then) in itertools.pairwise(stood):
        much_went = value is not None and len(value) >= 20 and not after
        if then - at >= timedelta(seconds=10) and (much_went or then - at > timedelta(minutes=2)):
            assert value in values
