from __future__ import annotations

import sqlite3
import threading
from datetime import UTC, datetime, timedelta, timezone

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from sqlalchemy import insert, select, text
from sqlalchemy.dialects import postgresql
from sqlalchemy.exc import IntegrityError, StatementError
from sqlalchemy.schema import CreateIndex, CreateTable

from cohortbook.store.database import FILE_NAME, Database
from cohortbook.store.errors import DatabaseLocked, DatabaseNewer, DatabaseUnreadable
from cohortbook.store.schema import documents, metadata, people

AT = datetime(2026, 9, 7, 8, 0, 0, 123456, tzinfo=UTC)


def person(email, at=AT):
    return insert(people).values(id=f"per_{email[:10]}", email=email, name="A", created_at=at)


def emails(database):
    with database.read() as connection:
        return connection.execute(select(people.c.email).order_by(people.c.email)).scalars().all()


def test_the_migrations_make_exactly_the_tables_of_the_code(database):
    with database.read() as connection:
        context = MigrationContext.configure(connection, opts={"compare_server_default": True})
        assert compare_metadata(context, metadata) == []


def test_the_migrations_make_the_same_columns_uniqueness_and_references(database, tmp_path):
    plain = Database(f"sqlite:///{tmp_path / 'plain.sqlite3'}")
    with plain.begin() as connection:
        metadata.create_all(connection)

    def shape(of):
        with of.read() as connection:
            return {
                name: (
                    connection.execute(text(f"PRAGMA table_info('{name}')")).all(),
                    {
                        (row.name, row.unique, row.partial)
                        for row in connection.execute(text(f"PRAGMA index_list('{name}')"))
                    },
                    {
                        (row.table, row[3], row.to)
                        for row in connection.execute(text(f"PRAGMA foreign_key_list('{name}')"))
                    },
                )
                for name in metadata.tables
            }

    assert shape(database) == shape(plain)
    plain.close()


def test_migrating_again_changes_nothing(database):
    with database.begin() as connection:
        connection.execute(person("ada@example.org"))
    database.migrate()
    assert emails(database) == ["ada@example.org"]


def test_every_table_is_valid_for_postgresql():
    dialect = postgresql.dialect()
    for table in metadata.sorted_tables:
        made = str(CreateTable(table).compile(dialect=dialect))
        assert "AUTOINCREMENT" not in made
        for index in table.indexes:
            str(CreateIndex(index).compile(dialect=dialect))
            assert len(index.name) <= 63


def test_a_database_of_a_later_version_is_refused_and_left_alone(database):
    with database.begin() as connection:
        connection.execute(text("UPDATE alembic_version SET version_num = '9999'"))
    with pytest.raises(DatabaseNewer, match="9999"):
        database.migrate()
    with database.read() as connection:
        assert (
            connection.execute(text("SELECT version_num FROM alembic_version")).scalar() == "9999"
        )


def test_a_file_that_is_no_database_is_refused(tmp_path):
    (tmp_path / FILE_NAME).write_bytes(b"never a database" * 100)
    database = Database.in_folder(tmp_path)
    with pytest.raises(DatabaseUnreadable, match="not a database"):
        database.migrate()
    database.close()
    assert (tmp_path / FILE_NAME).read_bytes() == b"never a database" * 100


def test_a_folder_that_cannot_be_made_is_refused(tmp_path):
    (tmp_path / "taken").write_text("a file")
    with pytest.raises(DatabaseUnreadable, match="taken"):
        Database.in_folder(tmp_path / "taken" / "data")


def test_a_database_that_was_never_set_up_says_so(tmp_path):
    database = Database.in_folder(tmp_path)
    with pytest.raises(DatabaseUnreadable, match="not been set up"):
        emails(database)
    database.close()


def test_a_database_in_memory_is_refused():
    with pytest.raises(DatabaseUnreadable, match="memory"):
        Database("sqlite://")


def test_the_data_folder_is_for_its_owner_only(tmp_path):
    Database.in_folder(tmp_path / "data").close()
    assert (tmp_path / "data").stat().st_mode & 0o777 == 0o700


