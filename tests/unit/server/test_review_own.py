"""What one member answered alone: in the queue, side by side, and without names."""

from __future__ import annotations

import json
from datetime import timedelta

import pytest

from cohortbook.learning.answer_history import AnswerKey
from cohortbook.learning.errors import NothingReviewed
from cohortbook.learning.rooms import RoomKey
from cohortbook.server.desk.facts import gather_desk
from cohortbook.server.desk.today import REVIEW_WAITS, tasks_today
from cohortbook.server.pages.review_item import answer_versions, review_item
from cohortbook.server.pages.review_waiting import waiting_answers
from page_world import (
    ADA,
    BEN,
    BOOK,
    EXERCISES,
    INES,
    NOOR,
)

NORTH = RoomKey("north", BOOK)
ALONE = EXERCISES[2]


def own(world, person=ADA, reader=INES):
    key = world.sources.items.find(world.item("north", "alone", person))
    return None if key is None else review_item(world.sources, world.who(reader), key)


def shown(world, reader=INES):
    return [(each.whose, each.mark) for each in waiting_answers(world.sources, world.who(reader))]


def hand_in(world, person=ADA, version=1):
    by = world.who(person).person_id
    world.now += timedelta(hours=1)
    world.sources.hand_ins.hand_in(NORTH, "alone", "And now?", by=by, version=version, own=True)


def test_before_the_reveal_there_is_nothing_of_it_to_see(world):
    world.answer_alone("north", ADA)
    assert own(world) is None
    assert shown(world) == []


def test_shown_answers_stand_beside_each_other_and_each_has_a_page(world):
    world.show_alone("north", ADA, BEN)
    key = AnswerKey(NORTH, "alone")
    whole = review_item(world.sources, world.who(INES), key)
    assert [(each["name"], each["mark"]) for each in whole["group"]["own"]] == [
        ("Ada Brandt", "waiting"),
        ("Ben Okri", "waiting"),
    ]
    ada = own(world)
    assert ada["id"] == world.item("north", "alone", ADA) == whole["group"]["own"][0]["item"]
    assert ada["group"]["person"]["name"] == "Ada Brandt"
    assert ada["group"]["answer"]["value"] == "a"
    assert ada["group"]["individual"] is None
    assert ada["group"]["whole"] == whole["id"]
    assert [each["person"]["name"] for each in ada["others"]] == ["Ben Okri"]


def test_what_was_written_before_the_reveal_stays_its_authors(world):
    world.answer_alone("north", ADA, "b")
    world.now += timedelta(hours=1)
    world.show_alone("north", ADA, BEN)
    key = AnswerKey(NORTH, "alone", world.who(ADA).person_id)
    assert answer_versions(world.sources, world.who(INES), key) == []


def test_they_wait_as_one_until_something_was_said_to_one_of_them(world):
    world.show_alone("north", ADA, BEN)
    assert shown(world) == [("Northern depot", "waiting")]
    world.review_alone(ADA, state="asks-for-more")
    assert shown(world) == [
        ("Northern depot", "waiting"),
        ("Ada Brandt, Northern depot", "asks-for-more"),
    ]
    hand_in(world)
    first = waiting_answers(world.sources, world.who(INES))[0]
    assert (first.whose, first.mark) == ("Ada Brandt, Northern depot", "again")
    assert first.reasons[0] == "Was asked for"
    assert own(world)["group"]["hand_in"]["words"] == "And now?"
    world.review_alone(ADA, version=1, state="accepted")
    assert ("Ada Brandt, Northern depot", "accepted") in shown(world)


def test_a_change_after_the_review_shows_beside_what_was_judged(world):
    world.show_alone("north", ADA, BEN)
    world.review_alone(ADA)
    world.now += timedelta(hours=1)
    world.answer_alone("north", ADA, "b")
    told = own(world)["group"]
    assert (told["mark"], told["judged"]["value"], told["answer"]["value"]) == ("changed", "a", "b")


def test_only_what_was_reviewed_can_be_handed_in_again_and_nobody_answers_for_another(world):
    world.show_alone("north", ADA, BEN)
    world.review_alone(ADA)
    with pytest.raises(NothingReviewed):
        hand_in(world, BEN)
    assert world.sources.hand_ins.of_room(NORTH) == {}
    hand_in(world)
    assert world.sources.hand_ins.of_room(NORTH) == {}
    (waits,) = world.sources.hand_ins.of_rooms([NORTH])
    assert waits.person_id == waits.by.id == world.who(ADA).person_id


def test_the_group_as_a_whole_stands_as_it_stood(world):
    world.show_alone("north", ADA, BEN)
    world.review_alone(ADA, state="accepted")
    work = world.sources.works([NORTH])[NORTH]
    assert work.mark(ALONE) == world.sources.work(NORTH).mark(ALONE) == "waiting"
    assert work.waits(ALONE) == 1
    hand_in(world)
    assert world.sources.works([NORTH])[NORTH].waits(ALONE) == 2


def test_the_desk_says_when_it_waits_too_long(world):
    world.show_alone("north", ADA, BEN)
    world.review_alone(ADA)
    hand_in(world)
    world.now += REVIEW_WAITS
    (late,) = [each for each in tasks_today(gather_desk(world.sources)) if each.kind == "review"]
    assert late.count == 2


def test_without_names_nothing_says_who_it_was(world):
    world.show_alone("north", ADA, BEN)
    world.review_alone(ADA)
    hand_in(world)
    ines = world.who(INES)
    world.sources.review_settings.choose_blind(ines.person_id, blind=True)
    told = json.dumps([own(world), [each.whose for each in waiting_answers(world.sources, ines)]])
    for name in ("Ada", "Brandt", "Ben", "Okri", "Northern", world.who(ADA).person_id):
        assert name not in told
    assert own(world)["hidden"]
    assert not own(world, reader=NOOR)["hidden"]
    # As long as the others' wait, the name of one would say whose they are.
    world.review_alone(ADA, version=1, state="accepted")
    assert own(world)["hidden"]
    assert ("Group not shown", "accepted") in shown(world)
    world.review(exercise="alone")
    assert own(world)["group"]["person"]["name"] == "Ada Brandt"
    assert ("Ada Brandt, Northern depot", "accepted") in shown(world)
    assert own(world, reader=NOOR)["group"]["person"]["name"] == "Ada Brandt"
