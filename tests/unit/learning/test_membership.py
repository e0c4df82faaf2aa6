"""Whoever goes to another group takes along what they answered alone, whatever moved them."""

from __future__ import annotations

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from cohortbook.access.people import People
from cohortbook.cohort.model import Cohort, Group, Person
from cohortbook.cohort.roster_change import MoveMember
from cohortbook.learning.answers import Answers
from cohortbook.learning.documents import Documents
from cohortbook.learning.individual import Individual
from cohortbook.learning.organising.membership import Membership
from cohortbook.learning.rooms import RoomKey
from cohortbook.workbook.exercise import ExerciseDefinition
from factories import exercise
from organised import BOOK, COHORT_TEXT, NORTH, Organised

ALONE = ExerciseDefinition.from_json(exercise(id="alone", individual=True))
GROUPS = ("north", "south", "west")
NAMES = ("Ada", "Ben", "Chen")
BEN = "      - {name: Ben Okri, email: ben@example.org}   # part time\n"


def on_the_desk(cohort):
    cohort.roster.change([MoveMember("ben@example.org", "south")], cohort.roster.read().version)
    return cohort


def on_the_page_of_the_group(cohort):
    ben = cohort.id("ben")
    cohort.organising.propose_move("north", "south", ben, cohort.who("noor"))
    return cohort


def in_the_file_before_a_start(cohort):
    cohort.close()
    cohort.file.write_text(COHORT_TEXT.replace(BEN, "") + BEN)
    return Organised(cohort.file.parent)


@pytest.mark.parametrize(
    "move", [on_the_desk, on_the_page_of_the_group, in_the_file_before_a_start]
)
def test_every_way_to_another_group_takes_the_same_along(move, tmp_path):
    cohort = Organised(tmp_path)
    cohort.write()
    ben, everybody = cohort.id("ben"), frozenset(cohort.id(each) for each in ("ada", "ben", "chen"))
    cohort.answers.record(NORTH, ALONE, "I look.", ben, ben)
    cohort.answers.record(NORTH, ALONE, "I do not.", cohort.id("ada"), cohort.id("ada"))
    Individual(cohort.database).hand_in(NORTH, "alone", ben, everybody)
    cohort = move(cohort)
    there = RoomKey("south", BOOK)
    assert cohort.members("south") == ["elif", "dov", "ben"]
    assert [each.value for each in cohort.answers.of_person(there, ben)] == ["I look."]
    assert cohort.documents.load(f"south/{BOOK}#{ben}") == [b"me"]
    assert Individual(cohort.database).state(there, "alone").handed_in == (ben,)
    # What they wrote together, and what the others wrote alone, stays.
    assert cohort.answers.of_room(there) == []
    assert cohort.documents.load(str(there)) == []
    assert cohort.answers.of_person(there, cohort.id("ada")) == []
    assert [each.value for each in cohort.answers.of_person(NORTH, ben)] == ["I look."]
    cohort.close()


def test_who_is_removed_and_comes_anew_elsewhere_begins_anew(tmp_path):
    cohort = Organised(tmp_path)
    cohort.write()
    own = f"south/{BOOK}#{cohort.id('ben')}"
    cohort.close()
    gone = COHORT_TEXT.replace(BEN, "")
    for text in (gone, gone + BEN):
        cohort.file.write_text(text)
        cohort = Organised(tmp_path)
        assert cohort.documents.load(own) == []
        cohort.close()


places = st.lists(st.sampled_from(GROUPS), min_size=len(NAMES), max_size=len(NAMES))


@settings(max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(places, min_size=1, max_size=4))
def test_wherever_people_are_sent_their_own_work_is_with_them(new_database, after):
    database = new_database()
    people, documents, answers = People(database), Documents(database), Answers(database)
    membership = Membership(people, database)
    membership.follow(cohort_of(["north"] * len(NAMES)))
    for person in people.principals():
        answers.record(NORTH, ALONE, person.name, person.person_id, person.person_id)
        documents.append(f"{NORTH}#{person.person_id}", [(person.name.encode(), None)])
    for where in after:
        membership.follow(cohort_of(where))
    for person in people.principals():
        (group,) = person.member_of
        room = RoomKey(group, BOOK)
        assert [each.value for each in answers.of_person(room, person.person_id)] == [person.name]
        assert documents.load(f"{room}#{person.person_id}") == [person.name.encode()]


def cohort_of(where):
    """Return a cohort in which each of `NAMES` is in the group that stands in their place."""
    people = {name: Person(name, f"{name.lower()}@example.org") for name in NAMES}
    return Cohort(
        id="autumn",
        title="Autumn",
        programme_title="P",
        programme_summary="",
        timezone="UTC",
        facilitators=(),
        mentors=(),
        groups={
            group: Group(
                group,
                group.title(),
                tuple(people[name] for name, at in zip(NAMES, where, strict=True) if at == group),
                {},
            )
            for group in GROUPS
        },
        programme_parameters={},
        cohort_parameters={},
        schedule={},
    )
