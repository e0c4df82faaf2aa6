from __future__ import annotations

import shutil
from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import insert

from cohortbook.store.database import FILE_NAME, Database
from cohortbook.store.schema import people, roles


class Watch:
    """A clock that stands still until it is moved."""

    def __init__(self):
        self.now = datetime(2026, 9, 7, 8, 0, tzinfo=UTC)

    def __call__(self):
        return self.now

    def pass_by(self, **spans):
        self.now += timedelta(**spans)


@pytest.fixture
def clock():
    return Watch()


@pytest.fixture(scope="session")
def migrated_folder(tmp_path_factory):
    folder = tmp_path_factory.mktemp("migrated")
    database = Database.in_folder(folder)
    database.migrate()
    database.close()
    return folder


@pytest.fixture
def new_database(migrated_folder, tmp_path_factory):
    made = []

    def make():
        folder = tmp_path_factory.mktemp("data")
        shutil.copy(migrated_folder / FILE_NAME, folder / FILE_NAME)
        made.append(Database.in_folder(folder))
        return made[-1]

    yield make
    for each in made:
        each.close()


@pytest.fixture
def database(new_database):
    return new_database()


@pytest.fixture
def enrol():
    """Put people straight into the tables: ids are chosen by the test."""

    def put(database, **places):
        at = datetime(2026, 9, 1, tzinfo=UTC)
        with database.begin() as connection:
            for person_id, (role, group_id) in places.items():
                connection.execute(
                    insert(people).values(
                        id=person_id,
                        email=f"{person_id}@example.org",
                        name=person_id.title(),
                        created_at=at,
                    )
                )
                connection.execute(
                    insert(roles).values(person_id=person_id, role=role, group_id=group_id)
                )

    return put


@pytest.fixture
def cohort(database, enrol):
    enrol(
        database,
        ada=("member", "north"),
        ben=("member", "north"),
        eva=("member", "south"),
        ines=("mentor", "north"),
        noor=("facilitator", None),
    )
    return database
