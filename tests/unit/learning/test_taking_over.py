"""Work that goes along with people: whole, by its authors, once, and never over other work."""

from __future__ import annotations

import pytest

from cohortbook.cohort.reader import read_cohort
from cohortbook.learning.answer_history import AnswerHistory, AnswerKey
from cohortbook.learning.answers import Answers
from cohortbook.learning.directions import Directions
from cohortbook.learning.documents import Documents
from cohortbook.learning.individual import Individual
from cohortbook.learning.organising.taking_over import TakingOver
from cohortbook.learning.own_topic import TopicDraft
from cohortbook.learning.own_topics import OwnTopics
from cohortbook.learning.reviews import Judgement, Reviews
from cohortbook.learning.rooms import RoomKey
from cohortbook.workbook.exercise import ExerciseDefinition
from factories import cohort_data, exercise, write_cohort

OLD, NEW = RoomKey("north", "01-first-steps"), RoomKey("gate", "01-first-steps")
TEXT = ExerciseDefinition.from_json(exercise())
ALONE = ExerciseDefinition.from_json(exercise(id="alone", individual=True))


@pytest.fixture
def work(cohort):
    documents, answers = Documents(cohort), Answers(cohort)
    documents.append(str(OLD), [(b"first", "ada"), (b"second", "ben")])
    documents.compact(str(OLD), b"both", documents.append(str(OLD), []))
    documents.append(str(OLD), [(b"third", "ada")])
    documents.append(f"{OLD}#ben", [(b"alone", "ben")])
    documents.append(f"{OLD}#ada", [(b"hers", "ada")])
    answers.record(OLD, TEXT, "We look.", "ben")
    for each in ("ada", "ben"):
        answers.record(OLD, ALONE, f"I am {each}.", each, each)
    Individual(cohort).hand_in(OLD, "alone", "ben", frozenset({"ada", "ben"}))
    return cohort


def take(database, *people, whole=True):
    TakingOver(database).take("north", "gate", people, whole=whole)


def test_the_answers_of_a_group_go_along_with_their_authors_and_their_times(work):
    judgement = Judgement("seen", "Good.", {})
    Reviews(work).give(OLD, TEXT.id, judgement, reviewer="ines", version=0)
    take(work, "ben")
    (before,), (after,) = Answers(work).of_room(OLD), Answers(work).of_room(NEW)
    assert (after.value, after.updated_by, after.updated_at) == (
        before.value,
        before.updated_by,
        before.updated_at,
    )
    assert Documents(work).load(str(NEW)) == [b"both", b"third"]
    (version,) = AnswerHistory(work).versions(AnswerKey(NEW, TEXT.id), "text")
    assert [each.id for each in version.by] == ["ben"]
    (review,) = Reviews(work).of_room(NEW)
    assert (review.feedback, review.reviewer.id) == ("Good.", "ines")
    assert len(Reviews(work).of_room(OLD)) == 1


def test_a_new_document_goes_on_from_what_was_copied(work):
    take(work, "ben")
    documents = Documents(work)
    upto = documents.append(str(NEW), [(b"fourth", "ben")])
    assert documents.load(str(NEW)) == [b"both", b"third", b"fourth"]
    assert documents.compact(str(NEW), b"all", upto)
    assert documents.load(str(NEW)) == [b"all"]
    assert documents.load(str(OLD)) == [b"both", b"third"]


def test_only_those_who_go_take_what_they_answered_alone(work):
    take(work, "ben")
    assert Documents(work).load(f"{NEW}#ben") == [b"alone"]
    assert Documents(work).load(f"{NEW}#ada") == []
    assert [each.value for each in Answers(work).of_person(NEW, "ben")] == ["I am ben."]
    assert Answers(work).of_person(NEW, "ada") == []
    assert Individual(work).state(NEW, "alone").handed_in == ("ben",)
    assert not Individual(work).state(NEW, "alone").revealed


def test_topics_of_its_own_and_the_setting_of_its_dial_go_along(work, tmp_path):
    topics = OwnTopics(work)
    first = topics.add(OLD, TopicDraft("Holidays", "We are *away*."), "ada").value
    file = cohort_data() | {
        "programme": {"title": "Board", "parameters": {"guidance": "full"}},
        "self_organising": {"direction": {"parameter": "guidance", "settings": ["light", "full"]}},
    }
    served = read_cohort(write_cohort(tmp_path, file))
    for setting in ("full", "light"):
        Directions(work).choose(served, "north", setting, "We know it.", "ben")
    take(work, "ben")
    take(work, "ben")
    (theirs,) = topics.of_rooms([NEW])
    assert (theirs.id, theirs.title, theirs.by.id) == (first.id, "Holidays", "ada")
    assert [each.id for each in topics.definitions(NEW)] == [first.id]
    assert Directions(work).settings() == {"north": "light", "gate": "light"}
    assert [each.setting for each in Directions(work).history("gate")["gate"]] == ["light"]
    # From then on each has its own.
    topics.change(NEW, first.id, TopicDraft("Feasts"), "ben", 1, closed=True)
    assert [each.title for each in topics.of_rooms([OLD])] == ["Holidays"]
    assert not topics.of_rooms([OLD])[0].closed


def test_a_reveal_goes_along_and_nobody_seems_to_have_answered_after_it(work):
    Individual(work).reveal(OLD, "alone", None)
    take(work, "ben")
    state = Individual(work).state(NEW, "alone")
    assert state.revealed
    assert [(each.person_id, each.changed_after_reveal) for each in state.answers] == [
        ("ben", False)
    ]


def test_who_moves_alone_takes_nothing_of_the_group(work):
    take(work, "ben", whole=False)
    assert Answers(work).of_room(NEW) == []
    assert Documents(work).load(str(NEW)) == []
    assert [each.value for each in Answers(work).of_person(NEW, "ben")] == ["I am ben."]


def test_what_nobody_was_to_see_yet_is_not_shown_by_moving(work):
    Individual(work).reveal(NEW, "alone", None)
    take(work, "ben", whole=False)
    assert Individual(work).state(NEW, "alone").answers == ()
    Individual(work).hand_in(NEW, "alone", "ben", frozenset({"ben"}))
    assert len(Individual(work).state(NEW, "alone").answers) == 1


def test_twice_is_once_and_what_is_there_stays(work):
    Answers(work).record(NEW, TEXT, "Ours.", "eva")
    Documents(work).append(str(NEW), [(b"ours", "eva")])
    take(work, "ben")
    take(work, "ben")
    (answer,) = Answers(work).of_room(NEW)
    assert answer.value == "Ours."
    assert Documents(work).load(str(NEW)) == [b"ours"]
    assert len(Answers(work).of_person(NEW, "ben")) == 1
    assert len(AnswerHistory(work).versions(AnswerKey(NEW, "alone", "ben"), "text")) == 1
