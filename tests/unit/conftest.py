"""A clock that tests move, and databases that are theirs alone."""

from __future__ import annotations

import shutil
from datetime import UTC, datetime, timedelta

import pytest

from cohortbook.store.database import FILE_NAME, Database


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
