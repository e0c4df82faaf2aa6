from __future__ import annotations

import pytest

from cohortbook.learning.anchors import Anchor
from cohortbook.learning.answers import Answers
from cohortbook.learning.discussion import Discussion
from cohortbook.learning.events import Events
from cohortbook.learning.progress import News, Progress
from cohortbook.learning.reviews import Judgement, Reviews
from cohortbook.learning.rooms import RoomKey

NORTH, SOUTH = RoomKey("north", "one"), RoomKey("south", "one")
OTHER = RoomKey("north", "two")


class Definition:
    kind = "text"

    def __init__(self, name, *, individual=False):
        self.id, self.individual = name, individual


@pytest.fixture
def progress(cohort, clock):
    return Progress(cohort, clock)


def test_which_exercises_are_answered(progress, cohort):
    answers = Answers(cohort)
    answers.record(NORTH, Definition("a"), "x", "ada")
    answers.record(NORTH, Definition("b"), "x", "ada")
    answers.record(NORTH, Definition("b"), None, "ada")
    answers.record(NORTH, Definition("c", individual=True), "x", "ada", "ada")
    assert progress.answered(NORTH) == {"a"}
    assert progress.answered(NORTH, "ada") == {"a", "c"}
    assert progress.answered(NORTH, "ben") == {"a"}
    assert progress.answered_in([NORTH, OTHER]) == {NORTH: {"a"}, OTHER: frozenset()}
    assert progress.answered_in([]) == {}


def test_news_is_what_others_did_since_the_last_visit(progress, cohort):
    discussion, reviews, events = Discussion(cohort), Reviews(cohort), Events(cohort)
    thread = discussion.start_thread(NORTH, Anchor("cell", "c"), "Hello", "ada").value
    discussion.reply(NORTH, thread.id, "Hi", "ben")
    discussion.resolve(NORTH, thread.id, "ben", 1)
    reviews.give(NORTH, "a", Judgement("seen"), reviewer="ines", version=0)
    rooms = [NORTH, OTHER, SOUTH]

    assert progress.news("ada", rooms) == {NORTH: News(1, 1), OTHER: News(), SOUTH: News()}
    assert progress.news("ben", rooms)[NORTH] == News(1, 1)
    assert progress.news("ines", rooms)[NORTH] == News(2, 0)

    progress.visited("ada", NORTH, events.last_id(NORTH))
    assert progress.news("ada", rooms)[NORTH] == News()
    assert progress.news("ben", rooms)[NORTH] == News(1, 1)
    discussion.reply(NORTH, thread.id, "Again", "ben")
    assert progress.news("ada", rooms)[NORTH] == News(1, 0)
    assert progress.news("ada", []) == {}


def test_a_late_note_of_an_earlier_visit_brings_no_old_news_back(progress, cohort):
    thread = Discussion(cohort).start_thread(NORTH, Anchor("cell", "c"), "Hello", "ben")
    progress.visited("ada", NORTH, thread.events[0].id)
    progress.visited("ada", NORTH, 0)
    assert progress.news("ada", [NORTH])[NORTH] == News()
