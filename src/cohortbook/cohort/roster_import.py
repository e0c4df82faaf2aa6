"""What a table of people would change: added, moved, unchanged, and what is wrong."""

from __future__ import annotations

from dataclasses import dataclass
from difflib import get_close_matches
from typing import TYPE_CHECKING, Literal

from cohortbook.cohort.roster_change import AddMember, MoveMember, RosterEdit
from cohortbook.cohort.shape import is_email

if TYPE_CHECKING:
    from collections.abc import Iterable

    from cohortbook.cohort.model import Cohort
    from cohortbook.cohort.roster_table import TableRow

WrongKind = Literal["email", "name", "group", "no-group", "twice", "mentor"]


@dataclass(frozen=True, slots=True)
class WrongLine:
    """A line that cannot be used.

    Parameters
    ----------
    line : int
        In the file, from 1.
    kind : str
        What is wrong: no address, no name, no such group, no group, the same person
        as in an earlier line, or a mentor.
    value : str
        What stands there.
    hint : str
        What may have been meant; empty when nobody knows.
    """

    line: int
    kind: WrongKind
    value: str
    hint: str = ""


@dataclass(frozen=True, slots=True)
class Import:
    """What would happen. People whom the table does not name stay where they are.

    Parameters
    ----------
    added : tuple of AddMember
        New in the cohort, or facilitators who learn too.
    moved : tuple of MoveMember
        In another group now.
    unchanged : tuple of str
        Addresses of those who are where they should be.
    wrong : tuple of WrongLine
        Lines that are left out.
    """

    added: tuple[AddMember, ...]
    moved: tuple[MoveMember, ...]
    unchanged: tuple[str, ...]
    wrong: tuple[WrongLine, ...]

    @property
    def edits(self) -> tuple[RosterEdit, ...]:
        """All that is to be changed."""
        return (*self.added, *self.moved)


def plan_import(cohort: Cohort, rows: Iterable[TableRow]) -> Import:
    """Compare a table with a cohort.

    Parameters
    ----------
    cohort : Cohort
        As its file is now.
    rows : iterable of TableRow
        What was read; groups are named by id or title, in any spelling of case.
    """
    groups = {
        name.strip().casefold(): group.id
        for group in cohort.groups.values()
        for name in (group.title, group.id)
    }
    where = {each.email: group.id for group in cohort.groups.values() for each in group.members}
    mentors = {each.person.email for each in cohort.mentors}
    added, moved, unchanged, wrong = [], [], [], []
    seen: set[str] = set()
    for row in rows:
        email, group = row.email.strip().casefold(), groups.get(row.group.strip().casefold())
        trouble = _trouble(row, group, groups)
        if trouble is None and email in seen:
            trouble = WrongLine(row.line, "twice", email)
        if trouble is None and email in mentors:
            trouble = WrongLine(row.line, "mentor", email)
        if trouble is not None or group is None:
            wrong += [] if trouble is None else [trouble]
            continue
        seen.add(email)
        if email not in where:
            added.append(AddMember(row.name, email, group))
        elif where[email] == group:
            unchanged.append(email)
        else:
            moved.append(MoveMember(email, group))
    return Import(tuple(added), tuple(moved), tuple(unchanged), tuple(wrong))


def _trouble(row: TableRow, group: str | None, groups: dict[str, str]) -> WrongLine | None:
    if not is_email(row.email.strip()):
        return WrongLine(row.line, "email", row.email)
    if not row.name or "@" in row.name:
        return WrongLine(row.line, "name", row.name or row.email)
    if not row.group:
        return WrongLine(row.line, "no-group", row.email)
    if group is None:
        close = get_close_matches(row.group.casefold(), groups, n=1)
        return WrongLine(row.line, "group", row.group, groups[close[0]] if close else "")
    return None
