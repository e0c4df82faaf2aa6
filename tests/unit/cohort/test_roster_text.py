"""The cohort file after a change: what was wanted, and every other line as it was."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cohortbook.cohort.document import Document
from cohortbook.cohort.errors import CohortFileError
from cohortbook.cohort.reader import cohort_of
from cohortbook.cohort.roster_change import AddMember, MoveMember, RemoveMember, RosterFormError
from cohortbook.cohort.roster_text import edited

FILE = Path("cohort.yaml")
TEXT = """\
# Who learns with whom.
programme:   {title: "From inbox to board"}
cohort: {id: autumn, title: Autumn}   # in the evenings
facilitators:
  - {name: Noor Haddad, email: noor@example.org}
mentors:
- {name: Ines Moreau, email: ines@example.org, groups: [north]}

groups:
  north:
    title: Northern depot
    members:   # four mornings a week
      - {name: Ada Brandt, email: ada@example.org}   # part time
      # Ben came later.
      - name: Ben Okri
        email: Ben@example.org
        # and stays

  # They joined in the second week.
  south:
    title: 'Southern depot'
    members:
    - {name: Elif Kaya,
       email: elif@example.org}
    - {name: Dov Adler, email: dov@example.org}
    parameters: {people: 2}
"""


def members(text):
    cohort = cohort_of(Document.of_text(FILE, text))
    return {
        group.id: [(each.name, each.email) for each in group.members]
        for group in cohort.groups.values()
    }


def test_somebody_new_stands_after_the_others_of_the_group():
    after = edited(FILE, TEXT, [AddMember("Mia Lang", "Mia@Example.org", "south")])
    new = "    - {name: Mia Lang, email: mia@example.org}\n"
    assert after == TEXT.replace("dov@example.org}\n", "dov@example.org}\n" + new)


def test_whoever_leaves_leaves_every_other_line_as_it_was():
    after = edited(FILE, TEXT, [RemoveMember("ada@example.org")])
    lines = TEXT.splitlines()
    assert after.splitlines() == [each for each in lines if "Ada" not in each]
    assert "Ben came later" in after


def test_whoever_moves_takes_the_remarks_on_their_own_lines_along():
    after = edited(FILE, TEXT, [MoveMember("ada@example.org", "south")])
    assert "    - {name: Ada Brandt, email: ada@example.org}   # part time\n" in after
    assert members(after)["south"][-1] == ("Ada Brandt", "ada@example.org")
    assert "# four mornings a week" in after


def test_members_of_several_lines_are_whole():
    after = edited(FILE, TEXT, [MoveMember("elif@example.org", "north")])
    assert members(after)["north"][-1] == ("Elif Kaya", "elif@example.org")
    after = edited(FILE, TEXT, [MoveMember("ben@example.org", "south")])
    assert members(after)["south"][-1] == ("Ben Okri", "ben@example.org")


def test_a_file_without_a_last_line_break_stays_whole():
    text = TEXT[: TEXT.index("    parameters: {people: 2}")].rstrip("\n")
    after = edited(FILE, text, [AddMember("Mia Lang", "mia@example.org", "south")])
    assert members(after)["south"][-1] == ("Mia Lang", "mia@example.org")


def test_a_group_is_never_left_empty():
    gone = [RemoveMember("ada@example.org"), RemoveMember("ben@example.org")]
    with pytest.raises(CohortFileError):
        edited(FILE, TEXT, gone)


def test_nobody_is_in_two_places():
    with pytest.raises(CohortFileError, match=r"ada@example\.org"):
        edited(FILE, TEXT, [AddMember("Ada Brandt", "ada@example.org", "south")])


@pytest.mark.parametrize(
    "members_text",
    [
        "[{name: Ada, email: ada@example.org}, {name: Ben, email: ben@example.org}]",
        "&all\n      - {name: Ada, email: ada@example.org}",
    ],
)
def test_what_lines_cannot_change_is_left_to_a_person(members_text):
    text = TEXT[: TEXT.index("    members:   #")] + f"    members: {members_text}\n"
    if "&all" in members_text:
        text += "  west:\n    title: West\n    members: *all\n"
    with pytest.raises((RosterFormError, CohortFileError)):
        edited(FILE, text, [AddMember("Mia", "mia@example.org", "north")])


names = st.text(
    st.characters(exclude_categories=("C", "Z"), exclude_characters="@") | st.just(" "),
    min_size=1,
    max_size=30,
).filter(lambda name: name.strip() == name and name.strip())


@settings(deadline=None, max_examples=40)
@given(names, st.sampled_from(["north", "south"]))
def test_any_name_is_read_as_it_was_given(name, group):
    after = edited(FILE, TEXT, [AddMember(name, "new@example.org", group)])
    assert members(after)[group][-1] == (name, "new@example.org")
    kept = [each for each in after.splitlines() if "new@example.org" not in each]
    assert kept == TEXT.splitlines()


EMAILS = ["ada@example.org", "ben@example.org", "elif@example.org", "dov@example.org"]


@settings(deadline=None, max_examples=40)
@given(
    st.lists(st.tuples(st.sampled_from(EMAILS), st.sampled_from(["north", "south"])), max_size=6)
)
def test_moving_people_about_loses_nobody_and_no_remark(moves):
    text, before = TEXT, members(TEXT)
    for email, group in moves:
        try:
            text = edited(FILE, text, [MoveMember(email, group)])
        except CohortFileError:
            # Then the group would have been left empty.
            assert [one for one in members(text).values() if len(one) == 1]
    everybody = {each for one in before.values() for each in one}
    assert {each for one in members(text).values() for each in one} == everybody
    for remark in ("# in the evenings", "# Ben came later.", "# They joined", "# part time"):
        assert text.count(remark) == 1
