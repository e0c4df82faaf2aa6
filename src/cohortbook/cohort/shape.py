"""The shape of a cohort file, held by pydantic."""

from __future__ import annotations

import keyword
import math
import re
import zoneinfo
from difflib import get_close_matches
from typing import Annotated, Any, Literal, Self

from pydantic import (
    AfterValidator,
    BaseModel,
    BeforeValidator,
    Field,
    model_validator,
)

from cohortbook.cohort.hooks import HOOK_KINDS
from cohortbook.cohort.languages import LANGUAGES
from cohortbook.cohort.nudge_shape import SHAPES as NUDGE_SHAPES
from cohortbook.cohort.nudge_shape import AttentionShape, NudgesShape
from cohortbook.cohort.parameters import FACTS
from cohortbook.cohort.parts import Day, Shape, Slug
from cohortbook.cohort.self_organising_shape import SHAPES as SELF_ORGANISING_SHAPES
from cohortbook.cohort.self_organising_shape import SelfOrganisingShape

_EMAIL = re.compile(r"[^@\s<>,;:\"()\[\]\\]+@[^@\s<>,;:\"()\[\]\\.]+(\.[^@\s<>,;:\"()\[\]\\.]+)+")
_LONGEST_EMAIL = 254
_LONGEST_TITLE = 200


def is_email(text: str) -> bool:
    """Say whether `text` looks like one e-mail address and nothing else."""
    return len(text) <= _LONGEST_EMAIL and _EMAIL.fullmatch(text) is not None


def _title(text: str) -> str:
    if not text.strip():
        msg = "the text is blank"
        raise ValueError(msg)
    if is_email(text.strip()):
        msg = f"{text.strip()!r} is an e-mail address where a title belongs"
        raise ValueError(msg)
    if len(text) > _LONGEST_TITLE:
        msg = f"the text is longer than {_LONGEST_TITLE} characters"
        raise ValueError(msg)
    if any(ord(each) < ord(" ") for each in text.strip()):
        msg = "the text is more than one line, or has control characters in it"
        raise ValueError(msg)
    return text.strip()


def _name(text: str) -> str:
    if "@" in text:
        msg = f"{text!r} is an e-mail address where a name belongs"
        raise ValueError(msg)
    return _title(text)


def _email(text: str) -> str:
    if not is_email(text.strip()):
        msg = f"{text[:80]!r} is not an e-mail address"
        raise ValueError(msg)
    return text.strip().casefold()


def _timezone(text: str) -> str:
    try:
        zoneinfo.ZoneInfo(text)
    except (ValueError, KeyError, OSError):
        close = get_close_matches(text, zoneinfo.available_timezones(), n=1)
        hint = f" (do you mean {close[0]}?)" if close else ", such as Europe/Berlin"
        msg = f"{text!r} is not the name of a time zone{hint}"
        raise ValueError(msg) from None
    return text


def _web_address(text: str | None) -> str | None:
    if text is not None and not text.startswith(("https://", "http://")):
        msg = f"{text[:80]!r} is not the address of a program, such as https://chat.example.org/x"
        raise ValueError(msg)
    return text


def _hook_kinds(names: list[str]) -> list[str]:
    for name in names:
        if name not in HOOK_KINDS:
            close = get_close_matches(name, HOOK_KINDS, n=1)
            hint = f"do you mean {close[0]}?" if close else f"use {', '.join(HOOK_KINDS)}"
            msg = f"{name!r} is nothing that a hook can be told of ({hint})"
            raise ValueError(msg)
    return names


def _language(code: str) -> str:
    if code not in LANGUAGES:
        msg = f"{code!r} is no language of ours (use {' or '.join(LANGUAGES)})"
        raise ValueError(msg)
    return code


def _parameters(values: dict[Any, Any]) -> dict[Any, Any]:
    for name, value in values.items():
        if not isinstance(name, str) or not name.isidentifier() or keyword.iskeyword(name):
            msg = f"{name!r} cannot be the name of a parameter: it must be a Python name"
            raise ValueError(msg)
        if name in FACTS:
            msg = f"{name} is known of every group and cannot be set"
            raise ValueError(msg)
        if not _is_plain(value):
            msg = (
                f"the value of {name} is not text, a number, yes or no, nothing, "
                "or a list or mapping of these; put a date in quotes"
            )
            raise ValueError(msg)
    return values


def _is_plain(value: object) -> bool:
    if isinstance(value, float):
        return math.isfinite(value)
    if isinstance(value, list):
        return all(_is_plain(each) for each in value)
    if isinstance(value, dict):
        return all(isinstance(key, str) and _is_plain(each) for key, each in value.items())
    return value is None or isinstance(value, str | int)


def _or_empty(value: object) -> object:
    return {} if value is None else value


def _off_as_text(value: object) -> object:
    # YAML reads the bare word as no.
    return "off" if value is False else value


