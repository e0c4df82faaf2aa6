"""The cohort file after groups became two, or one: what was meant, and every remark still there."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from cohortbook.cohort.document import Document
from cohortbook.cohort.errors import CohortFileError
from cohortbook.cohort.group_change import MergeGroups, SplitGroup, became
from cohortbook.cohort.group_text import regrouped
from cohortbook.cohort.reader import cohort_of
from cohortbook.cohort.roster_change import RosterFormError

FILE = Path("cohort.yaml")
TEXT = """\
# Who learns with whom.
programme:   {title: "From inbox to board"}
cohort: {id: autumn, title: Autumn}   # in the evenings
facilitators:
  - {name: Noor Haddad, email: noor@example.org}
mentors:
- {name: Ines Moreau, email: ines@example.org, groups: [north, west]}   # mornings
- name: Moses Tan
  email: moses@example.org
  groups:
    # the new ones
    - south
    - north
hooks:
  board: {url: "https://chat.example.org/x", about: [call], groups: [south]}

groups:
  north:
    title: Northern depot
    parameters:   # as of May
      people: 4
      # said by Ada
      story: |
        A driver at the gate.
        # not a remark
      inbox: {today: 3,
              older: 5}
    members:   # four mornings a week
      - {name: Ada Brandt, email: ada@example.org}   # part time
      # Ben came later.
      - name: Ben Okri
        email: Ben@example.org
        # and stays
      - {name: Chen Li, email: chen@example.org}

  # They joined in the second week.
  south:
    title: 'Southern depot'
    members:
    - {name: Elif Kaya,
       email: elif@example.org}
    - {name: Dov Adler, email: dov@example.org}
    parameters: {people: 2}
  west:
    title: West
    members:
      - {name: Gil Amar, email: gil@example.org}
# The end."""
REMARKS = [each.strip() for each in TEXT.splitlines() if each.lstrip().startswith("#")]


def read(text):
    return cohort_of(Document.of_text(FILE, text))


def test_a_new_group_comes_last_with_the_parameters_and_the_mentors_of_the_old_one():
    change = SplitGroup("north", "gate", "The gate", ("ben@example.org", "chen@example.org"))
    after = regrouped(FILE, TEXT, change)
    cohort = read(after)
    assert [each.email for each in cohort.groups["north"].members] == ["ada@example.org"]
    assert list(cohort.groups)[-1] == "gate"
    assert cohort.groups["gate"].parameters == cohort.groups["north"].parameters
    assert cohort.mentors[0].groups == ("north", "gate", "west")
    assert cohort.mentors[1].groups == ("south", "north", "gate")
    assert cohort.hooks["board"].groups == ("south",)
    assert "groups: [north, gate, west]}   # mornings\n" in after
    assert (
        """\
      - {name: Gil Amar, email: gil@example.org}
  gate:
    title: The gate
    members:
      - name: Ben Okri
        email: Ben@example.org
      - {name: Chen Li, email: chen@example.org}
    parameters:   # as of May
"""
        in after
    )


def test_what_splitting_has_nothing_to_do_with_is_as_it_was():
    after = regrouped(FILE, TEXT, SplitGroup("south", "sea", "Sea", ("dov@example.org",)))
    gone = {"    - {name: Dov Adler, email: dov@example.org}"}
    kept = [each for each in TEXT.splitlines() if each not in gone and "board:" not in each]
    left = iter(after.splitlines())
    assert all(line in left for line in kept)


def test_a_group_that_goes_into_another_leaves_its_people_its_mentors_and_its_remarks():
    after = regrouped(FILE, TEXT, MergeGroups("north", "south"))
    cohort = read(after)
    assert list(cohort.groups) == ["south", "west"]
    assert [each.email for each in cohort.groups["south"].members] == [
        "elif@example.org",
        "dov@example.org",
        "ada@example.org",
        "ben@example.org",
        "chen@example.org",
    ]
    assert cohort.mentors[0].groups == ("south", "west")
    assert cohort.mentors[1].groups == ("south",)
    assert cohort.groups["south"].parameters == {"people": 2}
    assert "    - {name: Ada Brandt, email: ada@example.org}   # part time\n" in after
    for remark in REMARKS:
        assert after.count(remark) == TEXT.count(remark)


