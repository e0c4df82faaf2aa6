"""Whether every group begins at a setting of the direction dial; asked of raw data."""

from __future__ import annotations

from collections.abc import Hashable, Iterator
from difflib import get_close_matches
from typing import Any

from cohortbook.cohort.document import Document
from cohortbook.cohort.errors import ProblemKind


def check_direction(document: Document) -> None:
    """Put parameters that hold none of the dial's settings, or are nowhere, into the problems."""
    dial = _at(document.data, "self_organising", "direction")
    name, settings = _at(dial, "parameter"), _at(dial, "settings")
    if not isinstance(name, str) or not isinstance(settings, list) or not settings:
        return
    found = list(_values(document.data, name))
    for where, value in found:
        if value not in settings:
            close = get_close_matches(str(value), [str(each) for each in settings], n=1)
            known = ", ".join(str(each) for each in settings)
            document.problem(
                ProblemKind.REFERENCE,
                where,
                f"{name} is {value!r}, which is no setting of the direction dial.",
                f"Do you mean {close[0]}?" if close else f"Settings are: {known}.",
            )
    if not found:
        document.problem(
            ProblemKind.REFERENCE,
            ("self_organising", "direction", "parameter"),
            f"The direction dial sets {name}, which has no value to begin with.",
            f"Give {name} a value in the parameters of the programme.",
        )


def _values(data: Any, name: str) -> Iterator[tuple[tuple[Hashable, ...], Any]]:
    groups = _at(data, "groups")
    owners: list[tuple[Hashable, ...]] = [("programme",), ("cohort",)]
    owners += [("groups", each) for each in (groups if isinstance(groups, dict) else ())]
    for owner in owners:
        parameters = _at(data, *owner, "parameters")
        if isinstance(parameters, dict) and name in parameters:
            yield (*owner, "parameters", name), parameters[name]


def _at(data: Any, *where: Hashable) -> Any:
    for key in where:
        data = data.get(key) if isinstance(data, dict) else None
    return data
