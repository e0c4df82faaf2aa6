from __future__ import annotations

import pytest

from cohortbook.learning.rooms import RoomKey
from cohortbook.live.hub import Hub
from cohortbook.live.review_desk import ReviewDesk, Seat

NORTH = RoomKey("north", "one")


@pytest.fixture
def desk():
    return ReviewDesk(lambda room, *rest: ":".join(["itm", room.group, *filter(None, rest)]))


class Page:
    """What one mentor's page was told."""

    def __init__(self, desk, person, *groups):
        self.told = []
        self.seat = Seat(person, person.title(), lambda group: group in groups, self.told.append)
        desk.sit(self.seat)

    def heard(self):
        found, self.told[:] = list(self.told), []
        return found


def presence(item, *people):
    told = [{"id": name, "name": name.title(), "writing": writing} for name, writing in people]
    return {"type": "presence", "item": item, "people": told}


def test_mentors_see_each_other_where_both_review(desk):
    ines, noor, moses = (
        Page(desk, "ines", "north"),
        Page(desk, "noor", "north", "south"),
        Page(desk, "moses", "south"),
    )
    desk.move(ines.seat, "a", "north", writing=False)
    desk.move(noor.seat, "a", "north", writing=True)
    both = presence("a", ("ines", False), ("noor", True))
    assert noor.heard() == [presence("a", ("ines", False)), both]
    assert ines.heard()[-1] == both
    desk.move(noor.seat, "b", "south", writing=False)
    assert ines.heard() == [presence("a", ("ines", False))]
    assert moses.heard() == [presence("b", ("noor", False))]
    desk.leave(noor.seat)
    assert moses.heard() == [presence("b")]
    assert ines.heard() == []


def test_a_page_that_comes_later_learns_who_is_where(desk):
    ines = Page(desk, "ines", "north")
    desk.move(ines.seat, "a", "north", writing=True)
    assert Page(desk, "noor", "north").heard() == [presence("a", ("ines", True))]
    assert Page(desk, "moses", "south").heard() == []


def test_two_tabs_of_one_mentor_are_one_person(desk):
    first, second = Page(desk, "ines", "north"), Page(desk, "ines", "north")
    desk.move(first.seat, "a", "north", writing=True)
    desk.move(second.seat, "a", "north", writing=False)
    assert first.heard()[-1] == presence("a", ("ines", True))
    desk.leave(first.seat)
    assert second.heard()[-1] == presence("a", ("ines", False))


@pytest.mark.parametrize(
    ("kind", "data"),
    [
        ("answer.changed", {"exercise_id": "x", "answered": True}),
        ("individual.revealed", {"exercise_id": "x"}),
        ("review.given", {"review": {"exercise_id": "x", "person_id": None}}),
        (
            "review.handed_in",
            {"hand_in": {"exercise_id": "x", "person_id": None, "by": {"name": "Ada"}}},
        ),
    ],
)
def test_what_happens_to_an_answer_is_told_without_names(desk, kind, data):
    hub = Hub()
    hub.watch(desk.hear)
    ines, moses = Page(desk, "ines", "north"), Page(desk, "moses", "south")
    hub.announce(NORTH, kind, data=data)
    assert ines.heard() == [{"type": "changed", "item": "itm:north:x", "what": kind}]
    assert moses.heard() == []


def test_what_was_said_to_one_member_is_about_the_answer_of_that_member(desk):
    ines = Page(desk, "ines", "north")
    review = {"exercise_id": "x", "person_id": "ada"}
    desk.hear(NORTH, {"type": "review.given", "data": {"review": review}})
    assert ines.heard() == [{"type": "changed", "item": "itm:north:x:ada", "what": "review.given"}]


def test_that_something_was_said_is_told_and_what_concerns_nobody_is_not(desk):
    ines = Page(desk, "ines", "north")
    desk.hear(NORTH, {"type": "comment.created", "data": {"thread_id": "t", "comment": {}}})
    assert ines.heard() == [{"type": "said"}]
    desk.hear(NORTH, {"type": "workbook.restamped", "data": {}})
    desk.hear(NORTH, {"type": "presence", "people": []})
    assert ines.heard() == []
