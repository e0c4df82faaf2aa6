"""A large cohort for benchmarks of what is live, with everybody signed in."""

from __future__ import annotations

import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

import nbformat
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook, new_raw_cell
from ruamel.yaml import YAML

from cohortbook.access.people import People
from cohortbook.access.secret import load_secret
from cohortbook.access.sign_in import SignIn
from cohortbook.store.database import Database
from cohortbook.workbook.programme import read_programme

GROUPS = ("north", "east", "south", "west")
MEMBERS = 51  # of each group: one who does something, and 50 others
WORKBOOK = "01-together"
EXERCISES = tuple(f"answer-{number:02}" for number in range(1, 13))

_FRONT_MATTER = """---
title: Together
summary: Many people in one room.
minutes: 20
topics:
  all: Everything
---"""


@dataclass(frozen=True)
class LargeCohort:
    """A stamped cohort, and the session of each member by group."""

    programme: Path
    outputs: Path
    data: Path
    sessions: dict[str, list[str]]


def room(group: str = GROUPS[0]) -> str:
    return f"/api/rooms/{group}/{WORKBOOK}"


def prepare(folder: Path) -> LargeCohort:
    """Write, stamp and sign in the cohort."""
    programme, outputs, data = (folder / name for name in ("programme", "outputs", "data"))
    programme.mkdir(parents=True)
    with (programme / "cohort.yaml").open("w", encoding="utf-8") as file:
        YAML(typ="safe").dump(_cohort(), file)
    nbformat.write(_workbook(), programme / f"{WORKBOOK}.ipynb")
    command = [sys.executable, "-m", "cohortbook.cli", "stamp", str(programme)]
    command += ["--outputs", str(outputs), "--data", str(data)]
    subprocess.run(command, check=True, capture_output=True)
    return LargeCohort(programme, outputs, data, sign_in_everybody(data, programme))


def sign_in_everybody(data: Path, programme: Path) -> dict[str, list[str]]:
    """Sign in all members of a programme; return their sessions by group."""
    cohort = read_programme(programme).cohort
    database = Database.in_folder(data)
    try:
        database.migrate()
        people = People(database)
        people.sync_roster(cohort)
        sign_in = SignIn(database, load_secret(data))

        def session(email: str) -> str:
            person = people.by_email(email)
            assert person is not None, email
            return sign_in.redeem(sign_in.create_link(person.person_id).token)

        return {
            group.id: [session(member.email) for member in group.members]
            for group in cohort.groups.values()
        }
    finally:
        database.close()


def _cohort() -> dict[str, object]:
    return {
        "programme": {"title": "Together", "summary": "Many people in few rooms."},
        "cohort": {"id": "large", "title": "Large", "timezone": "Europe/Berlin"},
        "facilitators": [{"name": "Noor Haddad", "email": "noor@example.org"}],
        "groups": {
            group: {
                "title": group.title(),
                "members": [
                    {"name": f"Member {number}", "email": f"{group}-{number}@example.org"}
                    for number in range(MEMBERS)
                ],
            }
            for group in GROUPS
        },
    }


def _workbook() -> nbformat.NotebookNode:
    parameters = new_code_cell("", id="parameters", metadata={"tags": ["parameters"]})
    cells = [
        new_raw_cell(_FRONT_MATTER, id="front-matter"),
        parameters,
        new_code_cell("from cohortbook_widgets import text", id="imports"),
        new_markdown_cell("## Together <!-- topic: all -->\n\nWrite.", id="together"),
        *(
            new_code_cell(f'text("{each}", "What will change?", topic="all")', id=each)
            for each in EXERCISES
        ),
    ]
    spec = {"display_name": "Python 3", "language": "python", "name": "python3"}
    return new_notebook(cells=cells, metadata={"kernelspec": spec})
