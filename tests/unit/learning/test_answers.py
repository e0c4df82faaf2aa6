from __future__ import annotations

from dataclasses import dataclass

import pytest

from cohortbook.learning.answers import Answers
from cohortbook.learning.errors import AnswerMisplaced
from cohortbook.learning.events import Events
from cohortbook.learning.individual import Individual
from cohortbook.learning.rooms import RoomKey

NORTH, SOUTH = RoomKey("north", "one"), RoomKey("south", "one")


@dataclass(frozen=True)
class Definition:
    id: str
    kind: str = "text"
    individual: bool = False


WEEK, MOOD = Definition("first-week"), Definition("mood", "scale")
ALONE = Definition("alone", "choice", individual=True)


@pytest.fixture
def answers(cohort, clock):
    return Answers(cohort, clock)


def test_an_answer_as_a_reviewer_gets_it(answers):
    outcome = answers.record(NORTH, WEEK, "We *start*", "ada")
    assert outcome.value.to_json() == {
        "value": "We *start*",
        "html": "<p>We <em>start</em></p>",
        "updated_at": "2026-09-07T08:00:00.000Z",
        "updated_by": {"id": "ada", "name": "Ada"},
    }
    assert answers.of_room(NORTH) == [outcome.value]
    assert answers.of_room(SOUTH) == []
    (event,) = outcome.events
    assert event.type == "answer.changed"
    assert event.data == {"exercise_id": "first-week", "answered": True}


def test_only_a_change_is_written(answers, cohort, clock):
    answers.record(NORTH, WEEK, "Same", "ada")
    clock.pass_by(minutes=1)
    again = answers.record(NORTH, WEEK, "Same", "ben")
    assert again.events == ()
    assert again.value.updated_by.id == "ada"
    assert len(Events(cohort).since(NORTH, 0)) == 1


def test_no_answer_at_first_is_not_written(answers):
    outcome = answers.record(NORTH, WEEK, None, "ada")
    assert (outcome.value.value, outcome.events) == (None, ())
    assert answers.of_room(NORTH) == []


@pytest.mark.parametrize("value", ["a", ["a", "b"], 3, 0, 2.5, False])
def test_every_shape_of_answer_comes_back_as_it_went_in(answers, value):
    answers.record(NORTH, MOOD, value, "ada")
    (kept,) = answers.of_room(NORTH)
    assert kept.value == value
    assert type(kept.value) is type(value)
    assert kept.html is None


def test_an_answer_taken_away_counts_as_none(answers):
    answers.record(NORTH, WEEK, "Something", "ada")
    outcome = answers.record(NORTH, WEEK, None, "ada")
    assert outcome.events[0].data["answered"] is False
    assert answers.exercises_with_answers() == {}


def test_which_exercises_anybody_has_answered(answers):
    answers.record(NORTH, WEEK, "x", "ada")
    answers.record(NORTH, ALONE, "a", "ada", "ada")
    answers.record(SOUTH, MOOD, 1, "eva")
    assert answers.exercises_with_answers() == {
        ("north", "one"): {"first-week", "alone"},
        ("south", "one"): {"mood"},
    }


def test_one_exercise_across_groups(answers):
    answers.record(NORTH, WEEK, "n", "ada")
    answers.record(SOUTH, WEEK, "s", "eva")
    answers.record(SOUTH, MOOD, 1, "eva")
    found = answers.of_exercise("one", "first-week", ["north", "south", "east"])
    assert {group: each.value for group, each in found.items()} == {"north": "n", "south": "s"}
    assert set(answers.of_exercise("one", "first-week", ["south"])) == {"south"}
    assert answers.of_exercise("two", "first-week", ["south"]) == {}


def test_what_somebody_answered_alone_is_theirs(answers):
    outcome = answers.record(NORTH, ALONE, "a", "ada", "ada")
    assert outcome.events == ()
    assert answers.of_room(NORTH) == []
    assert answers.of_exercise("one", "alone", ["north"]) == {}
    assert answers.of_person(NORTH, "ben") == []
    assert [each.value for each in answers.of_person(NORTH, "ada")] == ["a"]


def test_a_group_cannot_answer_for_its_members_nor_the_other_way_round(answers):
    with pytest.raises(AnswerMisplaced):
        answers.record(NORTH, ALONE, "a", "ada")
    with pytest.raises(AnswerMisplaced):
        answers.record(NORTH, WEEK, "a", "ada", "ada")


def test_emptying_an_answer_takes_its_hand_in_back(answers, cohort, clock):
    individual = Individual(cohort, clock)
    answers.record(NORTH, ALONE, "a", "ada", "ada")
    individual.hand_in(NORTH, "alone", "ada", frozenset({"ada", "ben"}))
    outcome = answers.record(NORTH, ALONE, None, "ada", "ada")
    assert [each.type for each in outcome.events] == ["individual.withdrawn"]
    assert individual.state(NORTH, "alone").handed_in == ()


def test_true_is_not_one(answers):
    answers.record(NORTH, MOOD, 1, "ada")
    assert answers.record(NORTH, MOOD, value=True, by="ada").events
    assert answers.of_room(NORTH)[0].value is True
