from __future__ import annotations

import pytest

from cohortbook.learning.errors import CommentTooLong, ReviewInvalid, VersionConflict
from cohortbook.learning.events import Events
from cohortbook.learning.reviews import Judgement, Reviews
from cohortbook.learning.rooms import RoomKey

NORTH, SOUTH = RoomKey("north", "one"), RoomKey("south", "one")
MORE = Judgement("asks-for-more", "Say *when*.", {"concrete": 1})


@pytest.fixture
def reviews(cohort, clock):
    return Reviews(cohort, clock)


def test_a_review_as_pages_get_it(reviews):
    outcome = reviews.give(NORTH, "first-week", MORE, reviewer="ines", version=0)
    assert outcome.value.to_json() == {
        "id": outcome.value.id,
        "exercise_id": "first-week",
        "person_id": None,
        "state": "asks-for-more",
        "feedback": "Say *when*.",
        "html": "<p>Say <em>when</em>.</p>",
        "levels": {"concrete": 1},
        "reviewer": {"id": "ines", "name": "Ines"},
        "at": "2026-09-07T08:00:00.000Z",
        "version": 1,
    }
    (event,) = outcome.events
    assert event.type == "review.given"
    assert event.data == {"review": outcome.value.to_json()}
    assert reviews.of_room(NORTH) == [outcome.value]


def test_a_review_is_changed_in_place_and_remembered(reviews, clock):
    first = reviews.give(NORTH, "first-week", MORE, reviewer="ines", version=0).value
    clock.pass_by(days=1)
    done = Judgement("accepted", "Good.")
    second = reviews.give(NORTH, "first-week", done, reviewer="noor", version=1).value
    assert (second.id, second.version, second.reviewer.id) == (first.id, 2, "noor")
    assert reviews.of_room(NORTH) == [second]
    assert [(each[0], each[1], each[3].id) for each in reviews.history(first.id)] == [
        (1, "asks-for-more", "ines"),
        (2, "accepted", "noor"),
    ]


def test_the_slower_mentor_sees_what_the_faster_one_said(reviews, cohort):
    reviews.give(NORTH, "first-week", MORE, reviewer="ines", version=0)
    with pytest.raises(VersionConflict) as refused:
        reviews.give(NORTH, "first-week", Judgement("seen"), reviewer="noor", version=0)
    assert refused.value.current.to_json()["feedback"] == "Say *when*."
    assert len(Events(cohort).since(NORTH, 0)) == 1


def test_saying_the_same_again_is_no_event(reviews):
    first = reviews.give(NORTH, "first-week", MORE, reviewer="ines", version=0).value
    again = reviews.give(NORTH, "first-week", MORE, reviewer="ines", version=1)
    assert (again.value, again.events) == (first, ())


def test_the_group_and_each_member_have_reviews_of_their_own(reviews):
    for person_id in (None, "ada", "ben"):
        reviews.give(NORTH, "alone", MORE, reviewer="ines", version=0, person_id=person_id)
    assert [each.person_id for each in reviews.of_room(NORTH)] == [None, "ada", "ben"]


def test_one_exercise_across_groups(reviews):
    reviews.give(NORTH, "first-week", MORE, reviewer="ines", version=0)
    reviews.give(SOUTH, "first-week", MORE, reviewer="noor", version=0)
    reviews.give(SOUTH, "other", MORE, reviewer="noor", version=0)
    found = reviews.of_exercise("one", "first-week", ["north", "south"])
    assert [each.room for each in found] == [NORTH, SOUTH]
    assert [each.room for each in reviews.of_exercise("one", "first-week", ["north"])] == [NORTH]


@pytest.mark.parametrize(
    ("state", "levels"),
    [("waiting", {}), ("", {}), ("seen", {"a": -1}), ("seen", {"a": "1"}), ("seen", {"a": True})],
)
def test_what_is_no_judgement_is_refused(state, levels):
    with pytest.raises(ReviewInvalid):
        Judgement(state, "", levels)


def test_feedback_that_is_too_long_is_refused(reviews):
    with pytest.raises(CommentTooLong):
        reviews.give(NORTH, "x", Judgement("seen", "x" * 10_001), reviewer="ines", version=0)
    assert reviews.of_room(NORTH) == []
