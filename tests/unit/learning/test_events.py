from __future__ import annotations

import pytest
from sqlalchemy import select

from cohortbook.learning.anchors import Anchor
from cohortbook.learning.discussion import Discussion
from cohortbook.learning.events import Events, append_event
from cohortbook.learning.rooms import RoomKey
from cohortbook.store.schema import threads

NORTH, SOUTH = RoomKey("north", "one"), RoomKey("south", "one")


@pytest.fixture
def events(cohort, clock):
    return Events(cohort, clock)


def test_an_event_as_it_goes_down_the_wire(events):
    event = events.append(NORTH, "workbook.restamped", {})
    assert event.to_json() == {
        "id": event.id,
        "type": "workbook.restamped",
        "at": "2026-09-07T08:00:00.000Z",
        "actor": None,
        "data": {},
    }


def test_what_was_told_live_is_what_is_read_later(events, cohort, clock):
    discussion = Discussion(cohort, clock)
    started = discussion.start_thread(NORTH, Anchor("cell", "c"), "Hello", "ada")
    replied = discussion.reply(NORTH, started.value.id, "Hi", "ines")
    later = events.since(NORTH, started.events[0].id)
    assert later == list(replied.events)
    assert later[0].to_json()["actor"] == {"id": "ines", "name": "Ines"}


def test_resuming_misses_nothing_and_repeats_nothing(events):
    made = [events.append(NORTH, "workbook.restamped", {}, "noor").id for _ in range(7)]
    events.append(SOUTH, "workbook.restamped", {})
    seen, last = [], 0
    while page := events.since(NORTH, last, limit=3):
        seen += [each.id for each in page]
        last = page[-1].id
    assert seen == made == sorted(made)
    assert events.last_id(NORTH) == made[-1]
    assert events.last_id(RoomKey("east", "one")) == 0


def test_an_event_exists_only_if_what_it_tells_about_does(events, cohort, clock):
    def fail_afterwards():
        with cohort.begin() as connection:
            append_event(connection, NORTH, "x", at=clock(), actor_id=None, data={})
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        fail_afterwards()
    assert events.last_id(NORTH) == 0


def test_a_write_whose_event_fails_is_not_kept(cohort, clock, monkeypatch):
    def fail(*_arguments, **_keywords):
        msg = "no event"
        raise RuntimeError(msg)

    monkeypatch.setattr("cohortbook.learning.discussion.append_event", fail)
    with pytest.raises(RuntimeError, match="no event"):
        Discussion(cohort, clock).start_thread(NORTH, Anchor("cell", "c"), "Hello", "ada")
    with cohort.read() as connection:
        assert connection.execute(select(threads.c.id)).all() == []


def test_the_name_of_a_room_reads_back():
    assert RoomKey.parse(str(NORTH)) == NORTH
    for text in ("", "north", "/one", "north/", "a/b/c"):
        with pytest.raises(ValueError, match="not the name"):
            RoomKey.parse(text)
