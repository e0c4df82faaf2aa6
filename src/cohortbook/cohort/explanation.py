"""What pydantic found wrong with a cohort file, said in the words of the file."""

from __future__ import annotations

from difflib import get_close_matches
from typing import TYPE_CHECKING

from cohortbook.cohort.document import Document
from cohortbook.cohort.errors import ProblemKind
from cohortbook.cohort.shape import PersonShape, is_email, keys_at

if TYPE_CHECKING:
    from pydantic_core import ErrorDetails

_PLAIN_TYPES = {
    "string_type": "text",
    "int_type": "a whole number",
    "dict_type": "a mapping with keys",
    "model_type": "a mapping with keys",
    "list_type": "a list",
}


def explain(document: Document, error: ErrorDetails) -> None:
    """Put what pydantic found into the document's problems."""
    where = tuple(each for each in error["loc"] if each != "[key]")
    name = ".".join(str(each) for each in where if isinstance(each, str)) or "The file"
    kind = error["type"]
    if kind == "extra_forbidden":
        _unknown_key(document, where)
    elif kind == "missing":
        document.problem(
            ProblemKind.MISSING_KEY,
            where[:-1],
            f"{_owner(where[:-1])} has no {where[-1]}.",
            f"Add a line with {where[-1]}: and its value.",
        )
    elif kind == "too_short":
        _too_few(document, where, name)
    elif kind == "model_type" and _is_bare_address(where, error["input"]):
        document.problem(
            ProblemKind.VALUE,
            where,
            f"{name}: {error['input']!r} is an e-mail address where a person belongs.",
            f"Write it with the name: {{name: …, email: {error['input']}}}",
        )
    elif kind in _PLAIN_TYPES:
        document.problem(
            ProblemKind.VALUE,
            where,
            f"{name} is {_said(error['input'])} where {_PLAIN_TYPES[kind]} belongs.",
            "Put it in quotes to make it text."
            if kind == "string_type" and error["input"] is not None
            else f"Write {_PLAIN_TYPES[kind]}.",
        )
    else:
        message = error["msg"].removeprefix("Value error, ")
        document.problem(ProblemKind.VALUE, where, f"{name}: {message}.", _mend(message))


def _is_bare_address(where: tuple[int | str, ...], value: object) -> bool:
    is_person = set(PersonShape.model_fields) <= set(keys_at(where))
    return is_person and isinstance(value, str) and is_email(value)


def _unknown_key(document: Document, where: tuple[int | str, ...]) -> None:
    known = keys_at(where[:-1])
    close = get_close_matches(str(where[-1]), known, n=1)
    document.problem(
        ProblemKind.UNKNOWN_KEY,
        where,
        f"{_owner(where[:-1])} cannot have the key {where[-1]}.",
        f"Do you mean {close[0]}?" if close else f"It may have: {', '.join(known)}.",
    )


def _too_few(document: Document, where: tuple[int | str, ...], name: str) -> None:
    if where[-1] == "members":
        document.problem(
            ProblemKind.EMPTY_GROUP,
            where,
            f"Group {where[-2]} has no members.",
            "Add somebody, or take the group out.",
        )
    else:
        document.problem(ProblemKind.VALUE, where, f"{name} is empty.", "Add at least one.")


def _owner(where: tuple[int | str, ...]) -> str:
    match where:
        case ():
            return "The file"
        case ("groups", group):
            return f"Group {group}"
        case ("groups", group, "members", int(number)):
            return f"Member {number + 1} of group {group}"
        case (("facilitators" | "mentors") as role, int(number)):
            return f"{str(role)[:-1].title()} {number + 1}"
        case ("nudges", "rules", int(number), *rest):
            return ".".join([f"Rule {number + 1} of nudges", *(str(each) for each in rest)])
        case _:
            return ".".join(str(each) for each in where)


def _said(value: object) -> str:
    names: dict[type, str] = {
        bool: "yes or no",
        int: f"the number {value}",
        float: f"the number {value}",
    }
    names |= {type(None): "nothing", str: "text", list: "a list", dict: "a mapping"}
    return names.get(type(value), "a date")


def _mend(message: str) -> str:
    if "where a name belongs" in message:
        return "Write the name here and the address as email."
    if "where a title belongs" in message:
        return "Write what people call it; addresses belong to persons."
    if "where an id belongs" in message:
        return "Give the group a short id; addresses belong to its members."
    if "is not an e-mail address" in message:
        return "Write the address only, such as ada@example.org."
    if "cannot be set" in message:
        return "Take it out or call it something else."
    return "Correct this value."
