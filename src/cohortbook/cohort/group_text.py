"""Making two groups of one, or one of two, in the text of a cohort file.

Like members in `roster_text`, groups are changed by whole lines; in the lists of
those who accompany them, by single words. The result is read again and must be the
cohort that was meant.
"""

from __future__ import annotations

from itertools import chain
from typing import TYPE_CHECKING

from ruamel.yaml.nodes import MappingNode, ScalarNode, SequenceNode

from cohortbook.cohort.document import Document
from cohortbook.cohort.group_change import GroupChange, MergeGroups, SplitGroup, became
from cohortbook.cohort.member_lines import (
    last_line,
    lines_of,
    members_of,
    root_of,
    scalar,
    value_of,
)
from cohortbook.cohort.reader import cohort_of
from cohortbook.cohort.roster_change import RosterFormError

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path


def regrouped(path: Path, text: str, change: GroupChange) -> str:
    """Return the text of a cohort file with its groups changed.

    Parameters
    ----------
    path : pathlib.Path
        Of the file, for errors.
    text : str
        What it says now.
    change : SplitGroup or MergeGroups
        Of groups that the file has.

    Returns
    -------
    str
        Lines that have nothing to do with it are as they were, and so is every remark
        on a line of its own.

    Raises
    ------
    RosterFormError
        When it stands there in a way that lines cannot be changed.
    CohortFileError
        When the result would not be a cohort, as with a group that nobody is left in.
    """
    meant = change.applied(cohort_of(Document.of_text(path, text)))
    if isinstance(change, SplitGroup):
        after = _split(path, text, change)
        after = _listed(path, after, change.group, (change.group, change.id))
    else:
        after = _merged(path, text, change)
        after = _listed(path, after, change.group, (change.into,))
    if cohort_of(Document.of_text(path, after)) != meant:
        raise RosterFormError(path, "Groups of this file depend on one another.")
    return after


def _split(path: Path, text: str, change: SplitGroup) -> str:
    lines, members = lines_of(text), members_of(path, text)[change.group]
    key, content = _group(path, text, change.group)
    first = min(name.start_mark.column for name, _ in content.value)
    goes = [each for each in members if each.email in change.emails]
    new = [
        " " * key.start_mark.column + f"{change.id}:\n",
        " " * first + f"title: {scalar(change.title)}\n",
        " " * first + "members:\n",
        *(line for each in goes for line in lines[each.first : each.last + 1]),
        *(lines[number] for number in _parameters(path, lines, content)),
    ]
    taken = {number for each in goes for number in range(each.first, each.last + 1)}
    end = max(last_line(each) for _, each in _groups(path, text).value)
    return "".join(
        line
        for number, old in enumerate(lines)
        for line in chain([] if number in taken else [old], new if number == end else [])
    )


def _merged(path: Path, text: str, change: MergeGroups) -> str:
    lines, members = lines_of(text), members_of(path, text)
    key, content = _group(path, text, change.group)
    span = range(key.start_mark.line, last_line(content) + 1)
    # What somebody remarked on a line of its own stays; it may be about the others.
    inside = {
        number for each in members[change.group] for number in range(each.first, each.last + 1)
    }
    taken = inside | {each for each in span if not lines[each].lstrip().startswith("#")}
    host = members[change.into][-1]
    new = [
        " " * host.dash + line[each.dash :]
        for each in members[change.group]
        for line in lines[each.first : each.last + 1]
    ]
    return "".join(
        line
        for number, old in enumerate(lines)
        for line in chain([] if number in taken else [old], new if number == host.last else [])
    )


def _listed(path: Path, text: str, changed: str, now: tuple[str, ...]) -> str:
    """Put what became of a group in its place wherever groups are listed."""
    lists = [each for each in _lists(path, text) if any(one.value == changed for one in each.value)]
    # From the end, so that what stands before stays where it is.
    for each in sorted(lists, key=lambda node: -node.start_mark.index):
        names = tuple(str(one.value) for one in each.value)
        text = _with_names(path, text, each, became(names, changed, now))
    return text


def _with_names(path: Path, text: str, node: SequenceNode, names: tuple[str, ...]) -> str:
    if node.flow_style:
        inner = ", ".join(names)
        return f"{text[: node.start_mark.index]}[{inner}]{text[node.end_mark.index :]}"
    lines = lines_of(text)
    spans = [one.start_mark.line for one in node.value]
    before = lines[spans[0]][: node.value[0].start_mark.column]
    if before.strip() != "-" or len(set(spans)) != len(spans):
        raise RosterFormError(path, f"A list of groups is written in an unusual way: {before}")
    indent = before[: before.index("-")]
    kept = {str(one.value): lines[one.start_mark.line] for one in node.value}
    new = [kept.get(each, f"{indent}- {each}\n") for each in names]
    taken = set(spans)
    return "".join(
        line
        for number, old in enumerate(lines)
        for line in chain([] if number in taken else [old], new if number == spans[-1] else [])
    )


def _lists(path: Path, text: str) -> Iterator[SequenceNode]:
    root = root_of(text)
    mentors, hooks = value_of(root, "mentors"), value_of(root, "hooks")
    owners = [*mentors.value] if isinstance(mentors, SequenceNode) else []
    owners += [each for _, each in hooks.value] if isinstance(hooks, MappingNode) else []
    seen: set[int] = set()
    for owner in owners:
        groups = value_of(owner, "groups")
        if isinstance(groups, SequenceNode):
            if groups.start_mark.index in seen:
                raise RosterFormError(path, "Lists of groups in this file depend on one another.")
            seen.add(groups.start_mark.index)
            yield groups


def _groups(path: Path, text: str) -> MappingNode:
    groups = value_of(root_of(text), "groups")
    if not isinstance(groups, MappingNode) or groups.flow_style:
        raise RosterFormError(path, "The groups of this file are not a plain mapping.")
    return groups


def _group(path: Path, text: str, group: str) -> tuple[ScalarNode, MappingNode]:
    for key, content in _groups(path, text).value:
        if key.value == group and isinstance(content, MappingNode) and not content.flow_style:
            return key, content
    raise RosterFormError(path, f"The group {group} is not written on lines of its own.")


def _parameters(path: Path, lines: list[str], content: MappingNode) -> range:
    for key, value in content.value:
        if key.value == "parameters":
            before = lines[key.start_mark.line][: key.start_mark.column]
            if before.strip():
                raise RosterFormError(path, f"Parameters share a line with something: {before}")
            return range(key.start_mark.line, last_line(value) + 1)
    return range(0)
