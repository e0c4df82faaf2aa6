"""What needs a person: calls, promises and silence, on a small cohort; the rest has its figures."""

from __future__ import annotations

import shutil
from datetime import date, timedelta

import pytest

from cohortbook.learning.accounts import AccountDraft
from cohortbook.learning.anchors import Anchor
from cohortbook.learning.nudge_sending import NewNudge
from cohortbook.learning.rooms import RoomKey
from cohortbook.live.status import RoomState, RoomStatus
from cohortbook.server.desk.facts import gather_desk
from cohortbook.server.desk.today import tasks_today
from cohortbook.server.desk.today_view import task_lists
from cohortbook.store.database import FILE_NAME
from page_world import ADA, BEN, BOOK, ELIF, INES, NOOR, NOW, World

NORTH = RoomKey("north", BOOK)


@pytest.fixture
def world(empty_data, tmp_path):
    shutil.copy(empty_data / FILE_NAME, tmp_path / FILE_NAME)
    made = World(tmp_path)
    yield made
    made.database.close()


def kinds(world):
    return [(each.kind, each.group) for each in tasks_today(gather_desk(world.sources))]


def everybody_was_here(world):
    for group, person in (("north", ADA), ("north", BEN), ("south", ELIF)):
        world.sources.progress.visited(world.who(person).person_id, RoomKey(group, BOOK), 0)


def test_whoever_never_came_in_and_groups_that_are_silent(world):
    # It opened nine days ago.
    assert kinds(world) == [("silent", "north"), ("silent", "south"), ("absent", None)]
    everybody_was_here(world)
    world.answer("south", ELIF)
    assert kinds(world) == [("silent", "north")]
    world.now = NOW + timedelta(days=30)
    assert ("silent", "north") not in kinds(world), "what is over is not waited for"


def test_in_a_closed_workbook_nobody_is_missed(world):
    world.sources.openings.decide(BOOK, None, "closed", world.who(NOOR).person_id)
    assert kinds(world) == []


def test_a_call_waits_two_days_until_the_mentor_replies(world):
    everybody_was_here(world)
    world.answer("south", ELIF)
    anchor = Anchor("exercise", "first-week")
    ines = world.who(INES).person_id
    call = world.sources.discussion.start_thread(
        NORTH, anchor, f"@[Ines](person:{ines}) Is it so?", world.who(ADA).person_id
    ).value
    assert call.called == (ines,)
    assert kinds(world) == []
    world.now += timedelta(days=2)
    tasks = tasks_today(gather_desk(world.sources))
    assert (tasks[0].kind, tasks[0].ref) == ("call", call.comments[0].id)
    world.sources.discussion.reply(NORTH, call.id, "It is.", ines)
    assert "call" not in [kind for kind, _ in kinds(world)]


def test_a_promise_is_due_on_its_day_and_a_nudge_after_three(world):
    everybody_was_here(world)
    world.answer("south", ELIF)
    world.answer("north", BEN)
    nudges = world.sources.nudges
    nudge = nudges.send_by_hand(
        NewNudge(NORTH, "visibility", "challenge"), world.who(NOOR).person_id
    ).value
    assert kinds(world) == []
    world.now += timedelta(days=3)
    assert ("nudge", "north") in kinds(world)
    promise = AccountDraft("pursue", "We will.", date(2026, 11, 29))
    nudges.give_account(NORTH, nudge.id, promise, world.who(ADA).person_id, 0)
    nudges.agree(NORTH, nudge.id, world.who(BEN).person_id, 1)
    assert {"nudge", "promise"}.isdisjoint(kind for kind, _ in kinds(world))
    world.now += timedelta(days=1)
    assert ("promise", "north") in kinds(world)


def test_each_says_what_to_do_and_where(world):
    world.statuses[NORTH] = RoomStatus(RoomState.FAILED, 1, "a cell raised")
    world.answer("north", ADA)
    world.now += timedelta(days=4)
    lists = task_lists(gather_desk(world.sources))
    told = {
        each.kind: (each.first[0].text, each.first[0].where, each.first[0].action.href)
        for each in lists
    }
    assert told == {
        "failed": (
            "The simulation could not be started: a cell raised",
            "First steps, Northern depot",
            f"/workbooks/north/{BOOK}",
        ),
        "review": (
            "One answer waits for a mentor",
            "First steps, Northern depot",
            f"/review/{BOOK}/first-week",
        ),
        "absent": (
            "Ada Brandt, Ben Okri and Elif Kaya have never opened a workbook",
            "2 groups",
            "/desk/people?absent=1",
        ),
    }
