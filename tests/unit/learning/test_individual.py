from __future__ import annotations

import json
import sqlite3
import threading
from dataclasses import dataclass

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from cohortbook.learning.answers import Answers
from cohortbook.learning.errors import AlreadyRevealed, LearningError, NotAMember, NothingToHandIn
from cohortbook.learning.events import Events
from cohortbook.learning.individual import Individual, IndividualState
from cohortbook.learning.rooms import RoomKey

NORTH = RoomKey("north", "one")
BOTH = frozenset({"ada", "ben"})


@dataclass(frozen=True)
class Alone:
    id: str = "alone"
    kind: str = "text"
    individual: bool = True


ALONE = Alone()


@pytest.fixture
def answers(cohort, clock):
    return Answers(cohort, clock)


@pytest.fixture
def individual(cohort, clock):
    return Individual(cohort, clock)


def kinds(outcome):
    return [each.type for each in outcome.events]


def test_alone_first_then_all_at_once(answers, individual):
    answers.record(NORTH, ALONE, "A", "ada", "ada")
    answers.record(NORTH, ALONE, "B", "ben", "ben")
    first = individual.hand_in(NORTH, "alone", "ben", BOTH)
    assert kinds(first) == ["individual.handed_in"]
    assert first.value.to_json() == {
        "exercise_id": "alone",
        "revealed": False,
        "handed_in": ["ben"],
        "answers": [],
    }
    assert individual.hand_in(NORTH, "alone", "ben", BOTH).events == ()
    last = individual.hand_in(NORTH, "alone", "ada", BOTH)
    assert kinds(last) == ["individual.handed_in", "individual.revealed"]
    assert last.value.to_json() == {
        "exercise_id": "alone",
        "revealed": True,
        "handed_in": ["ben", "ada"],
        "answers": [
            {"person_id": "ben", "value": "B", "changed_after_reveal": False},
            {"person_id": "ada", "value": "A", "changed_after_reveal": False},
        ],
    }
    assert individual.states(NORTH) == {"alone": last.value}
    assert individual.state(NORTH, "other") == IndividualState("other")


def test_without_an_answer_there_is_nothing_to_hand_in(answers, individual, cohort):
    with pytest.raises(NothingToHandIn):
        individual.hand_in(NORTH, "alone", "ada", BOTH)
    answers.record(NORTH, ALONE, "A", "ada", "ada")
    answers.record(NORTH, ALONE, None, "ada", "ada")
    with pytest.raises(NothingToHandIn):
        individual.hand_in(NORTH, "alone", "ada", BOTH)
    assert Events(cohort).since(NORTH, 0) == []


def test_only_members_hand_in(answers, individual):
    answers.record(NORTH, ALONE, "I", "ines", "ines")
    with pytest.raises(NotAMember):
        individual.hand_in(NORTH, "alone", "ines", BOTH)
    with pytest.raises(NotAMember):
        individual.hand_in(NORTH, "alone", "ines", frozenset())


def test_handing_in_can_be_taken_back_until_the_reveal(answers, individual):
    for each in ("ada", "ben"):
        answers.record(NORTH, ALONE, each, each, each)
    individual.hand_in(NORTH, "alone", "ada", BOTH)
    assert kinds(individual.withdraw(NORTH, "alone", "ada")) == ["individual.withdrawn"]
    assert individual.withdraw(NORTH, "alone", "ada").events == ()
    assert not individual.hand_in(NORTH, "alone", "ben", BOTH).value.revealed
    assert individual.hand_in(NORTH, "alone", "ada", BOTH).value.revealed
    with pytest.raises(AlreadyRevealed):
        individual.withdraw(NORTH, "alone", "ada")


def test_a_member_who_left_is_not_waited_for(answers, individual):
    answers.record(NORTH, ALONE, "A", "ada", "ada")
    assert individual.hand_in(NORTH, "alone", "ada", frozenset({"ada"})).value.revealed


def test_once_the_others_are_gone_handing_in_again_opens(answers, individual):
    answers.record(NORTH, ALONE, "A", "ada", "ada")
    individual.hand_in(NORTH, "alone", "ada", BOTH)
    outcome = individual.hand_in(NORTH, "alone", "ada", frozenset({"ada"}))
    assert kinds(outcome) == ["individual.revealed"]


