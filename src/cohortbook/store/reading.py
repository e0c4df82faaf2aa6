"""A database that is only read, while others may be writing to it."""

from __future__ import annotations

import contextlib
import sqlite3
from typing import TYPE_CHECKING
from urllib.parse import quote

from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import NullPool, create_engine, exc

from cohortbook.store.database import FILE_NAME
from cohortbook.store.errors import DatabaseNewer, DatabaseUnreadable
from cohortbook.store.migration import configuration
from cohortbook.store.translation import typed_error

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from sqlalchemy import Connection


class ReadOnlyDatabase:
    """The database in a data folder, for reading alone.

    Parameters
    ----------
    folder : pathlib.Path
        The data folder; nothing is made or changed in it.

    Raises
    ------
    DatabaseUnreadable
        When there is none, or it is of an earlier version of cohortbook.
    DatabaseNewer
        When it is of a later one.
    """

    def __init__(self, folder: Path) -> None:
        self._file = folder / FILE_NAME
        if not self._file.is_file():
            msg = f"There is no database in the folder {folder}."
            raise DatabaseUnreadable(
                msg, mend="Name the folder that the server was given as --data."
            )
        self._engine = create_engine("sqlite://", creator=self._connect, poolclass=NullPool)
        with self.read() as connection:
            self._check_version(connection)

    @contextlib.contextmanager
    def read(self) -> Iterator[Connection]:
        """Open a reading transaction: one moment's state, in no writer's way.

        Yields
        ------
        sqlalchemy.Connection
            Every attempt to write through it fails.
        """
        try:
            with self._engine.connect() as connection, connection.begin():
                connection.exec_driver_sql("BEGIN")
                yield connection
        except exc.DBAPIError as error:
            raise typed_error(error, str(self._file)) from error

    def close(self) -> None:
        """Give back all connections."""
        self._engine.dispose()

    def _connect(self) -> sqlite3.Connection:
        address = f"file:{quote(str(self._file.absolute()))}?mode=ro"
        return sqlite3.connect(
            address, uri=True, isolation_level=None, check_same_thread=False, timeout=10
        )

    def _check_version(self, connection: Connection) -> None:
        known = ScriptDirectory.from_config(configuration())
        present = MigrationContext.configure(connection).get_current_revision()
        if present == known.get_current_head():
            return
        if present in {each.revision for each in known.walk_revisions()}:
            msg = f"The database is of an earlier version of cohortbook (migration {present})."
            raise DatabaseUnreadable(msg, mend="Start this version's server once: it updates it.")
        msg = f"The database is of another version of cohortbook (migration {present})."
        raise DatabaseNewer(msg, mend="Update cohortbook here.")
