"""The queue of a mentor, one answer in it, and both without names."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import timedelta

import pytest

from cohortbook.learning.anchors import Anchor
from cohortbook.learning.answer_history import AnswerKey
from cohortbook.learning.rooms import RoomKey
from cohortbook.server.pages.frame import Frame
from cohortbook.server.pages.rendering import render
from cohortbook.server.pages.review_calibration import calibrated_exercises, calibration
from cohortbook.server.pages.review_desk import SHOWN, Wanted, desk_page
from cohortbook.server.pages.review_item import answer_versions, review_item
from cohortbook.server.pages.review_office import office
from cohortbook.server.pages.review_queue import gather_queue
from cohortbook.server.pages.review_view import may_be_dealt_out, review_data
from cohortbook.server.pages.review_waiting import waiting_answers
from cohortbook.server.review_items import ReviewItems
from cohortbook.stamp.manifest import Manifest
from page_world import (
    ADA,
    BEN,
    BOOK,
    ELIF,
    EXERCISES,
    INES,
    MANIFEST,
    NOOR,
    definition,
    stamp,
)

NORTH = RoomKey("north", BOOK)
NUMBER = EXERCISES[1]


def waiting(world, person=NOOR):
    return waiting_answers(world.sources, world.who(person))


def shown(world, person=NOOR):
    return [(each.group, each.mark) for each in waiting(world, person)]


def one(world, person=INES, group="north", exercise="first-week"):
    key = AnswerKey(RoomKey(group, BOOK), exercise)
    return review_item(world.sources, world.who(person), key)


def hand_in(world, person=ADA, version=1):
    by = world.who(person).person_id
    world.sources.hand_ins.hand_in(NORTH, "first-week", "Better?", by=by, version=version)


def test_what_has_waited_longest_comes_first_however_often_it_is_improved(world):
    world.answer("south", ELIF)
    world.now += timedelta(hours=1)
    world.answer("north", ADA)
    world.now += timedelta(hours=1)
    world.answer("south", ELIF, "Better.")
    assert shown(world) == [("<Southern> & co", "waiting"), ("Northern depot", "waiting")]
    assert shown(world, INES) == [("Northern depot", "waiting")]


def test_what_was_asked_for_and_handed_in_comes_before_all_else(world):
    world.answer("north", ADA)
    world.now += timedelta(hours=1)
    world.review(state="asks-for-more")
    world.answer("south", ELIF)
    assert shown(world)[-1] == ("Northern depot", "asks-for-more")
    world.now += timedelta(hours=1)
    world.answer("north", BEN, "Ben does.")
    assert shown(world)[-1] == ("Northern depot", "changed")
    hand_in(world)
    first = waiting(world)[0]
    assert (first.mark, first.reasons) == ("again", ("Was asked for", "Required"))
    world.review(version=1, state="accepted")
    assert shown(world)[-1] == ("Northern depot", "accepted")


def test_what_was_due_comes_before_what_is_not_yet(world):
    world.answer("north", ADA)
    assert not waiting(world)[0].urgency.overdue
    # The last day counts to its end, by the clock of the cohort.
    world.now += timedelta(days=2, hours=23, minutes=20)
    assert not waiting(world)[0].urgency.overdue
    world.now += timedelta(minutes=20)
    assert waiting(world)[0].reasons == ("Due has passed", "Required")


def test_a_talk_waits_since_its_first_comment_and_alone_answers_since_their_reveal(world):
    ada, ben = (world.who(each).person_id for each in (ADA, BEN))
    anchor = Anchor("exercise", "talk")
    world.sources.discussion.start_thread(NORTH, anchor, "I think so.", ada, "key-1")
    began = world.now
    world.now += timedelta(hours=1)
    for person in (ada, ben):
        world.sources.answers.record(NORTH, EXERCISES[2], "a", person, person_id=person)
        world.sources.individual.hand_in(NORTH, "alone", person, frozenset({ada, ben}))
    since = {each.id: each.urgency.since for each in waiting(world)}
    assert since == {
        world.item("north", "talk"): began,
        world.item("north", "alone"): world.now,
    }


def test_marks_workbooks_and_groups_can_be_chosen(world):
    world.answer("north", ADA)
    world.answer("north", ADA, 3, NUMBER)
    world.answer("south", ELIF)
    world.review(state="accepted")
    noor = world.who(NOOR)
    page = desk_page(world.sources, noor, Wanted())
    assert [(tab.link.text, tab.count) for tab in page.tabs] == [
        ("Waiting", 2),
        ("Changed since the review", 0),
        ("Asked for more", 0),
        ("Seen", 0),
        ("Accepted", 1),
        ("All", 3),
    ]
    assert [tab.link.current for tab in page.tabs] == [each == "waits" for each in SHOWN]
    north = desk_page(world.sources, noor, Wanted("all", group="north"))
    assert [each.group for each in north.answers] == ["Northern depot"] * 2
    assert [tab.count for tab in north.tabs] == [1, 0, 0, 0, 1, 2]
    assert [(each.value, each.chosen) for each in north.groups] == [
        ("north", True),
        ("south", False),
    ]
    assert desk_page(world.sources, noor, Wanted("all", workbook="other")).answers == ()
    assert (north.waiting, north.first_href) == (2, waiting(world)[0].href)


def test_an_answer_stands_beside_the_other_groups_with_what_mentors_know(world):
    world.answer("north", ADA)
    world.answer("south", ELIF, "Nothing.")
    told = one(world, NOOR)
    assert told["group"]["group"]["title"] == "Northern depot"
    assert [each["group"]["title"] for each in told["others"]] == ["<Southern> & co"]
    assert told["others"][0]["answer"]["value"] == "Nothing."
    assert one(world, INES)["others"] == []
    assert told["group"]["judged"] is None


def test_what_changed_since_the_review_is_told_with_what_was_handed_in(world):
    world.answer("north", ADA, "We try.")
    world.review(state="asks-for-more")
    world.now += timedelta(minutes=1)
    world.answer("north", BEN, "Ben tries.")
    hand_in(world, BEN)
    group = one(world)["group"]
    assert group["mark"] == "again"
    assert group["judged"] == {"value": "We try.", "html": "<p>We try.</p>"}
    assert group["answer"]["value"] == "Ben tries."
    assert (group["hand_in"]["by"]["name"], group["hand_in"]["words"]) == ("Ben Okri", "Better?")


def blind(world, person=NOOR):
    world.sources.review_settings.choose_blind(world.who(person).person_id, blind=True)


GIVEN_AWAY = (
    "Ada",
    "Brandt",
    "ada@example.org",
    "Ben Okri",
    "Elif",
    "Kaya",
    "Northern",
    "Southern",
    '"north"',
    '"south"',
    "north/",
    "south/",
)


def without_names(told, *people):
    text = json.dumps(told)
    return [each for each in (*GIVEN_AWAY, *people) if each in text]


def test_without_names_nothing_that_is_sent_gives_them_away(world):
    ada = world.who(ADA).person_id
    world.answer("north", ADA, "Ada and **Elif** of the northern depot.")
    world.answer("south", ELIF, "I, Elif Kaya, do it; ask ada@example.org")
    anchor = Anchor("exercise", "first-week")
    words = f"Ben, @[Ben Okri](person:{world.who(BEN).person_id}), look."
    world.sources.discussion.start_thread(NORTH, anchor, words, ada, "key-1")
    blind(world)
    ids = [world.who(each).person_id for each in (ADA, BEN, ELIF)]
    noor = world.who(NOOR)
    told = one(world, NOOR)
    assert without_names(told, *ids) == []
    assert told["hidden"]
    assert told["group"]["room"] is None
    assert told["group"]["group"]["title"].startswith("Group ")
    assert len({told["group"]["group"]["title"], told["others"][0]["group"]["title"]}) == 2
    versions = answer_versions(world.sources, noor, AnswerKey(NORTH, "first-week"))
    assert without_names(versions, *ids) == []
    assert "Member" in versions[0]["by"][0]["name"]
    queue = waiting_answers(world.sources, noor)
    assert (
        without_names([(each.title, each.group, each.group_id, each.to_json()) for each in queue])
        == []
    )
    assert desk_page(world.sources, noor, Wanted()).groups == ()
    # Whoever did not choose it sees them as ever.
    assert "Ada Brandt" in json.dumps(one(world, INES))


def test_names_come_with_the_review_and_go_when_it_is_handed_in_again(world):
    world.answer("north", ADA)
    world.answer("south", ELIF)
    blind(world)
    world.review(state="asks-for-more")
    told = one(world, NOOR)
    assert not told["hidden"]
    assert told["group"]["group"]["title"] == "Northern depot"
    assert told["others"][0]["group"]["title"] == "Group 1"
    assert without_names(told["others"]) == []
    hand_in(world)
    assert without_names(one(world, NOOR)) == []


def test_across_groups_only_what_was_judged_is_shown_to_whom_wants_no_names(world):
    world.answer("north", ADA)
    world.answer("south", ELIF)
    blind(world)
    noor = world.who(NOOR)
    assert review_data(world.sources, noor, BOOK, "first-week") is None
    world.review()
    told = review_data(world.sources, noor, BOOK, "first-week")
    assert [each["group"]["id"] for each in told["groups"]] == ["north"]


def test_names_of_answers_say_nothing_and_need_the_key(world):
    items = world.sources.items
    name = items.id_of(NORTH, "first-week")
    assert items.find(name) == AnswerKey(NORTH, "first-week")
    assert items.find("itm_aaaaaaaaaaaaaaaaaaaa") is None
    assert "north" not in name
    others = ReviewItems(b"another", lambda: MANIFEST, lambda: ["north", "south"], list)
    assert others.id_of(NORTH, "first-week") != name


def test_the_office_holds_calls_of_all_groups_until_they_are_answered(world):
    ada, ines = world.who(ADA).person_id, world.who(INES).person_id
    anchor = Anchor("exercise", "first-week")
    words = f"Is it this, @[Ines Moreau](person:{ines})?"
    discussion = world.sources.discussion
    thread = discussion.start_thread(NORTH, anchor, words, ada, "key-1").value
    discussion.start_thread(NORTH, Anchor("cell", "c"), "To nobody.", ada, "key-2")
    (call,) = office(world.sources, world.who(INES))
    assert (call["room"], call["group"], call["by"]) == (str(NORTH), "Northern depot", "Ada Brandt")
    assert call["about"] == "What will {team} do?"
    assert call["comment_id"] == thread.comments[0].id
    assert office(world.sources, world.who(NOOR)) == []
    discussion.reply(NORTH, thread.id, "Yes.", ines, "key-3")
    assert office(world.sources, world.who(INES)) == []


RUBRIC = [{"id": "who", "label": "Says who", "levels": ["no", "partly", "yes"]}]


@pytest.fixture
def judged(world):
    """An exercise with a rubric, answered by both groups."""
    exercise = definition(rubric=RUBRIC, notes="Look for names.")
    manifest = Manifest(
        MANIFEST.cohort,
        MANIFEST.programme,
        MANIFEST.workbooks,
        (stamp("north", (exercise,)), stamp("south", (exercise,))),
    )
    world.sources = replace(world.sources, manifest=lambda: manifest)
    world.answer("north", ADA, "Ada does.", exercise)
    world.answer("south", ELIF, "We do.", exercise)
    return world


def rate(world, person, group, level):
    room = RoomKey(group, BOOK)
    (answer,) = world.sources.answers.of_room(room)
    world.sources.calibration.rate(
        room,
        "first-week",
        {"who": level},
        revision=answer.revision,
        by=world.who(person).person_id,
    )


def calibrated(world, person=NOOR):
    return calibration(world.sources, world.who(person), BOOK, "first-week")


def test_what_others_said_is_told_once_one_has_judged(judged):
    rate(judged, INES, "north", 2)
    before = calibrated(judged)
    assert without_names(before) == []
    assert "Look for names." in before["notes_html"]
    assert [each["mine"] for each in before["answers"]] == [None, None]
    assert "Ines" not in json.dumps(before["answers"])
    assert before["agreement"] == []
    rate(judged, NOOR, "north", 0)
    after = calibrated(judged)
    (mine,) = [each for each in after["answers"] if each["mine"]]
    assert mine["others"] == [{"name": "Ines Moreau", "levels": {"who": 2}}]
    (told,) = after["agreement"]
    assert (told["with"], told["criterion"]) == ("Ines Moreau", "Says who")
    assert (told["n"], told["same"], told["kappa"]) == (1, 0, None)


def test_an_answer_that_changed_is_judged_anew(judged):
    for person in (INES, NOOR):
        rate(judged, person, "north", 1)
    (exercise,) = calibrated_exercises(judged.sources, judged.who(NOOR))
    assert (exercise.answers, exercise.rated) == (2, 1)
    judged.answer("north", BEN, "Ben does.")
    (exercise,) = calibrated_exercises(judged.sources, judged.who(NOOR))
    assert (exercise.answers, exercise.rated) == (2, 0)
    after = calibrated(judged)
    assert [each["mine"] for each in after["answers"]] == [None, None]
    assert after["agreement"][0]["n"] == 1


def test_what_has_no_rubric_is_not_calibrated(world):
    world.answer("north", ADA)
    assert calibrated_exercises(world.sources, world.who(NOOR)) == []
    assert calibration(world.sources, world.who(NOOR), BOOK, "first-week") is None
    assert calibration(world.sources, world.who(NOOR), BOOK, "no-such") is None


def test_the_list_shows_no_marks_by_group_to_whom_wants_no_names(world):
    world.answer("north", ADA)
    blind(world)
    noor = world.who(NOOR)
    queue = gather_queue(world.sources, noor, MANIFEST)
    desk = desk_page(world.sources, noor, Wanted())
    frame = Frame("queue", (), (), (), None, "token")
    html = render(
        "review_index.html", {"frame": frame, "title": "Review", "queue": queue, "desk": desk}
    )
    assert without_names(html) == []
    assert "1 waits" in html
    assert "Show names" in html


def test_many_rooms_at_once_stand_as_each_does_by_itself(world):
    ada, ben = (world.who(each).person_id for each in (ADA, BEN))
    rooms = [RoomKey(group, BOOK) for group in ("north", "south")]

    def marks():
        works = world.sources.works(rooms)
        each = [(room, definition) for room in rooms for definition in EXERCISES]
        alone = [world.sources.work(room).mark(definition) for room, definition in each]
        assert [works[room].mark(definition) for room, definition in each] == alone
        return alone[: len(EXERCISES)]

    assert marks() == ["empty"] * 4
    world.answer("north", ADA)
    for person in (ada, ben):
        world.sources.answers.record(NORTH, EXERCISES[2], "a", person, person_id=person)
        world.sources.individual.hand_in(NORTH, "alone", person, frozenset({ada, ben}))
    anchor = Anchor("exercise", "talk")
    world.sources.discussion.start_thread(NORTH, anchor, "I think so.", ada, "key-1")
    assert marks() == ["waiting", "empty", "waiting", "waiting"]
    world.now += timedelta(minutes=1)
    world.review(state="asks-for-more")
    world.now += timedelta(minutes=1)
    world.answer("north", ADA, "Better.")
    assert marks()[0] == "changed"
    hand_in(world)
    assert marks()[0] == "again"


@pytest.mark.parametrize(
    ("kind", "changes", "may"),
    [
        ("text", {}, True),
        ("code", {}, True),
        ("upload", {}, False),
        ("discuss", {}, False),
        ("choice", {"individual": True}, False),
    ],
)
def test_groups_get_one_another_what_is_theirs_together_and_no_files(kind, changes, may):
    assert may_be_dealt_out(definition(kind, **changes)) is may
