from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from cohortbook.access.people import People
from cohortbook.cohort.model import WorkbookPlan
from cohortbook.learning.openings import Openings
from cohortbook.learning.rooms import RoomKey
from page_world import BOOK, COHORT, NOOR

NORTH, SOUTH = RoomKey("north", BOOK), RoomKey("south", BOOK)
MIDNIGHT = datetime(2026, 11, 15, 23, tzinfo=UTC)  # of the 16th in Berlin


class World:
    def __init__(self, database):
        self.now = MIDNIGHT
        people = People(database)
        people.sync_roster(COHORT)
        self.noor = people.by_email(NOOR.email).person_id
        self.openings = Openings(database, COHORT, lambda: self.now)

    def decide(self, group, decision):
        self.openings.decide(BOOK, group, decision, self.noor)


@pytest.fixture
def world(database):
    return World(database)


def test_a_workbook_opens_at_midnight_of_its_day_where_the_cohort_is(world):
    world.now = MIDNIGHT.replace(hour=22, minute=59)
    assert world.openings.closed(NORTH)
    world.now = MIDNIGHT
    assert not world.openings.closed(NORTH)


def test_a_workbook_without_an_opening_day_is_open(database):
    for schedule in ({}, {BOOK: WorkbookPlan(due=date(2026, 11, 1))}):
        cohort = replace(COHORT, schedule=schedule)
        assert not Openings(database, cohort, lambda: MIDNIGHT).closed(NORTH)


def test_being_due_closes_nothing(world):
    world.now = MIDNIGHT.replace(year=2027)
    assert not world.openings.closed(NORTH)


def test_what_was_decided_survives_a_restart(world, database):
    world.decide(None, "closed")
    world.decide("south", "open")
    again = Openings(database, COHORT, lambda: world.now)
    assert (again.closed(NORTH), again.closed(SOUTH)) == (True, False)
    assert again.of(NORTH).decided == "closed"


decisions = st.tuples(
    st.sampled_from([None, "north", "south"]), st.sampled_from([None, "open", "closed"])
)


@settings(
    max_examples=30, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(st.lists(decisions, max_size=8))
def test_the_latest_decision_about_a_group_or_about_all_holds(world, made):
    world.decide(None, None)
    expected = {"north": None, "south": None}
    for group, decision in made:
        world.decide(group, decision)
        for each in expected if group is None else [group]:
            expected[each] = decision
        # Leaving one group to what holds for all is what it then has.
        if group is not None and decision is None:
            expected[group] = world.openings.decisions().get((BOOK, ""))
    told = {each.group: world.openings.of(each).decided for each in (NORTH, SOUTH)}
    assert told == expected
