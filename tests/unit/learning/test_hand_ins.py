from __future__ import annotations

import pytest

from cohortbook.learning.answers import Answers
from cohortbook.learning.errors import (
    CommentTooLong,
    HandedInAlready,
    NothingReviewed,
    VersionConflict,
)
from cohortbook.learning.events import Events
from cohortbook.learning.hand_ins import HandIns
from cohortbook.learning.reviews import Judgement, Reviews
from cohortbook.learning.rooms import RoomKey
from cohortbook.workbook.exercise import ExerciseDefinition
from factories import exercise

NORTH = RoomKey("north", "one")
TEXT = ExerciseDefinition.from_json(exercise("text", "first-week"))
MORE = Judgement("asks-for-more", "Who?")


@pytest.fixture
def reviews(cohort, clock):
    return Reviews(cohort, clock)


@pytest.fixture
def hand_ins(cohort, clock):
    return HandIns(cohort, clock)


def test_a_group_hands_in_again_and_everybody_hears_of_it(reviews, hand_ins, clock):
    review = reviews.give(NORTH, "first-week", MORE, reviewer="ines", version=0).value
    clock.pass_by(days=1)
    outcome = hand_ins.hand_in(NORTH, "first-week", " Is it *this*? ", by="ada", version=1)
    assert outcome.value.to_json() == {
        "exercise_id": "first-week",
        "review_id": review.id,
        "review_version": 1,
        "person_id": None,
        "by": {"id": "ada", "name": "Ada"},
        "words": "Is it *this*?",
        "html": "<p>Is it <em>this</em>?</p>",
        "at": "2026-09-08T08:00:00.000Z",
    }
    (event,) = outcome.events
    assert (event.type, event.data) == ("review.handed_in", {"hand_in": outcome.value.to_json()})
    assert hand_ins.of_room(NORTH) == {"first-week": outcome.value}
    assert hand_ins.of_room(RoomKey("south", "one")) == {}


def test_it_waits_until_a_mentor_says_more_and_can_then_be_handed_in_once_more(reviews, hand_ins):
    reviews.give(NORTH, "first-week", MORE, reviewer="ines", version=0)
    hand_ins.hand_in(NORTH, "first-week", "", by="ada", version=1)
    reviews.give(NORTH, "first-week", Judgement("accepted"), reviewer="ines", version=1)
    assert hand_ins.of_room(NORTH) == {}
    second = hand_ins.hand_in(NORTH, "first-week", "", by="ben", version=2).value
    assert hand_ins.of_room(NORTH) == {"first-week": second}


def test_the_same_judgement_once_more_answers_what_was_handed_in_again(reviews, hand_ins):
    reviews.give(NORTH, "first-week", MORE, reviewer="ines", version=0)
    hand_ins.hand_in(NORTH, "first-week", "", by="ada", version=1)
    again = reviews.give(NORTH, "first-week", MORE, reviewer="ines", version=1)
    assert (again.value.version, len(again.events)) == (2, 1)
    assert hand_ins.of_room(NORTH) == {}
    assert reviews.give(NORTH, "first-week", MORE, reviewer="ines", version=2).events == ()


def test_of_two_members_the_first_hands_in(reviews, hand_ins, cohort):
    reviews.give(NORTH, "first-week", MORE, reviewer="ines", version=0)
    hand_ins.hand_in(NORTH, "first-week", "", by="ada", version=1)
    with pytest.raises(HandedInAlready):
        hand_ins.hand_in(NORTH, "first-week", "And this.", by="ben", version=1)
    assert len(Events(cohort).since(NORTH, 0)) == 2


def test_a_group_that_has_not_seen_the_latest_review_is_shown_it(reviews, hand_ins):
    reviews.give(NORTH, "first-week", MORE, reviewer="ines", version=0)
    reviews.give(NORTH, "first-week", Judgement("seen", "Or so."), reviewer="ines", version=1)
    with pytest.raises(VersionConflict) as refused:
        hand_ins.hand_in(NORTH, "first-week", "", by="ada", version=1)
    assert refused.value.current.to_json()["feedback"] == "Or so."


def test_what_was_not_reviewed_cannot_be_handed_in_again(reviews, hand_ins):
    with pytest.raises(NothingReviewed):
        hand_ins.hand_in(NORTH, "first-week", "", by="ada", version=0)
    # A review of what one member answered alone is none of the group's answer.
    reviews.give(NORTH, "first-week", MORE, reviewer="ines", version=0, person_id="ada")
    with pytest.raises(NothingReviewed):
        hand_ins.hand_in(NORTH, "first-week", "", by="ada", version=1)


def test_words_that_are_too_long_are_refused(reviews, hand_ins):
    reviews.give(NORTH, "first-week", MORE, reviewer="ines", version=0)
    with pytest.raises(CommentTooLong):
        hand_ins.hand_in(NORTH, "first-week", "x" * 10_001, by="ada", version=1)


def test_a_review_remembers_what_it_was_about(reviews, cohort, clock):
    answers = Answers(cohort, clock)
    answers.record(NORTH, TEXT, "We try.", "ada")
    first = reviews.give(NORTH, "first-week", MORE, reviewer="ines", version=0).value
    answers.record(NORTH, TEXT, "Ada tries.", "ada")
    assert reviews.judged(first) == "We try."
    second = reviews.give(NORTH, "first-week", Judgement("seen"), reviewer="ines", version=1).value
    assert (reviews.judged(first), reviews.judged(second)) == ("We try.", "Ada tries.")
    other = reviews.give(NORTH, "unanswered", MORE, reviewer="ines", version=0).value
    assert reviews.judged(other) is None
