from __future__ import annotations

from datetime import UTC, datetime

import pytest
from sqlalchemy import insert

from cohortbook.store.schema import people, roles


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
