"""Bringing a database to the shape that the code expects."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from alembic import command
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory

from cohortbook.store.errors import DatabaseNewer

if TYPE_CHECKING:
    from sqlalchemy import Connection

FOLDER = Path(__file__).parent / "migrations"


def configuration() -> Config:
    """Return the Alembic settings that belong to the packaged migrations."""
    config = Config()
    config.set_main_option("script_location", str(FOLDER).replace("%", "%%"))
    config.set_main_option("path_separator", "os")
    return config


def migrate_to_head(connection: Connection) -> None:
    """Apply every migration that the database has not seen yet.

    Parameters
    ----------
    connection : sqlalchemy.Connection
        In a write transaction; a failing migration leaves nothing behind.

    Raises
    ------
    DatabaseNewer
        When the database knows a migration that this code does not.
    """
    config = configuration()
    known = ScriptDirectory.from_config(config)
    present = MigrationContext.configure(connection).get_current_revision()
    if present == known.get_current_head():
        return
    if present is not None and present not in {each.revision for each in known.walk_revisions()}:
        msg = f"The database is of a later version of cohortbook (migration {present})."
        raise DatabaseNewer(msg, mend="Update cohortbook, or restore an earlier backup.")
    config.attributes["connection"] = connection
    command.upgrade(config, "head")
