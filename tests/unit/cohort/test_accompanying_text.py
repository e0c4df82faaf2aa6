"""Mentors and facilitators in the cohort file: what was wanted, and nothing else changed."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cohortbook.cohort.accompanying_change import (
    AddFacilitator,
    AddMentor,
    ChangeMentor,
    LastFacilitatorError,
    NobodySuchError,
    RemoveFacilitator,
    RemoveMentor,
)
from cohortbook.cohort.accompanying_text import accompanied
from cohortbook.cohort.document import Document
from cohortbook.cohort.errors import CohortFileError
from cohortbook.cohort.reader import cohort_of
from cohortbook.cohort.roster_change import RosterFormError

FILE = Path("cohort.yaml")
TEXT = """\
# Who learns with whom.
programme: {title: From inbox to board}
cohort: {id: autumn, title: Autumn}   # in the evenings
facilitators:   # ask them
  - {name: Noor Haddad, email: noor@example.org}   # until May
  # Paula helps out.
  - name: Paula Weiss
    email: Paula@example.org

mentors:
- {name: Ines Moreau, email: ines@example.org, groups: [north,  south]}   # both depots
# Pavel knows the workshop.
- name: Pavel Dvorak
  email: pavel@example.org
  groups:   # since June
    - south   # he lives there
    # and soon
    - west

groups:
  north: {title: Northern depot, members: [{name: Ada, email: ada@example.org}]}
  south: {title: Southern depot, members: [{name: Ben, email: ben@example.org}]}
  west: {title: Western depot, members: [{name: Mia, email: mia@example.org}]}
