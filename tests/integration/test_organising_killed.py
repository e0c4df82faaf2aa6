"""A server killed in the middle of a decision: the next start ends it as if nothing had been."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from cohortbook.access.people import People
from cohortbook.cohort.reader import read_cohort
from cohortbook.learning.organising.decisions import GroupDecisions
from cohortbook.learning.organising.taking_over import TakingOver
from cohortbook.learning.rooms import RoomKey
from cohortbook.server.desk import roster
from organised import BOOK, NORTH, Organised

# What is written when something is settled, in its order; the first of a start is not counted.
WRITES = {
    "settled": (GroupDecisions, "step"),
    "copied": (TakingOver, "take"),
    "filed": (roster, "write_durably"),
    "known": (People, "sync_roster"),
}


def die_after(point):
    owner, name = WRITES[point]
    original = getattr(owner, name)

    def last(*given, **named):
        done = original(*given, **named)
        if point != "settled" or given[2] in ("settled", "recalled"):
            os.kill(os.getpid(), signal.SIGKILL)
        return done

    setattr(owner, name, last)


def decide(cohort, what):
    noor = cohort.who("noor")
    match what:
        case "split":
            cohort.organising.propose_split("north", "Night", [cohort.id("ben")], noor)
        case "merge":
            cohort.organising.propose_merge("north", "south", noor)
        case "move":
            cohort.organising.propose_move("north", "south", cohort.id("ben"), noor)
        case "invite":
            cohort.organising.invite("south", "Mia Lang", "mia@example.org", noor)
        case "undo":
            (decision,) = cohort.organising.decisions.all()
            cohort.organising.undo(decision, noor)


def what_is(cohort):
    """Everything that follows from the decision, without ids and moments."""
    return (
        cohort.file.read_text(),
        cohort.served() == read_cohort(cohort.file),
        {each.email: sorted(each.member_of) for each in cohort.people.principals()},
        [
            (each.kind, [step.kind for step in each.steps])
            for each in cohort.organising.decisions.all()
        ],
        [
            cohort.documents.load(f"{group}/{BOOK}#{cohort.id('ben')}")
            for group in ("north", "south", "night")
        ],
        [
            [each.value for each in cohort.answers.of_room(RoomKey(group, BOOK))]
            for group in ("north", "south", "night")
        ],
    )


def prepared(folder, what):
    cohort = Organised(folder)
    cohort.write()
    if what == "undo":
        decide(cohort, "invite")
    return cohort


# What is shared by all is tried once with each: a start of Python takes a while.
POINTS = {
    "split": ("settled", "copied", "filed", "known"),
    "merge": ("copied", "filed"),
    "move": ("filed",),
    "invite": ("settled",),
    "undo": ("settled",),
}


@pytest.mark.parametrize("what", POINTS)
def test_a_decision_is_carried_out_wherever_it_was_cut_off(what, tmp_path):
    whole = tmp_path / "whole"
    whole.mkdir()
    cohort = prepared(whole, what)
    decide(cohort, what)
    expected = what_is(cohort)
    cohort.close()
    for point in POINTS[what]:
        folder = tmp_path / point
        folder.mkdir()
        prepared(folder, what).close()
        code = (
            "import sys; sys.path[:0] = sys.argv[1:3]; import test_organising_killed as t;"
            "c = t.Organised(t.Path(sys.argv[3])); t.die_after(sys.argv[5]);"
            "t.decide(c, sys.argv[4])"
        )
        here = Path(__file__).parent
        given = [str(here), str(here.parent), str(folder), what, point]
        done = subprocess.run([sys.executable, "-c", code, *given], check=False, timeout=120)
        assert done.returncode == -signal.SIGKILL, point
        again = Organised(folder)
        again.organising.resume()
        assert what_is(again) == expected, point
        again.organising.resume()
        assert what_is(again) == expected, point
        again.close()


def test_what_the_file_does_not_allow_any_more_is_said_to_have_failed(tmp_path):
    cohort = prepared(tmp_path, "merge")
    decision = cohort.organising.decisions.propose(
        "merge", "north", cohort.id("ada"), other="south", title="Northern depot"
    )
    cohort.organising.decisions.step(decision.id, "settled", None)
    text = cohort.file.read_text()
    cohort.close()
    inline = text.replace(
        "    members:\n      - {name: Elif Kaya, email: elif@example.org}\n"
        "      - {name: Dov Adler, email: dov@example.org}\n",
        "    members: [{name: Elif Kaya, email: elif@example.org}]\n",
    )
    (tmp_path / "cohort.yaml").write_text(inline)
    again = Organised(tmp_path)
    again.organising.resume()
    assert again.organising.decisions.one(decision.id).state(again.now) == "failed"
    assert (tmp_path / "cohort.yaml").read_text() == inline
    assert [each.value for each in again.answers.of_room(NORTH)] == ["We look."]
    again.close()
