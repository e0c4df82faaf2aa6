"""Where members, and the parts around them, stand in the text of a cohort file."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from ruamel.yaml import YAML
from ruamel.yaml.nodes import MappingNode, Node, ScalarNode, SequenceNode

from cohortbook.cohort.roster_change import RosterFormError

if TYPE_CHECKING:
    from pathlib import Path

_PLAIN = re.compile(r"[^\W\d_][\w .'’-]*[\w.]")  # noqa: RUF001 - as names are spelt


@dataclass(frozen=True, slots=True)
class MemberLines:
    """The lines of one, from 0; `last` is included. `dash` is the column of its hyphen."""

    email: str
    group: str
    first: int
    last: int
    dash: int


def lines_of(text: str) -> list[str]:
    """Return the lines of a file with their ends; the last one has one too."""
    lines = text.splitlines(keepends=True)
    if lines and not lines[-1].endswith("\n"):
        lines[-1] += "\n"
    return lines


def root_of(text: str) -> Node | None:
    """Return what the file says, as nodes that know where they stand."""
    found = YAML(typ="safe", pure=True).compose(text)
    return found if isinstance(found, Node) else None


def folded(email: str) -> str:
    """Return an address as the cohort knows people by it."""
    return email.strip().casefold()


def members_of(path: Path, text: str) -> dict[str, list[MemberLines]]:
    """Return the lines of the members of each group.

    Raises
    ------
    RosterFormError
        When they stand there in a way that lines cannot be changed.
    """
    groups = value_of(root_of(text), "groups")
    if not isinstance(groups, MappingNode):
        raise RosterFormError(path, "The groups of this file are not a plain mapping.")
    found = {}
    for key, content in groups.value:
        members = value_of(content, "members")
        if isinstance(members, SequenceNode) and not members.flow_style:
            group = str(key.value)
            found[group] = [_member(path, text, group, each) for each in members.value]
        else:
            message = f"The members of group {key.value} are not a list with a line for each."
            raise RosterFormError(path, message)
    return found


def value_of(node: Node | None, name: str) -> Node | None:
    """Return what a mapping has under a name; None when there is no such thing."""
    if not isinstance(node, MappingNode):
        return None
    return next((value for key, value in node.value if key.value == name), None)


def _member(path: Path, text: str, group: str, node: Node) -> MemberLines:
    email = value_of(node, "email")
    first = node.start_mark.line
    line = text.split("\n")[first]
    before = line[: node.start_mark.column]
    if email is None or before.strip() != "-":
        raise RosterFormError(path, f"A member does not begin on a line of its own: {line.strip()}")
    return MemberLines(
        email=folded(str(email.value)),
        group=group,
        first=first,
        last=last_line(node),
        dash=before.index("-"),
    )


def last_line(node: Node) -> int:
    """Return the last line of what a node says, from 0."""
    # A block's own end is where the next thing begins, past comments that are not its.
    if isinstance(node, MappingNode) and not node.flow_style:
        return max(last_line(value) for _, value in node.value)
    if isinstance(node, SequenceNode) and not node.flow_style:
        return max(last_line(each) for each in node.value)
    if isinstance(node, ScalarNode) and node.style in ("|", ">"):
        return int(node.end_mark.line) - 1
    return int(node.end_mark.line)


def scalar(text: str) -> str:
    """Write a text so that YAML reads just that, whatever surrounds it."""
    stripped = text.strip()
    plain = _PLAIN.fullmatch(stripped) is not None or _is_plain_address(stripped)
    if plain and YAML(typ="safe", pure=True).load(stripped) == stripped:
        return stripped
    return json.dumps(stripped, ensure_ascii=False)


def _is_plain_address(text: str) -> bool:
    return re.fullmatch(r"[a-z0-9][a-z0-9._+-]*@[a-z0-9.-]+", text) is not None
