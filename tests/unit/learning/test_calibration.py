from __future__ import annotations

import pytest

from cohortbook.learning.calibration import Calibration, pairs_of
from cohortbook.learning.errors import RatedAlready
from cohortbook.learning.rooms import RoomKey

NORTH, SOUTH = RoomKey("north", "one"), RoomKey("south", "one")


@pytest.fixture
def calibration(cohort, clock):
    return Calibration(cohort, clock)


def test_two_mentors_are_compared_where_both_judged_the_same_form(calibration):
    for room, who, revision, level in [
        (NORTH, "ines", 1, 0),
        (NORTH, "noor", 1, 2),
        (SOUTH, "ines", 5, 1),
        (SOUTH, "noor", 6, 1),
    ]:
        calibration.rate(room, "x", {"who": level}, revision=revision, by=who)
    ratings = calibration.of_workbook("one", ["north", "south"])
    assert pairs_of(ratings, "ines", "noor", "who") == [(0, 2)]
    assert pairs_of(ratings, "noor", "ines", "who") == [(2, 0)]
    assert pairs_of(ratings, "ines", "noor", "other") == []
    assert [each.room for each in calibration.of_workbook("one", ["south"])] == [SOUTH, SOUTH]
    assert calibration.of_workbook("two", ["north"]) == []


def test_what_was_said_stands_until_the_answer_is_another(calibration):
    calibration.rate(NORTH, "x", {"who": 0}, revision=1, by="ines")
    with pytest.raises(RatedAlready):
        calibration.rate(NORTH, "x", {"who": 1}, revision=1, by="ines")
    calibration.rate(NORTH, "x", {"who": 1}, revision=2, by="ines")
    levels = [each.levels for each in calibration.of_workbook("one", ["north"])]
    assert levels == [{"who": 0}, {"who": 1}]
