"""What can go wrong with the database, as errors a person can act on."""

from __future__ import annotations

from typing import ClassVar

from cohortbook.errors import CohortbookError


class DatabaseError(CohortbookError):
    """The database could not do what was asked."""

    code: ClassVar[str] = "database"


class DatabaseLocked(DatabaseError):  # noqa: N818
    """Another process or thread kept the database to itself for too long."""

    code: ClassVar[str] = "database-locked"


class DatabaseNewer(DatabaseError):  # noqa: N818
    """A later version of cohortbook has already changed the tables."""

    code: ClassVar[str] = "database-newer"


class DatabaseUnreadable(DatabaseError):  # noqa: N818
    """There is no database there, or it cannot be opened."""

    code: ClassVar[str] = "database-unreadable"


class DatabaseFull(DatabaseError):  # noqa: N818
    """The disk has no room left for the change; nothing of it was kept."""

    code: ClassVar[str] = "database-full"
