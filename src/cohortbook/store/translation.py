"""From what a database driver says to what a person can act on."""

from __future__ import annotations

from typing import TYPE_CHECKING

from cohortbook.store.errors import (
    DatabaseError,
    DatabaseFull,
    DatabaseLocked,
    DatabaseUnreadable,
)

if TYPE_CHECKING:
    from sqlalchemy.exc import DBAPIError

# What the driver's message contains, the error, what happened, what to do. The
# first match wins. Drivers tell these apart by words only.
_KNOWN: tuple[tuple[tuple[str, ...], type[DatabaseError], str, str], ...] = (
    (
        ("locked", "busy", "lock timeout"),
        DatabaseLocked,
        "The database {where} was busy for too long.",
        "See whether another process is using it, then try again.",
    ),
    (
        ("disk is full", "disk full", "no space left"),
        DatabaseFull,
        "The disk is full; the last change to {where} was not kept.",
        "Make room on the disk, then try again.",
    ),
    (
        ("readonly", "read-only"),
        DatabaseUnreadable,
        "The database {where} may not be written to.",
        "Check who owns the file and its folder.",
    ),
    (
        ("not a database", "malformed"),
        DatabaseUnreadable,
        "The file {where} is damaged or not a database.",
        "Restore it from a backup, or name another.",
    ),
    (
        ("unable to open", "connection failed", "could not connect"),
        DatabaseUnreadable,
        "The database {where} cannot be opened.",
        "Check that it is there and that you may read and write it.",
    ),
    (
        ("no such table", "does not exist"),
        DatabaseUnreadable,
        "The database {where} has not been set up.",
        "Start the server once: it makes the tables.",
    ),
)


def typed_error(error: DBAPIError, where: str) -> DatabaseError:
    """Find the typed error for what a driver raised.

    Parameters
    ----------
    error : sqlalchemy.exc.DBAPIError
        As SQLAlchemy wrapped it.
    where : str
        The database, as a person would name it; no password in it.

    Returns
    -------
    DatabaseError
        To be raised from `error`.
    """
    text = str(error.orig).lower()
    for needles, kind, message, mend in _KNOWN:
        if any(needle in text for needle in needles):
            return kind(message.format(where=where), mend=mend)
    return DatabaseError(f"The database {where} refused: {error.orig}.")
