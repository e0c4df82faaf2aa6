"""Changing mentors and facilitators in the text of a cohort file, and nothing else in it.

As with members: whole lines are put in and taken out, of a mentor's groups only the list
is written anew, and the result must be the cohort that was meant.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from ruamel.yaml.nodes import MappingNode, Node, ScalarNode, SequenceNode

from cohortbook.cohort.accompanying_change import (
    AddFacilitator,
    AddMentor,
    ChangeMentor,
    RemoveMentor,
)
from cohortbook.cohort.document import Document
from cohortbook.cohort.member_lines import folded, last_line, lines_of, root_of, scalar, value_of
from cohortbook.cohort.reader import cohort_of
from cohortbook.cohort.roster_change import RosterFormError

if TYPE_CHECKING:
    from pathlib import Path

    from cohortbook.cohort.accompanying_change import AccompanyingEdit


def accompanied(path: Path, text: str, edit: AccompanyingEdit) -> str:
    """Return the text of a cohort file with a mentor or a facilitator changed.

    Parameters
    ----------
    path : pathlib.Path
        Of the file, for errors.
    text : str
        What it says now.
    edit : AccompanyingEdit
        What is to change.

    Returns
    -------
    str
        Every line that is about somebody else is as it was, and so is every remark.

    Raises
    ------
    RosterFormError
        When they stand there in a way that lines cannot be changed.
    LastFacilitatorError, NobodySuchError
        When it cannot be meant.
    CohortFileError
        When the result would not be a cohort: somebody who learns and reviews, a mentor
        without groups, an address that is none.
    """
    meant = edit.applied(cohort_of(Document.of_text(path, text)))
    match edit:
        case AddMentor():
            names = f", groups: {_flow(edit.groups)}"
            after = _with_line(path, text, "mentors", _person(edit.name, edit.email, names))
        case AddFacilitator():
            after = _with_line(path, text, "facilitators", _person(edit.name, edit.email))
        case ChangeMentor():
            groups = next(
                each.groups for each in meant.mentors if each.person.email == folded(edit.email)
            )
            after = _with_groups(path, text, edit.email, groups)
        case _:
            key = "mentors" if isinstance(edit, RemoveMentor) else "facilitators"
            after = _without(path, text, key, edit.email)
    if cohort_of(Document.of_text(path, after)) != meant:
        raise RosterFormError(path, "Mentors or facilitators of this file depend on one another.")
    return after


def _person(name: str, email: str, more: str = "") -> str:
    return f"- {{name: {scalar(name)}, email: {scalar(folded(email))}{more}}}\n"


def _flow(groups: tuple[str, ...]) -> str:
    return f"[{', '.join(scalar(each) for each in groups)}]"


def _with_line(path: Path, text: str, key: str, line: str) -> str:
    lines, root = lines_of(text), root_of(text)
    node = value_of(root, key)
    if isinstance(node, SequenceNode) and not node.flow_style:
        dash = _dash(path, lines, node.value[-1])
        return _inserted(lines, last_line(node), " " * dash + line)
    if node is None:
        # Only mentors can be missing: they come after those who run the cohort.
        before = value_of(root, "facilitators")
        if not isinstance(before, SequenceNode):
            raise RosterFormError(path, "The facilitators of this file are not a list.")
        return _inserted(lines, last_line(before), f"\n{key}:\n  {line}")
    at = _line_of(root, key)
    if not _is_empty(node):
        raise RosterFormError(path, f"The {key} of this file do not have a line each.")
    if node.start_mark.index < node.end_mark.index:
        # It says that there is nobody; where it says nothing, the node has no place.
        said = lines[at]
        lines[at] = said[: node.start_mark.column].rstrip() + said[node.end_mark.column :]
    return _inserted(lines, at, f"  {line}")


def _line_of(root: Node | None, key: str) -> int:
    pairs = root.value if isinstance(root, MappingNode) else []
    return next(int(name.start_mark.line) for name, _ in pairs if name.value == key)


def _is_empty(node: Node) -> bool:
    if isinstance(node, SequenceNode):
        return not node.value
    return isinstance(node, ScalarNode) and node.tag == "tag:yaml.org,2002:null"


def _inserted(lines: list[str], after: int, more: str) -> str:
    return "".join([*lines[: after + 1], more, *lines[after + 1 :]])


def _without(path: Path, text: str, key: str, email: str) -> str:
    lines, node = lines_of(text), _entry(path, text, key, email)
    _dash(path, lines, node)
    gone = range(node.start_mark.line, last_line(node) + 1)
    return "".join(line for number, line in enumerate(lines) if number not in gone)


def _entry(path: Path, text: str, key: str, email: str) -> MappingNode:
    listed = value_of(root_of(text), key)
    if not isinstance(listed, SequenceNode) or listed.flow_style:
        raise RosterFormError(path, f"The {key} of this file do not have a line each.")
    for each in listed.value:
        address = value_of(each, "email")
        if (
            isinstance(each, MappingNode)
            and address
            and folded(str(address.value)) == folded(email)
        ):
            return each
    raise RosterFormError(path, f"{email} is not among the {key} as lines of this file.")


def _dash(path: Path, lines: list[str], node: Node) -> int:
    """Return the column of the hyphen before somebody; they must begin a line."""
    before = lines[node.start_mark.line][: node.start_mark.column]
    if before.strip() != "-":
        raise RosterFormError(path, f"Somebody does not begin on a line of their own: {before}")
    return int(before.index("-"))


def _with_groups(path: Path, text: str, email: str, groups: tuple[str, ...]) -> str:
    listed = value_of(_entry(path, text, "mentors", email), "groups")
    if not isinstance(listed, SequenceNode):
        raise RosterFormError(path, f"The groups of {email} are not a list.")
    begin, end = listed.start_mark.index, listed.end_mark.index
    if listed.flow_style:
        if "#" in text[begin:end]:
            raise RosterFormError(path, f"Between the groups of {email} stands a remark.")
        return text[:begin] + _flow(groups) + text[end:]
    return _with_lines(path, text, listed, groups)


def _with_lines(path: Path, text: str, listed: SequenceNode, groups: tuple[str, ...]) -> str:
    """Change a list that has a line for each group: lines that stay are as they were."""
    lines = lines_of(text)
    dash = _dash(path, lines, listed.value[0])
    standing = {each.start_mark.line: str(each.value) for each in listed.value}
    if len(standing) != len(listed.value):
        raise RosterFormError(path, "Several groups of a mentor stand on one line.")
    new = [f"{' ' * dash}- {scalar(each)}\n" for each in groups if each not in standing.values()]
    gone = {number for number, group in standing.items() if group not in groups}
    end = max(standing)
    return "".join(
        part
        for number, line in enumerate(lines)
        for part in ([] if number in gone else [line]) + (new if number == end else [])
    )
