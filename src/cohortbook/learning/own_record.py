"""All that is kept about one person, for that person's eyes.

It is found by asking every table for the columns that name people: a table that is
added later is in it without anybody thinking of it.
"""

from __future__ import annotations

import base64
from datetime import date, datetime
from typing import TYPE_CHECKING, Any

from sqlalchemy import Table, or_, select

from cohortbook.learning.text import instant
from cohortbook.store.schema import document_updates, metadata, people

if TYPE_CHECKING:
    from sqlalchemy import Column, Connection

    from cohortbook.store.database import Database

# What opens a door stays closed.
_NOT_TOLD = frozenset({"nonce_sha256", "token_sha256"})


class OwnRecord:
    """Gathers what is kept about somebody.

    Parameters
    ----------
    database : Database
        Where everything is kept.
    """

    def __init__(self, database: Database) -> None:
        self._database = database

    def of(self, person_id: str) -> dict[str, list[dict[str, Any]]]:
        """Return all rows that name a person, by table, as JSON.

        Parameters
        ----------
        person_id : str
            Who.

        Returns
        -------
        dict
            Only tables with something in them. Secrets are left out, and so is what
            the pages of others wrote about nobody.
        """
        with self._database.read() as connection:
            found = {
                table.name: _rows(connection, table, columns, person_id)
                for table in metadata.sorted_tables
                if (columns := naming_people(table))
            }
        return {name: rows for name, rows in found.items() if rows}


def naming_people(table: Table) -> list[Column[Any]]:
    """Return the columns of a table that hold the id of a person."""
    if table is people:
        return [table.c.id]
    if table is document_updates:
        return [table.c.person_id]
    return [
        column
        for column in table.columns
        if any(key.column.table is people for key in column.foreign_keys)
    ]


def _rows(
    connection: Connection, table: Table, columns: list[Column[Any]], person_id: str
) -> list[dict[str, Any]]:
    told = [column for column in table.columns if column.name not in _NOT_TOLD]
    if table is document_updates:
        # The update itself is of a document that others write too; the answers that
        # came of it are among the answers.
        told = [column for column in told if column.name != "body"]
    query = select(*told).where(or_(*(column == person_id for column in columns)))
    return [
        {name: _plain(value) for name, value in row._mapping.items()}  # noqa: SLF001
        for row in connection.execute(query)
    ]


def _plain(value: Any) -> Any:
    if isinstance(value, datetime):
        return instant(value)
    if isinstance(value, date):
        return value.isoformat()
    return base64.b64encode(value).decode() if isinstance(value, bytes) else value
