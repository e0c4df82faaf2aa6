"""What can be changed about who learns where, and the errors of it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar

from cohortbook.errors import CohortbookError, Place

if TYPE_CHECKING:
    from pathlib import Path


@dataclass(frozen=True, slots=True)
class AddMember:
    """Somebody new in a group.

    Parameters
    ----------
    name, email : str
        Who.
    group : str
        Id of the group.
    """

    name: str
    email: str
    group: str


@dataclass(frozen=True, slots=True)
class RemoveMember:
    """Somebody leaves; `email` is who."""

    email: str


@dataclass(frozen=True, slots=True)
class MoveMember:
    """Somebody goes to another group; `email` is who, `group` the id of where to."""

    email: str
    group: str


RosterEdit = AddMember | RemoveMember | MoveMember


class RosterChangedError(CohortbookError):
    """The cohort file is not what it was when the page was shown."""

    code: ClassVar[str] = "roster-changed"

    def __init__(self, path: Path) -> None:
        super().__init__(
            "The cohort file was changed in the meantime, and nothing was written.",
            place=Place(path),
            mend="Load the page again: it shows the file as it is now.",
        )


class RosterFormError(CohortbookError):
    """The cohort file says it in a way that a program cannot change without harm."""

    code: ClassVar[str] = "roster-form"

    def __init__(self, path: Path, message: str) -> None:
        super().__init__(
            message,
            place=Place(path),
            mend="Change it in the file itself, then restart the server.",
        )
