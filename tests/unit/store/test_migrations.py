"""What was written with an earlier version is still there after an update, and after a step back."""

from __future__ import annotations

import pytest
from alembic import command
from sqlalchemy import inspect, text

from cohortbook.learning.discussion import Discussion
from cohortbook.learning.rooms import RoomKey
from cohortbook.store.database import Database
from cohortbook.store.migration import configuration

AT = "2026-09-07 08:00:00.000000"
WRITTEN = (
    f"INSERT INTO people VALUES ('ada', 'ada@example.org', 'Ada', '{AT}')",
    "INSERT INTO threads (id, group_id, workbook_id, anchor_kind, anchor_ref, resolved, version,"
    f" created_at) VALUES ('thr', 'north', 'one', 'cell', 'c', 0, 1, '{AT}')",
    "INSERT INTO comments (id, thread_id, author_id, body, version, created_at)"
    f" VALUES ('com', 'thr', 'ada', 'Where?', 1, '{AT}')",
)


def step(database, to, direction=command.upgrade):
    config = configuration()
    with database.begin() as connection:
        config.attributes["connection"] = connection
        direction(config, to)


@pytest.fixture
def earlier(tmp_path):
    database = Database(f"sqlite:///{tmp_path / 'earlier.sqlite3'}")
    step(database, "0001")
    with database.begin() as connection:
        for each in WRITTEN:
            connection.execute(text(each))
    yield database
    database.close()


def told(database):
    (thread,) = Discussion(database).threads(RoomKey("north", "one"))
    return thread.to_json()


def test_discussion_of_the_first_version_is_there_in_the_second(earlier):
    earlier.migrate()
    thread = told(earlier)
    assert (thread["anchor"]["position"], thread["called"]) == (None, [])
    (comment,) = thread["comments"]
    assert (comment["body"], comment["mentions"], comment["reactions"]) == ("Where?", [], {})


def test_what_a_person_revealed_stays_revealed(earlier):
    reveal = f"INSERT INTO reveals VALUES ('north', 'one', 'mood', 'ada', '{AT}', 3)"
    with earlier.begin() as connection:
        connection.execute(text(reveal))
    earlier.migrate()
    by_time = reveal.replace("mood", "sure").replace("'ada'", "NULL")
    with earlier.begin() as connection:
        connection.execute(text(by_time))
    step(earlier, "0002", command.downgrade)
    with earlier.read() as connection:
        kept = connection.execute(text('SELECT exercise_id, "by" FROM reveals')).all()
    assert [tuple(each) for each in kept] == [("mood", "ada")]


def test_a_step_back_and_forth_loses_no_comment(earlier):
    earlier.migrate()
    before = told(earlier)
    step(earlier, "0001", command.downgrade)
    with earlier.read() as connection:
        assert "read_marks" not in inspect(connection).get_table_names()
    earlier.migrate()
    assert told(earlier) == before