"""


def read(text):
    return cohort_of(Document.of_text(FILE, text))


def after(edit, text=TEXT):
    return accompanied(FILE, text, edit)


def test_a_new_mentor_stands_after_the_others():
    new = "- {name: Kim Lee, email: kim@example.org, groups: [north]}\n"
    assert after(AddMentor("Kim Lee", "Kim@Example.org", ("north",))) == TEXT.replace(
        "    - west\n", "    - west\n" + new
    )


def test_a_new_facilitator_stands_after_the_others():
    new = "  - {name: Kim Lee, email: kim@example.org}\n"
    assert after(AddFacilitator("Kim Lee", "kim@example.org")) == TEXT.replace(
        "    email: Paula@example.org\n", "    email: Paula@example.org\n" + new
    )


def test_of_a_mentors_groups_only_the_list_is_written_anew():
    assert after(ChangeMentor("ines@example.org", ("west",))) == TEXT.replace(
        "[north,  south]", "[west]"
    )
    assert after(ChangeMentor("pavel@example.org", ("west", "north"))) == TEXT.replace(
        "    - south   # he lives there\n", ""
    ).replace("    - west\n", "    - west\n    - north\n")


def test_whoever_goes_takes_their_lines_along_and_no_others():
    ines = "- {name: Ines Moreau, email: ines@example.org, groups: [north,  south]}   # both depots"
    assert after(RemoveMentor("Ines@example.org")) == TEXT.replace(ines + "\n", "")
    paula = "  - name: Paula Weiss\n    email: Paula@example.org\n"
    assert after(RemoveFacilitator("paula@example.org")) == TEXT.replace(paula, "")


def test_there_is_always_a_facilitator():
    alone = after(RemoveFacilitator("noor@example.org"))
    with pytest.raises(LastFacilitatorError, match="Paula Weiss is the only facilitator"):
        after(RemoveFacilitator("paula@example.org"), alone)


def test_the_last_mentor_may_go_and_a_first_may_come():
    empty = after(RemoveMentor("ines@example.org"), after(RemoveMentor("pavel@example.org")))
    assert read(empty).mentors == ()
    kim = AddMentor("Kim Lee", "kim@example.org", ("north", "west"))
    assert read(after(kim, empty)).mentors[0].groups == ("north", "west")
    for nothing in ("", " []", " ~   # nobody yet", " []   # nobody yet"):
        text = (
            TEXT[: TEXT.index("mentors:")]
            + f"mentors:{nothing}\n"
            + TEXT[TEXT.index("\ngroups:") :]
        )
        found = after(kim, text)
        assert read(found).mentors[0].person.name == "Kim Lee"
        assert found.count("# nobody yet") == nothing.count("#")
    without = TEXT[: TEXT.index("mentors:")] + TEXT[TEXT.index("groups:\n  north") :]
    assert read(after(kim, without)).mentors[0].person.name == "Kim Lee"


@pytest.mark.parametrize(
    "edit",
    [
        AddMentor("Ada", "ada@example.org", ("south",)),
        AddMentor("Ines Moreau", "ines@example.org", ("west",)),
        AddMentor("Kim", "kim@example.org", ()),
        AddMentor("Kim", "kim@example.org", ("east",)),
        AddMentor("Kim", "no address", ("north",)),
        AddFacilitator("Another Name", "ines@example.org"),
        AddFacilitator("Noor Haddad", "noor@example.org"),
        ChangeMentor("ines@example.org", ()),
        ChangeMentor("pavel@example.org", ()),
    ],
)
def test_what_would_be_no_cohort_is_not_written(edit):
    with pytest.raises(CohortFileError):
        after(edit)


@pytest.mark.parametrize(
    "edit",
    [
        RemoveMentor("noor@example.org"),
        ChangeMentor("nobody@example.org", ("north",)),
        RemoveFacilitator("ines@example.org"),
    ],
)
def test_only_who_is_there_can_change_or_go(edit):
    with pytest.raises(NobodySuchError):
        after(edit)


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("[north,  south]", "[north,   # the first\n    south]"),
        ("[north,  south]", "&both [north, south]"),
        ("    - south   # he lives there\n    # and soon\n    - west\n", "    *both\n"),
    ],
)
def test_what_lines_cannot_change_is_left_to_a_person(old, new):
    text = TEXT.replace(old, new)
    if "*both" in new:
        text = text.replace("[north,  south]", "&both [north, south]")
    who = "pavel@example.org" if "*both" in new else "ines@example.org"
    if "&both" in new:
        text = text.replace("  groups:   # since June\n    - south   # he lives there\n", "")
        text = text.replace("    # and soon\n    - west\n", "  groups: *both\n")
    with pytest.raises((RosterFormError, CohortFileError)):
        after(ChangeMentor(who, ("west",)), text)


REMARKS = [
    "# Who learns with whom.",
    "# in the evenings",
    "# ask them",
    "# Paula helps out.",
    "# Pavel knows the workshop.",
]
GROUPS = st.lists(st.sampled_from(["north", "south", "west"]), min_size=1, unique=True).map(tuple)
EMAILS = st.sampled_from(
    [f"{each}@example.org" for each in ("noor", "paula", "ines", "pavel", "kim", "leo")]
)
NAMES = st.text(
    st.characters(exclude_categories=("C", "Z"), exclude_characters="@") | st.just(" "),
    min_size=1,
    max_size=20,
).filter(lambda name: name.strip() == name and name.strip())
EDITS = st.one_of(
    st.builds(AddMentor, NAMES, EMAILS, GROUPS),
    st.builds(ChangeMentor, EMAILS, GROUPS),
    st.builds(RemoveMentor, EMAILS),
    st.builds(AddFacilitator, NAMES, EMAILS),
    st.builds(RemoveFacilitator, EMAILS),
)


@settings(deadline=None, max_examples=50)
@given(st.lists(EDITS, max_size=5))
def test_after_any_changes_the_file_is_the_cohort_that_was_meant_and_keeps_all_remarks(edits):
    text, meant = TEXT, read(TEXT)
    for edit in edits:
        try:
            text = accompanied(FILE, text, edit)
        except (CohortFileError, LastFacilitatorError, NobodySuchError):
            continue
        meant = edit.applied(meant)
    assert read(text) == meant
    assert meant.facilitators
    for remark in REMARKS:
        assert text.count(remark) == 1
    # Nobody's line but of whom it was about has changed.
    touched = {edit.email for edit in edits}
    lines = text.splitlines()
    kept = [
        line
        for line in TEXT.splitlines()
        if "email:" in line and not any(each in line.casefold() for each in touched)
    ]
    assert [line for line in lines if line in kept] == kept
    assert text.endswith(TEXT[TEXT.index("groups:\n  north") :])
