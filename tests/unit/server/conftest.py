"""Pages over HTTP for every test here."""

from __future__ import annotations

import shutil

import pytest
from ruamel.yaml import YAML

from cohortbook.store.database import FILE_NAME
from page_server import run_story
from page_world import COHORT, World, empty_data  # noqa: F401 - one is a fixture


@pytest.fixture
def visit(empty_data, tmp_path):  # noqa: F811
    """Tell a story of somebody who visits the pages."""
    return lambda story: run_story(empty_data, tmp_path, story)


def _person(who):
    return {"name": who.name, "email": who.email}


@pytest.fixture
def cohort_file(tmp_path):
    file = tmp_path / "cohort.yaml"
    data = {
        "programme": {"title": COHORT.programme_title, "summary": COHORT.programme_summary},
        "cohort": {
            "id": COHORT.id,
            "title": COHORT.title,
            "timezone": COHORT.timezone,
            "schedule": {
                book: {"opens": plan.opens, "due": plan.due}
                for book, plan in COHORT.schedule.items()
            },
        },
        "facilitators": [_person(each) for each in COHORT.facilitators],
        "mentors": [
            _person(each.person) | {"groups": list(each.groups)} for each in COHORT.mentors
        ],
        "groups": {
            each.id: {"title": each.title, "members": [_person(one) for one in each.members]}
            for each in COHORT.groups.values()
        },
    }
    with file.open("w", encoding="utf-8") as stream:
        stream.write("# Kept by hand.\n")
        YAML().dump(data, stream)
    return file


@pytest.fixture
def world(empty_data, tmp_path):  # noqa: F811
    shutil.copy(empty_data / FILE_NAME, tmp_path / FILE_NAME)
    made = World(tmp_path)
    yield made
    made.database.close()
