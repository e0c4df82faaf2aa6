"""The cohort file as the place where changes of members are kept."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, ClassVar

from cohortbook.cohort.accompanying_text import accompanied
from cohortbook.cohort.document import Document
from cohortbook.cohort.reader import cohort_of, read_cohort
from cohortbook.cohort.roster_change import RosterChangedError
from cohortbook.cohort.roster_text import edited
from cohortbook.durable import write_durably
from cohortbook.errors import CohortbookError, Place

if TYPE_CHECKING:
    from collections.abc import Iterable

    from cohortbook.access.people import RosterChange
    from cohortbook.cohort.accompanying_change import AccompanyingEdit
    from cohortbook.cohort.model import Cohort
    from cohortbook.cohort.roster_change import RosterEdit
    from cohortbook.cohort.served import ServedCohort
    from cohortbook.learning.organising.membership import Membership


TextEdit = Callable[[Path, str], str]


class RosterAheadError(CohortbookError):
    """More than members was changed in the cohort file since the server started."""

    code: ClassVar[str] = "roster-ahead"

    def __init__(self, path: Path) -> None:
        super().__init__(
            "Groups, the schedule or something else in the cohort file differ from what the "
            "server works with, and nothing was written.",
            place=Place(path),
            mend="Restart the server; then members can be changed here again.",
        )


@dataclass(frozen=True, slots=True)
class RosterFile:
    """The cohort as its file tells it now; `version` names what the file says."""

    cohort: Cohort
    version: str


class Roster:
    """Changes who takes part: in the file first, and then for everybody who is here.

    Parameters
    ----------
    path : pathlib.Path
        Of the cohort file.
    served : ServedCohort
        What the server works with; it becomes what was written.
    membership : Membership
        Who may come in, and what they take along.

    Notes
    -----
    The file stays the one truth: what a restart would read is what was written. A
    change says which version of the file it was made from, and is refused when the
    file says something else by now, whoever changed it. The draft takes the file's
    place at once, so nobody ever reads a part of it.
    """

    def __init__(self, path: Path, served: ServedCohort, membership: Membership) -> None:
        self._path = path
        self._served = served
        self._membership = membership

    def read(self) -> RosterFile:
        """Return the cohort as its file is now.

        Raises
        ------
        CohortFileError
            When it cannot be used.
        """
        version = _version(self._path.read_bytes())
        return RosterFile(read_cohort(self._path), version)

    def change(self, edits: Iterable[RosterEdit], version: str) -> RosterChange:
        """Write changes into the file, and let them take effect.

        Parameters
        ----------
        edits : iterable of RosterEdit
            All of them or none.
        version : str
            The version of the file that they were decided on.

        Returns
        -------
        RosterChange
            Who was added, removed or moved.

        Raises
        ------
        RosterChangedError, RosterAheadError, RosterFormError, CohortFileError
            Nothing is written then.
        """
        return self._rewrite_since(version, partial(edited, edits=tuple(edits)))

    def accompany(self, edit: AccompanyingEdit, version: str) -> RosterChange:
        """Write a change of a mentor or a facilitator, and let it take effect.

        Parameters
        ----------
        edit : AccompanyingEdit
            What is to change.
        version : str
            The version of the file that it was decided on.

        Returns
        -------
        RosterChange
            Who was added, removed or has other roles.

        Raises
        ------
        RosterChangedError, RosterAheadError, RosterFormError, CohortFileError
            Nothing is written then.
        LastFacilitatorError, NobodySuchError
            Nor then.
        """
        return self._rewrite_since(version, partial(accompanied, edit=edit))

    def _rewrite_since(self, version: str, edit: TextEdit) -> RosterChange:
        if _version(self._path.read_bytes()) != version:
            raise RosterChangedError(self._path)
        return self.rewrite(edit)

    def rewrite(self, edit: TextEdit) -> RosterChange:
        """Write a change of the file as it is now, and let it take effect.

        Parameters
        ----------
        edit : callable
            Given the path and what the file says, returns what it is to say.

        Raises
        ------
        RosterAheadError, RosterFormError, CohortFileError
            Nothing is written then.
        """
        text, after, cohort = self._tried(edit)
        if after != text:
            mode = self._path.stat().st_mode & 0o777
            write_durably(self._path, after.encode(), mode)
        self._served.become(cohort)
        return self._membership.follow(cohort)

    def try_out(self, edit: TextEdit) -> None:
        """Raise what `rewrite` would raise, and write nothing."""
        self._tried(edit)

    def _tried(self, edit: TextEdit) -> tuple[str, str, Cohort]:
        text = self._path.read_bytes().decode("utf-8-sig")
        after = edit(self._path, text)
        found = cohort_of(Document.of_text(self._path, text))
        if _but_members(found) != _but_members(self._served()):
            raise RosterAheadError(self._path)
        return text, after, cohort_of(Document.of_text(self._path, after))


def _version(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()[:32]


def _but_members(cohort: Cohort) -> Cohort:
    groups = {each.id: replace(each, members=()) for each in cohort.groups.values()}
    return replace(cohort, groups=groups, facilitators=(), mentors=())
