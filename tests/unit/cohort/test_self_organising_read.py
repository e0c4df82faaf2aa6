"""What is left to groups is read whole, or what is wrong with it is told with its line."""

from __future__ import annotations

import pytest

from cohortbook.cohort.errors import CohortFileError
from cohortbook.cohort.reader import read_cohort
from cohortbook.cohort.self_organising import GROUP_RIGHTS, Direction, SelfOrganising
from factories import cohort_data, write_cohort

FILE = """\
programme: {title: Board, parameters: {guidance: full}}
cohort: {id: autumn, title: Autumn}
facilitators: [{name: Noor, email: noor@example.org}]
groups:
  north: {title: North, members: [{name: Ada, email: ada@example.org}]}
  south:
    title: South
    members: [{name: Bo, email: bo@example.org}]
    parameters: {guidance: light}
self_organising:
  allowed: [topics, moderator, direction, invite, move, split, merge]
  direction: {parameter: guidance, settings: [light, full]}
"""


def test_it_is_read_whole(tmp_path):
    cohort = read_cohort(write_cohort(tmp_path, FILE))
    found = cohort.self_organising
    assert found.allowed == frozenset(GROUP_RIGHTS)
    assert found.direction == Direction("guidance", ("light", "full"))
    assert found.direction.set_in(cohort.programme_parameters) == "full"
    assert found.direction.set_in(cohort.groups["south"].parameters) == "light"
    assert found.direction.set_in(cohort.groups["north"].parameters) is None


def test_settings_may_say_what_they_mean(tmp_path):
    written = FILE.replace("[light, full]}", "[light, full], words: {full: All of it.}}")
    dial = read_cohort(write_cohort(tmp_path, written)).self_organising.direction
    assert dial.words == {"full": "All of it."}


def test_left_out_it_leaves_what_changes_nothing_for_others(tmp_path):
    usual = SelfOrganising(frozenset({"topics", "moderator"}), None)
    assert read_cohort(write_cohort(tmp_path, cohort_data())).self_organising == usual
    bare = cohort_data() | {"self_organising": None}
    assert read_cohort(write_cohort(tmp_path, bare)).self_organising == usual


@pytest.mark.parametrize("written", [[], None])
def test_nothing_may_be_left_to_groups(tmp_path, written):
    data = cohort_data() | {"self_organising": {"allowed": written}}
    found = read_cohort(write_cohort(tmp_path, data)).self_organising
    assert [each for each in GROUP_RIGHTS if found.allows(each)] == []


@pytest.mark.parametrize(
    ("old", "new", "said", "mend"),
    [
        ("invite", "invites", "'invites' is nothing", "Correct"),
        ("[light, full]", "[full]", "settings", ""),
        ("[light, full]", "[light, light]", "word of its own", "Correct"),
        ("settings:", "setings:", "setings", "settings"),
        ("full]}\n", "full], words: {ful: All.}}\n", "'ful' is explained", "Correct"),
        ("parameter: guidance", "parameter: a-b", "'a-b' cannot be", "Correct"),
        ("parameter: guidance", "parameter: pace", "pace, which has no value", "programme"),
        ("guidance: light", "guidance: ligth", "'ligth', which is no setting", "light?"),
        (
            "  direction: {parameter: guidance, settings: [light, full]}",
            "  direction: null",
            "no dial",
            "Correct",
        ),
    ],
)
def test_what_is_wrong_is_told(tmp_path, old, new, said, mend):
    assert FILE.count(old) == 1
    with pytest.raises(CohortFileError) as raised:
        read_cohort(write_cohort(tmp_path, FILE.replace(old, new)))
    found = [each for each in raised.value.problems if said in each.message]
    assert found
    assert mend in found[0].mend
    assert found[0].place.line is not None