def test_settings_that_make_a_commit_durable_hold_on_every_connection(database):
    with database.read() as one, database.read() as other:
        for connection in (one, other):
            found = [
                connection.execute(text(f"PRAGMA {each}")).scalar()
                for each in ("journal_mode", "synchronous", "foreign_keys")
            ]
            assert found == ["wal", 2, 1]


def test_a_block_that_fails_leaves_nothing(database):
    def fail_afterwards():
        with database.begin() as connection:
            connection.execute(person("ada@example.org"))
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        fail_afterwards()
    assert emails(database) == []
    with database.begin() as connection:
        connection.execute(person("ben@example.org"))
    assert emails(database) == ["ben@example.org"]


def test_references_are_enforced(database):
    with pytest.raises(IntegrityError), database.begin() as connection:
        connection.execute(
            text("INSERT INTO roles (person_id, role) VALUES ('per_nobody', 'member')")
        )


def test_a_reader_sees_one_moment_and_does_not_wait(database):
    with database.read() as reader:
        assert reader.execute(select(people.c.id)).all() == []
        with database.begin() as writer:
            writer.execute(person("ada@example.org"))
        assert reader.execute(select(people.c.id)).all() == []
    assert emails(database) == ["ada@example.org"]


def test_a_second_write_inside_a_write_is_a_mistake_of_the_caller(database):
    with database.begin(), pytest.raises(RuntimeError, match="already"), database.begin():
        pass


def test_another_process_that_does_not_let_go_is_reported(database):
    other = sqlite3.connect(database.where, isolation_level=None)
    other.execute("BEGIN IMMEDIATE")
    impatient = Database(str(database.url), patience_seconds=0.05)
    with pytest.raises(DatabaseLocked), impatient.begin():
        pass
    other.execute("ROLLBACK")
    other.close()
    with impatient.begin() as connection:
        connection.execute(person("ada@example.org"))
    impatient.close()


def test_another_thread_that_does_not_let_go_is_reported(database):
    impatient = Database(str(database.url), patience_seconds=0.05)
    inside, leave = threading.Event(), threading.Event()

    def hold():
        with impatient.begin():
            inside.set()
            leave.wait(30)

    holder = threading.Thread(target=hold)
    holder.start()
    inside.wait(30)
    with pytest.raises(DatabaseLocked), impatient.begin():
        pass
    leave.set()
    holder.join()
    impatient.close()


def test_writers_of_many_threads_take_turns(database):
    def write():
        for _ in range(20):
            with database.begin() as connection:
                value = connection.execute(select(documents.c.snapshot_seq)).scalar()
                if value is None:
                    connection.execute(
                        insert(documents).values(key="k", snapshot=b"", snapshot_seq=1)
                    )
                else:
                    connection.execute(documents.update().values(snapshot_seq=value + 1))

    threads = [threading.Thread(target=write) for _ in range(6)]
    for each in threads:
        each.start()
    for each in threads:
        each.join()
    with database.read() as connection:
        assert connection.execute(select(documents.c.snapshot_seq)).scalar() == 120


def test_times_come_back_in_utc_whatever_zone_they_went_in(database):
    elsewhere = AT.astimezone(timezone(timedelta(hours=5, minutes=30)))
    with database.begin() as connection:
        connection.execute(person("ada@example.org", at=elsewhere))
    with database.read() as connection:
        back = connection.execute(select(people.c.created_at)).scalar_one()
    assert back == AT
    assert back.utcoffset() == timedelta(0)


def test_a_time_without_a_zone_is_refused(database):
    with pytest.raises(StatementError, match="without a zone"), database.begin() as connection:
        connection.execute(person("ada@example.org", at=AT.replace(tzinfo=None)))


def test_whoever_watches_is_told(database):
    told = []
    database.watch("roster", lambda: told.append("roster"))
    database.announce("other")
    assert told == []
    database.announce("roster")
    assert told == ["roster"]
