"""What groups chose on the dial is kept, all of it, and the last of it holds."""

from __future__ import annotations

from dataclasses import replace

import pytest

from cohortbook.cohort.self_organising import Direction, SelfOrganising
from cohortbook.learning.directions import LONGEST_WHY, DirectionInvalid, Directions
from page_world import COHORT

DIALLED = replace(
    COHORT,
    self_organising=SelfOrganising(direction=Direction("guidance", ("none", "light", "full"))),
)


def test_the_last_choice_holds_and_those_before_are_told(cohort, clock):
    directions = Directions(cohort, clock)
    first = clock()
    directions.choose(DIALLED, "north", "light", "  We know boards.  ", "ada")
    clock.pass_by(days=2)
    directions.choose(DIALLED, "south", "none", "", "noor")
    directions.choose(DIALLED, "north", "full", "Too little.", "ben")
    assert directions.settings() == {"north": "full", "south": "none"}
    told = directions.history("north")["north"]
    assert [(each.setting, each.why, each.by.id) for each in told] == [
        ("light", "We know boards.", "ada"),
        ("full", "Too little.", "ben"),
    ]
    assert told[0].at == first
    assert set(directions.history()) == {"north", "south"}
    assert Directions(cohort, clock).settings() == directions.settings()


@pytest.mark.parametrize(
    ("world", "setting", "why"),
    [(DIALLED, "dark", ""), (COHORT, "light", ""), (DIALLED, "light", "x" * (LONGEST_WHY + 1))],
)
def test_what_cannot_be_chosen_is_refused_and_not_kept(cohort, clock, world, setting, why):
    directions = Directions(cohort, clock)
    with pytest.raises(DirectionInvalid):
        directions.choose(world, "north", setting, why, "ada")
    assert directions.history() == {}
