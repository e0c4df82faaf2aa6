"""Reading time is believed as far as the clock allows, and no further."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import delete, func, select

from cohortbook.learning.progress import Progress
from cohortbook.learning.reading import LONGEST_REPORT, Reading, Report
from cohortbook.learning.rooms import RoomKey
from cohortbook.store.attention_tables import reading_clocks, reading_days, visit_days

NORTH, OTHER = RoomKey("north", "one"), RoomKey("north", "two")


@pytest.fixture
def world(cohort, clock):
    return cohort, Reading(cohort, "Europe/Berlin", clock), Progress(cohort, clock)


def kept(database):
    query = select(reading_days).order_by(reading_days.c.day, reading_days.c.topic)
    with database.read() as connection:
        return [
            (row.person_id, row.topic, row.day, row.seconds, row.moves)
            for row in connection.execute(query)
        ]


def read(seconds, topic="visibility"):
    return Report({topic: seconds}, {})


def test_what_was_read_is_added_up_by_topic_and_day(world, clock):
    database, reading, progress = world
    progress.visited("ada", NORTH, 0)
    clock.pass_by(seconds=60)
    assert reading.report(NORTH, "ada", Report({"visibility": 20, "trust": 10}, {"trust": 1})) == 30
    clock.pass_by(seconds=60)
    assert reading.report(NORTH, "ada", read(15)) == 15
    day = date(2026, 9, 7)
    assert kept(database) == [
        ("ada", "trust", day, 10, 1),
        ("ada", "visibility", day, 35, 0),
    ]


def test_a_day_is_one_of_the_cohort(world, clock):
    database, reading, progress = world
    clock.now = datetime(2026, 9, 7, 22, 30, tzinfo=UTC)
    progress.visited("ada", NORTH, 0)
    reading.visit(NORTH, "ada")
    clock.pass_by(seconds=30)
    reading.report(NORTH, "ada", read(10))
    assert kept(database)[0][2] == date(2026, 9, 8)
    with database.read() as connection:
        assert connection.execute(select(visit_days.c.day)).scalars().all() == [date(2026, 9, 8)]


def test_nobody_reads_longer_than_the_page_is_open(world, clock):
    database, reading, progress = world
    assert reading.report(NORTH, "ada", read(100)) == 0
    progress.visited("ada", NORTH, 0)
    clock.pass_by(seconds=20)
    assert reading.report(NORTH, "ada", read(3600)) == 20
    assert reading.report(NORTH, "ada", read(3600)) == 0
    assert kept(database) == [("ada", "visibility", date(2026, 9, 7), 20, 0)]


def test_two_pages_do_not_read_at_the_same_time(world, clock):
    _, reading, progress = world
    progress.visited("ada", NORTH, 0)
    progress.visited("ada", OTHER, 0)
    clock.pass_by(seconds=60)
    assert reading.report(NORTH, "ada", read(45)) == 45
    assert reading.report(OTHER, "ada", read(45)) == 15


def test_what_is_reported_very_late_is_lost(world, clock):
    _, reading, progress = world
    progress.visited("ada", NORTH, 0)
    clock.pass_by(hours=5)
    assert reading.report(NORTH, "ada", read(4 * 3600)) == LONGEST_REPORT.total_seconds()


def test_more_than_there_can_be_is_shared_out(world, clock):
    database, reading, progress = world
    progress.visited("ada", NORTH, 0)
    clock.pass_by(seconds=30)
    reading.report(NORTH, "ada", Report({"visibility": 300, "trust": 100}, {"trust": 9999}))
    assert [(topic, seconds) for _, topic, _, seconds, _ in kept(database)] == [
        ("trust", 7),
        ("visibility", 22),
    ]
    assert max(moves for *_, moves in kept(database)) <= 7


steps = st.lists(
    st.tuples(
        st.sampled_from(["open", "report"]),
        st.sampled_from([NORTH, OTHER]),
        st.integers(0, 2000),
        st.integers(-5, 5000),
    ),
    max_size=25,
)


@given(steps)
@settings(
    max_examples=40,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
def test_whatever_is_claimed_no_more_counts_than_has_passed(world, clock, done):
    database, reading, progress = world
    with database.begin() as connection:
        for table in (reading_days, reading_clocks):
            connection.execute(delete(table))
    began = clock.now
    for what, room, pause, claim in done:
        clock.pass_by(seconds=pause)
        if what == "open":
            progress.visited("ada", room, 0)
        else:
            reading.report(room, "ada", read(claim))
        with database.read() as connection:
            total = connection.execute(select(func.sum(reading_days.c.seconds))).scalar() or 0
        # What was opened in an earlier example may be read on for a while.
        assert 0 <= total <= (clock.now - began + LONGEST_REPORT) / timedelta(seconds=1)
    clock.pass_by(days=1)
