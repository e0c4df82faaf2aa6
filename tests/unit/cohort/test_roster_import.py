"""Tables of people: whose form they have, and what they would change."""

from __future__ import annotations

import csv
import io

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cohortbook.cohort.roster_change import AddMember, MoveMember
from cohortbook.cohort.roster_import import plan_import
from cohortbook.cohort.roster_table import TableUnreadableError, read_table
from page_world import COHORT

OWN = "name,email,group\nMia Lang,mia@example.org,north\n"
TABLES = {
    "own": OWN,
    "own with semicolons": "Name;Email;Group\r\nMia Lang;mia@example.org;north\r\n",
    "own with tabs": "email\tgroup\tname\nmia@example.org\tnorth\tMia Lang\n",
    "moodle": '"First name","Last name","Email address",Groups\nMia,Lang,mia@example.org,north\n',
    "moodle in German": "Vorname;Nachname;E-Mail-Adresse;Gruppen\nMia;Lang;mia@example.org;north\n",
    "moodle to be imported": (
        "username,firstname,lastname,email,course1,group1\n"
        "mia,Mia,Lang,mia@example.org,board,north\n"
    ),
    "canvas groups": (
        "name,canvas_user_id,user_id,login_id,sections,group_name,canvas_group_id,group_id\n"
        '"Lang, Mia",101,,mia@example.org,Board,north,55,\n'
    ),
    "canvas gradebook": (
        "Student,ID,SIS User ID,SIS Login ID,Section,Final Score\n"
        "    Points Possible,,,,,10\n"
        '"Lang, Mia",101,,mia@example.org,north,9\n'
    ),
}


@pytest.mark.parametrize("name", TABLES)
@pytest.mark.parametrize("mark", [b"", b"\xef\xbb\xbf"])
def test_each_form_is_known_by_its_columns(name, mark):
    table = read_table(mark + TABLES[name].encode())
    assert table.form == name.split()[0]
    (row,) = table.rows
    assert (row.name, row.email, row.group) == ("Mia Lang", "mia@example.org", "north")


def test_lines_are_those_of_the_file_also_after_quoted_line_breaks():
    text = 'name,email,group\n"Mia\nLang",mia@example.org,north\n\nBo,bo,north\n'
    rows = read_table(text.encode()).rows
    assert [(row.line, row.name) for row in rows] == [(2, "Mia Lang"), (5, "Bo")]


@pytest.mark.parametrize(
    "content", [b"", b"\xff\xfe", b"a,b\n1,2\n", b'name,email,group\n"Mia,x@example.org,north\n']
)
def test_what_is_no_table_of_people_is_said_so(content):
    with pytest.raises(TableUnreadableError):
        read_table(content)


def planned(text):
    return plan_import(COHORT, read_table(text.encode()).rows)


def test_who_is_new_who_moves_and_who_stays():
    found = planned(
        "name,email,group\n"
        "Mia Lang,Mia@example.org,Northern Depot\n"
        "Ada Brandt,ada@example.org,south\n"
        "Ben Okri,BEN@example.org,NORTH\n"
    )
    assert found.added == (AddMember("Mia Lang", "mia@example.org", "north"),)
    assert found.moved == (MoveMember("ada@example.org", "south"),)
    assert found.unchanged == ("ben@example.org",)
    assert found.wrong == ()


def test_what_is_wrong_is_told_with_its_line_and_the_rest_is_kept():
    found = planned(
        "name,email,group\n"
        "Mia,mia@,north\n"
        ",mia@example.org,north\n"
        "Mia,mia@example.org,nort\n"
        "Mia,mia@example.org,\n"
        "Mia,mia@example.org,north\n"
        "Mia,MIA@example.org,south\n"
        "Ines Moreau,ines@example.org,north\n"
    )
    assert [(each.line, each.kind) for each in found.wrong] == [
        (2, "email"),
        (3, "name"),
        (4, "group"),
        (5, "no-group"),
        (7, "twice"),
        (8, "mentor"),
    ]
    assert found.wrong[2].hint == "north"
    assert [each.email for each in found.added] == ["mia@example.org"]


cells = st.text(st.characters(codec="utf-8", exclude_categories=("Cs", "Cc")), max_size=12)


@given(st.lists(st.tuples(cells, cells, cells), max_size=6), st.sampled_from(",;\t"))
def test_any_table_is_read_and_every_line_is_accounted_for(rows, delimiter):
    written = io.StringIO(newline="")
    writer = csv.writer(written, delimiter=delimiter)
    writer.writerows([("name", "email", "group"), *rows])
    table = read_table(written.getvalue().encode())
    found = plan_import(COHORT, table.rows)
    told = len(found.added) + len(found.moved) + len(found.unchanged) + len(found.wrong)
    assert told == len(table.rows)
