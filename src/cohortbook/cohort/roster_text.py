"""Changing members in the text of a cohort file, and nothing else in it.

A file that people write has their comments, their order and their line breaks. It is
therefore not written anew from data: whole lines are taken out and put in, where the
YAML parser says that a member begins and ends. Afterwards it is read again, and must
say what was wanted.
"""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

from cohortbook.cohort.document import Document
from cohortbook.cohort.member_lines import MemberLines, folded, lines_of, members_of, scalar
from cohortbook.cohort.reader import cohort_of
from cohortbook.cohort.roster_change import (
    AddMember,
    MoveMember,
    RosterEdit,
    RosterFormError,
)

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path


def edited(path: Path, text: str, edits: Iterable[RosterEdit]) -> str:
    """Return the text of a cohort file with its members changed.

    Parameters
    ----------
    path : pathlib.Path
        Of the file, for errors.
    text : str
        What it says now.
    edits : iterable of RosterEdit
        Each of them about one person; the last one about a person counts.

    Returns
    -------
    str
        Every line that is about nobody of them is as it was.

    Raises
    ------
    RosterFormError
        When members stand there in a way that lines cannot be changed.
    CohortFileError
        When the result would not be a cohort: a group without members, a person in
        two places, an address that is none.
    """
    wanted = tuple(edits)
    lines = lines_of(text)
    groups = members_of(path, text)
    known = {each.email: each for members in groups.values() for each in members}
    goes: dict[str, str | None] = {}
    new: list[AddMember] = []
    for each in wanted:
        if isinstance(each, AddMember):
            new.append(each)
            continue
        email = folded(each.email)
        if email not in known:
            message = f"Nobody in a group of this file has the address {each.email}."
            raise RosterFormError(path, message)
        # Whoever moves twice ends where they were sent last.
        goes.pop(email, None)
        goes[email] = each.group if isinstance(each, MoveMember) else None
    inserted: dict[str, list[str]] = defaultdict(list)
    taken: set[int] = set()
    for email, group in goes.items():
        member = known[email]
        if group != member.group:
            taken.update(range(member.first, member.last + 1))
        if group is not None and group != member.group:
            inserted[group] += [
                each[member.dash :] for each in lines[member.first : member.last + 1]
            ]
    for each in new:
        name, address = scalar(each.name), scalar(folded(each.email))
        inserted[each.group].append(f"- {{name: {name}, email: {address}}}\n")
    after = _written(path, lines, groups, taken, inserted)
    _check(path, text, after, wanted)
    return after


def _written(
    path: Path,
    lines: list[str],
    groups: dict[str, list[MemberLines]],
    taken: set[int],
    inserted: dict[str, list[str]],
) -> str:
    """Return the lines without those taken, and with the new ones after each group's last."""
    behind: dict[int, list[str]] = {}
    for group, more in inserted.items():
        if not groups.get(group):
            raise RosterFormError(path, f"There is no group {group} with members in this file.")
        last = groups[group][-1]
        behind[last.last] = [" " * last.dash + each for each in more]
    return "".join(
        part
        for number, line in enumerate(lines)
        for part in ([] if number in taken else [line]) + behind.get(number, [])
    )


def _check(path: Path, before: str, after: str, edits: Iterable[RosterEdit]) -> None:
    """Read the result: it must be a cohort, and be what was meant."""
    expected = _members(path, before)
    found = _members(path, after)
    for edit in edits:
        email = folded(edit.email)
        gone = {each for each in expected if each[1] == email}
        expected -= gone
        if isinstance(edit, AddMember):
            expected.add((edit.name.strip(), email, edit.group))
        elif isinstance(edit, MoveMember):
            expected |= {(name, address, edit.group) for name, address, _ in gone}
    if found != expected:
        raise RosterFormError(path, "Members of this file depend on one another.")


def _members(path: Path, text: str) -> set[tuple[str, str, str]]:
    cohort = cohort_of(Document.of_text(path, text))
    return {
        (each.name, each.email, group.id)
        for group in cohort.groups.values()
        for each in group.members
    }
