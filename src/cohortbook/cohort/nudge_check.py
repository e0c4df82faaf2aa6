"""Whether the rules of a cohort file name what is there; asked of raw data."""

from __future__ import annotations

from difflib import get_close_matches
from typing import Any

from cohortbook.cohort.document import Document
from cohortbook.cohort.errors import ProblemKind


def check_nudges(document: Document) -> None:
    """Put rules of one name, and rules for unknown groups, into the problems."""
    data = document.data
    if not isinstance(data, dict):
        return
    groups = data.get("groups")
    known = [each for each in groups if isinstance(each, str)] if isinstance(groups, dict) else []
    nudges = data.get("nudges")
    rules = nudges.get("rules") if isinstance(nudges, dict) else None
    names: set[str] = set()
    for number, rule in enumerate(rules if isinstance(rules, list) else ()):
        if isinstance(rule, dict):
            _check_name(document, number, rule.get("name"), names)
            _check_groups(document, number, rule.get("groups"), known)


def _check_name(document: Document, number: int, name: Any, names: set[str]) -> None:
    if not isinstance(name, str):
        return
    if name in names:
        document.problem(
            ProblemKind.REFERENCE,
            ("nudges", "rules", number, "name"),
            f"Two rules are called {name}.",
            "Give each rule a name of its own: it tells later which one sent a nudge.",
        )
    names.add(name)


def _check_groups(document: Document, number: int, listed: Any, known: list[str]) -> None:
    for at, group in enumerate(listed if isinstance(listed, list) else ()):
        if isinstance(group, str) and group not in known:
            close = get_close_matches(group, known, n=1)
            document.problem(
                ProblemKind.REFERENCE,
                ("nudges", "rules", number, "groups", at),
                f"A rule is for group {group}, which is not in the file.",
                f"Do you mean {close[0]}?" if close else f"Groups are: {', '.join(known)}.",
            )
