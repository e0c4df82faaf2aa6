"""Changing members in the text of a cohort file, and nothing else in it.

A file that people write has their comments, their order and their line breaks. It is
therefore not written anew from data: whole lines are taken out and put in, where the
YAML parser says that a member begins and ends. Afterwards it is read again, and must
say what was wanted.
"""

from __future__ import annotations

import json
import re
from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING

from ruamel.yaml import YAML
from ruamel.yaml.nodes import MappingNode, Node, SequenceNode

from cohortbook.cohort.document import Document
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

_PLAIN = re.compile(r"[^\W\d_][\w .'’-]*[\w.]")  # noqa: RUF001 - as names are spelt


@dataclass(frozen=True, slots=True)
class _Member:
    """The lines of one, from 0; `last` is included. `dash` is the column of its hyphen."""

    email: str
    group: str
    first: int
    last: int
    dash: int


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
    lines = text.splitlines(keepends=True)
    if lines and not lines[-1].endswith("\n"):
        lines[-1] += "\n"
    groups = _groups(path, text)
    known = {each.email: each for members in groups.values() for each in members}
    goes: dict[str, str | None] = {}
    new: list[AddMember] = []
    for each in wanted:
        if isinstance(each, AddMember):
            new.append(each)
            continue
        email = _folded(each.email)
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
        name, address = _scalar(each.name), _scalar(_folded(each.email))
        inserted[each.group].append(f"- {{name: {name}, email: {address}}}\n")
    after = _written(path, lines, groups, taken, inserted)
    _check(path, text, after, wanted)
    return after


def _written(
    path: Path,
    lines: list[str],
    groups: dict[str, list[_Member]],
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
        email = _folded(edit.email)
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


def _folded(email: str) -> str:
    return email.strip().casefold()


def _groups(path: Path, text: str) -> dict[str, list[_Member]]:
    root = YAML(typ="safe", pure=True).compose(text)
    groups = _value(root, "groups")
    if not isinstance(groups, MappingNode):
        raise RosterFormError(path, "The groups of this file are not a plain mapping.")
    found = {}
    for key, content in groups.value:
        members = _value(content, "members")
        if isinstance(members, SequenceNode) and not members.flow_style:
            group = str(key.value)
            found[group] = [_member(path, text, group, each) for each in members.value]
        else:
            message = f"The members of group {key.value} are not a list with a line for each."
            raise RosterFormError(path, message)
    return found


def _value(node: Node, name: str) -> Node | None:
    if not isinstance(node, MappingNode):
        return None
    return next((value for key, value in node.value if key.value == name), None)


def _member(path: Path, text: str, group: str, node: Node) -> _Member:
    email = _value(node, "email")
    first = node.start_mark.line
    line = text.split("\n")[first]
    before = line[: node.start_mark.column]
    if email is None or before.strip() != "-":
        raise RosterFormError(path, f"A member does not begin on a line of its own: {line.strip()}")
    return _Member(
        email=_folded(str(email.value)),
        group=group,
        first=first,
        last=_last_line(node),
        dash=before.index("-"),
    )


def _last_line(node: Node) -> int:
    # A block's own end is where the next thing begins, past comments that are not its.
    if isinstance(node, MappingNode) and not node.flow_style:
        return max(_last_line(value) for _, value in node.value)
    return int(node.end_mark.line)


def _scalar(text: str) -> str:
    """Write a text so that YAML reads just that, whatever surrounds it."""
    stripped = text.strip()
    plain = _PLAIN.fullmatch(stripped) is not None or _is_plain_address(stripped)
    if plain and YAML(typ="safe", pure=True).load(stripped) == stripped:
        return stripped
    return json.dumps(stripped, ensure_ascii=False)


def _is_plain_address(text: str) -> bool:
    return re.fullmatch(r"[a-z0-9][a-z0-9._+-]*@[a-z0-9.-]+", text) is not None
