"""Whether each person is where they can be; asked of raw data, so that all is found at once."""

from __future__ import annotations

from collections.abc import Hashable, Iterator
from dataclasses import dataclass
from difflib import get_close_matches
from typing import Any

from cohortbook.cohort.document import Document
from cohortbook.cohort.errors import ProblemKind

_Where = tuple[Hashable, ...]


@dataclass(frozen=True, slots=True)
class _Entry:
    role: str
    group: str | None
    name: str
    email: str
    where: _Where

    def __str__(self) -> str:
        return self.role if self.group is None else f"{self.role} of group {self.group}"


def check_roster(document: Document) -> None:
    """Put people who are in two places, and groups that are not there, into the problems."""
    data = document.data
    if not isinstance(data, dict):
        return
    seen: dict[str, list[_Entry]] = {}
    for entry in _entries(data):
        before = seen.setdefault(entry.email, [])
        _compare(document, entry, before)
        before.append(entry)
    _check_groups(document, data)


def _compare(document: Document, entry: _Entry, before: list[_Entry]) -> None:
    for other in reversed(before):
        roles = {entry.role, other.role}
        if entry.role == other.role:
            what = f"{entry.name} ({entry.email}) is {other} and again {entry}"
            mend = "Name each person once."
        elif roles == {"member", "mentor"}:
            what = f"{entry.name} ({entry.email}) is {other} and {entry}"
            mend = "Somebody who learns in the cohort cannot review it: choose one of the two."
        elif entry.name != other.name:
            what = f"{entry.email} is {other.name} as {other} and {entry.name} as {entry}"
            mend = "Use one name for one person."
        else:
            continue
        line = document.line(other.where)
        document.problem(
            ProblemKind.PERSON, entry.where, f"{what}; the first is on line {line}.", mend
        )
        return


def _check_groups(document: Document, data: dict[Any, Any]) -> None:
    groups = data.get("groups")
    known = [each for each in groups if isinstance(each, str)] if isinstance(groups, dict) else []
    for number, mentor in _mappings(data.get("mentors")):
        _check_listed(document, mentor, ("mentors", number), "A mentor", known)
    hooks = data.get("hooks")
    for name, hook in hooks.items() if isinstance(hooks, dict) else ():
        if isinstance(hook, dict):
            _check_listed(document, hook, ("hooks", name), f"Hook {name}", known)


def _check_listed(
    document: Document, data: dict[Any, Any], where: _Where, who: str, known: list[str]
) -> None:
    listed = data.get("groups")
    listed = listed if isinstance(listed, list) else []
    for at, group in enumerate(listed):
        here: _Where = (*where, "groups", at)
        if isinstance(group, str) and group in listed[:at]:
            document.problem(
                ProblemKind.REFERENCE,
                here,
                f"{who} has group {group} twice.",
                "Name each group once.",
            )
        elif isinstance(group, str) and group not in known:
            close = get_close_matches(group, known, n=1)
            document.problem(
                ProblemKind.REFERENCE,
                here,
                f"{who} has group {group}, which is not in the file.",
                f"Do you mean {close[0]}?" if close else f"Groups are: {', '.join(known)}.",
            )


def _entries(data: dict[Any, Any]) -> Iterator[_Entry]:
    for role in ("facilitator", "mentor"):
        yield from _people(data.get(f"{role}s"), role, None, (f"{role}s",))
    groups = data.get("groups")
    for group, content in groups.items() if isinstance(groups, dict) else ():
        if isinstance(content, dict):
            where = ("groups", group, "members")
            yield from _people(content.get("members"), "member", str(group), where)


def _people(listed: Any, role: str, group: str | None, where: _Where) -> Iterator[_Entry]:
    for number, person in _mappings(listed):
        email = person.get("email")
        if isinstance(email, str) and email.strip():
            name = str(person.get("name")).strip()
            yield _Entry(role, group, name, email.strip().casefold(), (*where, number))


def _mappings(listed: Any) -> Iterator[tuple[int, dict[Any, Any]]]:
    for number, each in enumerate(listed if isinstance(listed, list) else ()):
        if isinstance(each, dict):
            yield number, each