def _or_none_of_them(value: object) -> object:
    return [] if value is None else value


Title = Annotated[str, AfterValidator(_title)]
Language = Annotated[str, AfterValidator(_language)]
Parameters = Annotated[dict[Any, Any], BeforeValidator(_or_empty), AfterValidator(_parameters)]


class PersonShape(Shape):
    """``{name: …, email: …}``."""

    name: Annotated[str, AfterValidator(_name)]
    email: Annotated[str, AfterValidator(_email)]


class MentorShape(PersonShape):
    """A person and the groups that they review."""

    groups: Annotated[list[Slug], Field(min_length=1)]


class GroupShape(Shape):
    """Below ``groups``."""

    title: Title
    members: Annotated[list[PersonShape], BeforeValidator(_or_none_of_them), Field(min_length=1)]
    parameters: Parameters = Field(default_factory=dict)


class PlanShape(Shape):
    """Below ``schedule``."""

    opens: Day = None
    due: Day = None

    @model_validator(mode="after")
    def _in_order(self) -> Self:
        if self.opens and self.due and self.opens > self.due:
            msg = f"it is due on {self.due}, before it opens on {self.opens}"
            raise ValueError(msg)
        return self


class ProgrammeShape(Shape):
    """Below ``programme``."""

    title: Title
    summary: str = ""
    parameters: Parameters = Field(default_factory=dict)


class KernelsShape(Shape):
    """Below ``kernels``: what each kernel of the cohort may take, and see."""

    memory_mb: Annotated[int, Field(ge=100)] | None = None
    cpu_seconds: Annotated[int, Field(ge=10)] | None = None
    processes: Annotated[int, Field(ge=20)] | None = None
    open_files: Annotated[int, Field(ge=100)] | None = None
    file_mb: Annotated[int, Field(ge=10)] | None = None
    confine: Annotated[Literal["auto", "off", "required"], BeforeValidator(_off_as_text)] = "auto"
    network: bool = False

    def limits(self) -> dict[str, int]:
        """Return those limits that are set, by name."""
        return self.model_dump(exclude={"confine", "network"}, exclude_none=True)


class CohortShape(Shape):
    """Below ``cohort``."""

    id: Slug
    title: Title
    timezone: Annotated[str, AfterValidator(_timezone)] = "UTC"
    language: Language | None = None
    parameters: Parameters = Field(default_factory=dict)
    schedule: Annotated[dict[Slug, PlanShape], BeforeValidator(_or_empty)] = Field(
        default_factory=dict
    )
    kernels: KernelsShape = Field(default_factory=KernelsShape)


class HookShape(Shape):
    """Below ``hooks``."""

    url: Annotated[str | None, AfterValidator(_web_address)] = None
    about: Annotated[list[str], Field(min_length=1), AfterValidator(_hook_kinds)]
    groups: Annotated[list[Slug], BeforeValidator(_or_none_of_them)] = Field(default_factory=list)
    language: Language = LANGUAGES[0]


class FileShape(Shape):
    """The whole file."""

    programme: ProgrammeShape
    cohort: CohortShape
    facilitators: Annotated[list[PersonShape], Field(min_length=1)]
    mentors: Annotated[list[MentorShape], BeforeValidator(_or_none_of_them)] = Field(
        default_factory=list
    )
    groups: Annotated[dict[Slug, GroupShape], Field(min_length=1)]
    attention: Annotated[AttentionShape, BeforeValidator(_or_empty)] = Field(
        default_factory=AttentionShape
    )
    # The bare key switches the default rule on.
    nudges: Annotated[NudgesShape | None, BeforeValidator(_or_empty)] = None
    hooks: Annotated[dict[Slug, HookShape], BeforeValidator(_or_empty)] = Field(
        default_factory=dict
    )
    self_organising: Annotated[SelfOrganisingShape, BeforeValidator(_or_empty)] = Field(
        default_factory=SelfOrganisingShape
    )


# Which shape is where; None stands for any key or place in a list.
SHAPES: dict[tuple[str | None, ...], type[BaseModel]] = {
    (): FileShape,
    ("programme",): ProgrammeShape,
    ("cohort",): CohortShape,
    ("cohort", "schedule", None): PlanShape,
    ("cohort", "kernels"): KernelsShape,
    ("facilitators", None): PersonShape,
    ("mentors", None): MentorShape,
    ("groups", None): GroupShape,
    ("groups", None, "members", None): PersonShape,
    **NUDGE_SHAPES,
    **SELF_ORGANISING_SHAPES,
    ("hooks", None): HookShape,
}


def keys_at(where: tuple[object, ...]) -> tuple[str, ...]:
    """Return the keys that the mapping at `where` may have; none when it is not known."""
    for pattern, shape in SHAPES.items():
        if len(pattern) == len(where) and all(
            wanted is None or wanted == found for wanted, found in zip(pattern, where, strict=True)
        ):
            return tuple(shape.model_fields)
    return ()