def test_a_facilitator_opens_only_what_was_handed_in(answers, individual):
    for each in ("ada", "ben"):
        answers.record(NORTH, ALONE, each, each, each)
    individual.hand_in(NORTH, "alone", "ada", BOTH)
    opened = individual.reveal(NORTH, "alone", "noor")
    assert kinds(opened) == ["individual.revealed"]
    assert opened.events[0].actor.id == "noor"
    assert [each.person_id for each in opened.value.answers] == ["ada"]
    assert individual.reveal(NORTH, "alone", "noor").events == ()
    late = individual.hand_in(NORTH, "alone", "ben", BOTH)
    assert kinds(late) == ["individual.handed_in"]
    assert [each.changed_after_reveal for each in late.value.answers] == [False, False]


def test_a_change_after_the_reveal_shows(answers, individual):
    for each in ("ada", "ben"):
        answers.record(NORTH, ALONE, each, each, each)
        individual.hand_in(NORTH, "alone", each, BOTH)
    answers.record(NORTH, ALONE, "better", "ben", "ben")
    found = {
        each.person_id: (each.value, each.changed_after_reveal)
        for each in individual.state(NORTH, "alone").answers
    }
    assert found == {"ada": ("ada", False), "ben": ("better", True)}


def test_when_the_last_two_hand_in_at_once_it_is_revealed_once(answers, individual, cohort):
    for exercise_id in ("e1", "e2", "e3", "e4"):
        for each in ("ada", "ben"):
            answers.record(NORTH, Alone(exercise_id), each, each, each)
        ready = threading.Barrier(2)

        def hand_in(person_id, exercise_id=exercise_id, ready=ready):
            ready.wait()
            individual.hand_in(NORTH, exercise_id, person_id, BOTH)

        threads = [threading.Thread(target=hand_in, args=(each,)) for each in ("ada", "ben")]
        for each in threads:
            each.start()
        for each in threads:
            each.join()
        assert len(individual.state(NORTH, exercise_id).answers) == 2
    told = [each.type for each in Events(cohort).since(NORTH, 0)]
    assert told.count("individual.revealed") == 4


steps = st.lists(
    st.tuples(
        st.sampled_from(["record", "clear", "hand_in", "withdraw", "reveal"]),
        st.sampled_from(["ada", "ben", "cleo"]),
    ),
    max_size=25,
)


@settings(
    max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(steps)
def test_no_order_of_things_shows_a_value_before_the_reveal(new_database, enrol, steps):
    database = new_database()
    members = frozenset({"ada", "ben", "cleo"})
    enrol(
        database,
        **dict.fromkeys(sorted(members), ("member", "north")),
        noor=("facilitator", None),
    )
    answers, individual = Answers(database), Individual(database)
    handed_in, values, opened = set(), {}, False
    for number, (step, who) in enumerate(steps):
        secret = f"secret-{number}-of-{who}"
        events = ()
        try:
            if step == "record":
                events = answers.record(NORTH, ALONE, secret, who, who).events
                values[who] = secret
            elif step == "clear":
                events = answers.record(NORTH, ALONE, None, who, who).events
                values.pop(who, None)
                if not opened:
                    handed_in.discard(who)
            elif step == "hand_in":
                events = individual.hand_in(NORTH, "alone", who, members).events
                handed_in.add(who)
                opened = opened or handed_in == members
            elif step == "withdraw":
                events = individual.withdraw(NORTH, "alone", who).events
                handed_in.discard(who)
            else:
                events = individual.reveal(NORTH, "alone", "noor").events
                opened = True
        except LearningError:
            pass
        state = individual.state(NORTH, "alone")
        assert state.revealed == opened
        assert set(state.handed_in) == handed_in
        shown = json.dumps([state.to_json(), *(each.to_json() for each in events)])
        shown += str(individual.states(NORTH)) + str(answers.of_room(NORTH))
        if not opened:
            assert "secret" not in shown
        else:
            assert {each.person_id: each.value for each in state.answers} == {
                each: values[each] for each in handed_in if each in values
            }
    with sqlite3.connect(database.where) as plain:
        assert "secret" not in str(plain.execute("SELECT data FROM events").fetchall())
    plain.close()
    database.close()
