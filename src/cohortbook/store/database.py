"""One door to the database: transactions, settings, migrations."""

from __future__ import annotations

import contextlib
import threading
from collections import defaultdict
from pathlib import Path
from typing import TYPE_CHECKING, Any

from sqlalchemy import Connection, create_engine, event, exc, text
from sqlalchemy.engine import make_url

from cohortbook.store.errors import DatabaseLocked, DatabaseUnreadable
from cohortbook.store.migration import migrate_to_head
from cohortbook.store.translation import typed_error

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

FILE_NAME = "cohortbook.sqlite3"
_WRITES = "cohortbook_writes"
# Any number, the same in every process.
_WRITER_LOCK = 7_265_101


class Database:
    """The database of one cohort.

    Parameters
    ----------
    url : str
        An SQLAlchemy URL: ``sqlite:///file`` or ``postgresql+psycopg://…``.
    patience_seconds : float
        How long to wait for another writer before giving up.

    Notes
    -----
    There is one writer at a time, also in PostgreSQL: what a write decides on
    (has everybody handed in?) cannot change under it, and numbers of events are
    committed in their order. Writers of one process queue on a lock here rather
    than in the database; SQLite's own waiting polls and is unfair.
    """

    def __init__(self, url: str, *, patience_seconds: float = 10.0) -> None:
        parsed = make_url(url)
        self.is_sqlite = parsed.get_backend_name() == "sqlite"
        if self.is_sqlite and parsed.database in (None, "", ":memory:"):
            msg = "A database in memory keeps nothing and cannot be shared by threads."
            raise DatabaseUnreadable(msg, mend="Name a file, such as sqlite:////data/x.sqlite3.")
        self.url = parsed
        self.where = str(parsed.database) if self.is_sqlite else parsed.render_as_string()
        self._patience_seconds = patience_seconds
        self._writer = threading.Lock()
        self._here = threading.local()
        self._watchers: dict[str, list[Callable[[], None]]] = defaultdict(list)
        arguments = {"timeout": patience_seconds} if self.is_sqlite else {}
        self.engine = create_engine(parsed, connect_args=arguments)
        if self.is_sqlite:
            event.listen(self.engine, "connect", _prepare_sqlite)
            event.listen(self.engine, "begin", _begin_sqlite)

    @classmethod
    def in_folder(cls, folder: Path) -> Database:
        """Open the SQLite database of a data folder, making the folder if need be.

        Parameters
        ----------
        folder : pathlib.Path
            The data folder; readable by its owner only when it is made here.

        Returns
        -------
        Database
            Not yet migrated.
        """
        try:
            folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        except OSError as error:
            msg = f"The data folder {folder} cannot be made: {error.strerror}."
            raise DatabaseUnreadable(msg, mend="Choose another with --data.") from error
        return cls(f"sqlite:///{folder / FILE_NAME}")

    @property
    def files(self) -> tuple[Path, ...]:
        """The folder that it lies in with what belongs to it; none of another server's."""
        return (Path(self.where).parent,) if self.is_sqlite else ()

    @contextlib.contextmanager
    def begin(self) -> Iterator[Connection]:
        """Open the write transaction: all of it is durable afterwards, or none.

        Yields
        ------
        sqlalchemy.Connection
            In a transaction that commits when the block ends without an error.

        Raises
        ------
        DatabaseLocked
            When another writer does not let go in time.
        DatabaseFull
            When the disk has no room.
        DatabaseUnreadable
            When the file cannot be opened or is not a database.
        """
        if getattr(self._here, "writing", False):
            msg = "this thread already has a write transaction open"
            raise RuntimeError(msg)
        with self._as_typed_errors(), self._turn():
            self._here.writing = True
            try:
                with self.engine.connect() as connection:
                    writer = connection.execution_options(**{_WRITES: True})
                    with writer.begin():
                        self._wait_for_other_processes(writer)
                        yield writer
            finally:
                self._here.writing = False

    @contextlib.contextmanager
    def read(self) -> Iterator[Connection]:
        """Open a reading transaction: one moment's state, never waiting for a writer.

        Yields
        ------
        sqlalchemy.Connection
            All its queries see the same moment.
        """
        with self._as_typed_errors(), self.engine.connect() as connection:
            if not self.is_sqlite:
                connection = connection.execution_options(  # noqa: PLW2901
                    isolation_level="REPEATABLE READ", postgresql_readonly=True
                )
            with connection.begin():
                yield connection

    def migrate(self) -> None:
        """Bring the tables to the shape this version of the code expects.

        Raises
        ------
        DatabaseNewer
            When a later version has been here already.
        """
        with self.begin() as connection:
            migrate_to_head(connection)

    def watch(self, topic: str, callback: Callable[[], None]) -> None:
        """Ask to be told, in this process, whenever `topic` is announced."""
        self._watchers[topic].append(callback)

    def announce(self, topic: str) -> None:
        """Tell everybody in this process who watches `topic`, after a commit."""
        for callback in tuple(self._watchers[topic]):
            callback()

    def close(self) -> None:
        """Give back all connections."""
        self.engine.dispose()

    def _wait_for_other_processes(self, connection: Connection) -> None:
        if self.is_sqlite:
            return
        milliseconds = int(self._patience_seconds * 1000)
        connection.execute(text(f"SET LOCAL lock_timeout = {milliseconds}"))
        connection.execute(text("SELECT pg_advisory_xact_lock(:lock)"), {"lock": _WRITER_LOCK})

    @contextlib.contextmanager
    def _turn(self) -> Iterator[None]:
        if not self._writer.acquire(timeout=self._patience_seconds):
            msg = f"The database {self.where} was busy for over {self._patience_seconds:g} s."
            raise DatabaseLocked(msg, mend="Try again; if it stays so, restart the server.")
        try:
            yield
        finally:
            self._writer.release()

    @contextlib.contextmanager
    def _as_typed_errors(self) -> Iterator[None]:
        try:
            yield
        except exc.IntegrityError:
            raise
        except exc.DBAPIError as error:
            raise typed_error(error, self.where) from error


def _prepare_sqlite(dbapi_connection: object, _record: object) -> None:
    connection: Any = dbapi_connection
    # Otherwise the driver opens transactions by itself, and only for some statements.
    connection.isolation_level = None
    cursor = connection.cursor()
    cursor.execute("PRAGMA journal_mode=WAL")
    cursor.execute("PRAGMA synchronous=FULL")
    cursor.execute("PRAGMA foreign_keys=ON")
    cursor.close()


def _begin_sqlite(connection: Connection) -> None:
    # A reader that turns into a writer half-way would fail at once when somebody
    # else wrote in between, so a writer says from the start that it is one.
    writes = connection.get_execution_options().get(_WRITES, False)
    connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")
