"""Answers are shown at their time: once, by the cohort's clock, whatever happened meanwhile."""

from __future__ import annotations

import asyncio
from datetime import UTC, datetime
from types import SimpleNamespace

import pytest

from cohortbook.learning.rooms import RoomKey
from cohortbook.server.scheduled_reveals import ScheduledReveals
from cohortbook.workbook.exercise import ExerciseDefinition
from factories import exercise

NORTH, SOUTH = RoomKey("north", "one"), RoomKey("south", "one")


def individual(name, reveal_at):
    return ExerciseDefinition.from_json(
        exercise("text", name, individual=True, reveal_at=reveal_at)
    )


class Stamped:
    """The stamps of two groups: each has its own time."""

    def __init__(self):
        self.by_room = {
            NORTH: [individual("mood", "2026-09-18T14:00"), individual("whenever", None)],
            SOUTH: [individual("mood", "2026-09-18T15:30")],
        }

    @property
    def manifest(self):
        stamps = [SimpleNamespace(group=r.group, workbook=r.workbook) for r in self.by_room]
        return SimpleNamespace(stamps=stamps)

    def definitions(self, room):
        return self.by_room[room]


@pytest.fixture
def world(clock):
    revealed = []

    async def reveal(room, exercise_id):
        revealed.append((room, exercise_id))

    stamped = Stamped()
    return SimpleNamespace(
        stamped=stamped,
        revealed=revealed,
        reveals=ScheduledReveals(stamped, "Europe/Berlin", clock, reveal),
    )


def test_each_group_at_its_time_by_the_clock_of_the_cohort(world, clock):
    async def run():
        # 14:00 in Berlin is 12:00 in UTC while it is summer there.
        for at, expected in (
            (datetime(2026, 9, 18, 11, 59, 59, tzinfo=UTC), []),
            (datetime(2026, 9, 18, 12, 0, tzinfo=UTC), [(NORTH, "mood")]),
            (datetime(2026, 9, 18, 12, 1, tzinfo=UTC), [(NORTH, "mood")]),
            (datetime(2026, 9, 19, tzinfo=UTC), [(NORTH, "mood"), (SOUTH, "mood")]),
        ):
            clock.now = at
            await world.reveals.reveal_due()
            assert world.revealed == expected

    asyncio.run(run())


def test_a_time_that_a_new_stamp_brings_forward_counts(world, clock):
    async def run():
        clock.now = datetime(2026, 9, 10, 9, tzinfo=UTC)
        await world.reveals.reveal_due()
        world.stamped.by_room[SOUTH] = [individual("mood", "2026-09-10T10:00")]
        await world.reveals.reveal_due()
        assert world.revealed == [(SOUTH, "mood")]

    asyncio.run(run())


def test_what_fails_once_is_tried_again(world, clock, caplog):
    clock.now = datetime(2026, 9, 19, tzinfo=UTC)
    inner, failures = world.reveals._reveal, [OSError("full")]

    async def fails_once(room, exercise_id):
        if failures:
            raise failures.pop()
        await inner(room, exercise_id)

    async def run():
        world.reveals._reveal = fails_once
        keeping = asyncio.create_task(world.reveals.keep(0.01))
        async with asyncio.timeout(10):
            while len(world.revealed) < 2:  # noqa: ASYNC110
                await asyncio.sleep(0.01)
        keeping.cancel()

    asyncio.run(run())
    assert world.revealed == [(NORTH, "mood"), (SOUTH, "mood")]
    assert "could not be revealed" in caplog.text