def test_nobody_is_left_behind_in_an_empty_group():
    with pytest.raises(CohortFileError):
        regrouped(FILE, TEXT, SplitGroup("west", "far", "Far", ("gil@example.org",)))
    with pytest.raises(CohortFileError):
        regrouped(FILE, TEXT, SplitGroup("north", "far", "Far", ()))


@pytest.mark.parametrize(
    "text",
    [
        TEXT.replace("    members:\n      - {name: Gil Amar, email: gil@example.org}",
                     "    members: [{name: Gil Amar, email: gil@example.org}]"),
        TEXT.replace("  west:\n    title: West\n    members:\n      - {name: Gil Amar, email: "
                     "gil@example.org}",
                     "  west: {title: West, members: [{name: Gil, email: gil@example.org}]}"),
        TEXT.replace("groups: [north, west]}", "groups: &all [north, west]}").replace(
            "  groups:\n    # the new ones\n    - south\n    - north\n", "  groups: *all\n"),
    ],
    ids=["members in one line", "a group in one line", "lists that are one"],
)  # fmt: skip
def test_what_lines_cannot_change_is_left_to_a_person(text):
    assert text != TEXT
    read(text)
    with pytest.raises(RosterFormError):
        regrouped(FILE, text, MergeGroups("west", "north"))


@given(
    st.lists(st.sampled_from("abcd"), unique=True).map(tuple),
    st.sampled_from("abcd"),
    st.lists(st.sampled_from("abcde"), min_size=1, max_size=2, unique=True).map(tuple),
)
def test_a_list_of_groups_names_what_became_of_one_and_nothing_twice(groups, changed, now):
    assume(len(now) == 1 or changed in now)
    after = became(groups, changed, now)
    assert len(set(after)) == len(after)
    wanted = set(groups) | (set(now) if changed in groups else set())
    assert set(after) == wanted - ({changed} if changed not in now else set())
    assert [each for each in after if each in groups] == [each for each in groups if each in after]


titles = st.text(
    st.characters(exclude_categories=("C", "Z"), exclude_characters="@") | st.just(" "),
    min_size=1,
    max_size=30,
).filter(lambda title: title.strip() == title and title.strip())


@settings(deadline=None, max_examples=25)
@given(st.data())
def test_dividing_and_joining_in_any_order_loses_nobody_and_no_remark(data):
    text, everybody = TEXT, {each for group in read(TEXT).groups.values() for each in group.members}
    for number in range(data.draw(st.integers(1, 4))):
        cohort = read(text)
        ids = st.sampled_from(sorted(cohort.groups))
        if data.draw(st.booleans()):
            group = cohort.groups[data.draw(ids)]
            emails = [each.email for each in group.members]
            goes = data.draw(st.lists(st.sampled_from(emails), unique=True, min_size=1))
            assume(len(goes) < len(emails))
            change = SplitGroup(group.id, f"new-{number}", data.draw(titles), tuple(goes))
        else:
            change = MergeGroups(data.draw(ids), data.draw(ids))
            assume(change.group != change.into)
        text = regrouped(FILE, text, change)
        assert read(text) == change.applied(cohort)
    assert {each for group in read(text).groups.values() for each in group.members} == everybody
    for remark in set(REMARKS) - {"# said by Ada", "# not a remark"}:
        assert text.count(remark) == TEXT.count(remark), remark
    assert text.count("# in the evenings") == 1
    assert text.count("# part time") == 1


@settings(deadline=None, max_examples=25)
@given(titles)
def test_any_title_is_read_as_it_was_given(title):
    after = regrouped(FILE, TEXT, SplitGroup("north", "new", title, ("ben@example.org",)))
    assert read(after).groups["new"].title == title
