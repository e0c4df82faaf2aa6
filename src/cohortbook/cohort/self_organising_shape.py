"""The shape of ``self_organising`` in a cohort file, held by pydantic."""

from __future__ import annotations

import keyword
from difflib import get_close_matches
from types import MappingProxyType
from typing import Annotated, Any, Self

from pydantic import AfterValidator, BaseModel, BeforeValidator, Field, model_validator

from cohortbook.cohort.parts import Shape
from cohortbook.cohort.self_organising import (
    GROUP_RIGHTS,
    Direction,
    GroupRight,
    SelfOrganising,
)

_AS_USUAL = SelfOrganising()


def _rights(names: Any) -> Any:
    # The bare key with nothing behind it says: nothing.
    for name in [] if names is None else names if isinstance(names, list) else []:
        if name not in GROUP_RIGHTS:
            close = get_close_matches(str(name), GROUP_RIGHTS, n=1)
            hint = f"do you mean {close[0]}?" if close else f"use {', '.join(GROUP_RIGHTS)}"
            msg = f"{name!r} is nothing that can be left to groups ({hint})"
            raise ValueError(msg)
    return [] if names is None else names


def _python_name(text: str) -> str:
    if not text.isidentifier() or keyword.iskeyword(text):
        msg = f"{text!r} cannot be the name of a parameter: it must be a Python name"
        raise ValueError(msg)
    return text


def _settings(values: list[str]) -> list[str]:
    if len(set(values)) != len(values) or not all(each.strip() for each in values):
        msg = "each setting needs a word of its own"
        raise ValueError(msg)
    return values


class DirectionShape(Shape):
    """Below ``direction``."""

    parameter: Annotated[str, AfterValidator(_python_name)]
    settings: Annotated[list[str], Field(min_length=2), AfterValidator(_settings)]
    words: dict[str, str] = Field(default_factory=dict)

    @model_validator(mode="after")
    def _words_of_settings(self) -> Self:
        for name in self.words:
            if name not in self.settings:
                close = get_close_matches(name, self.settings, n=1)
                hint = f"do you mean {close[0]}?" if close else f"use {', '.join(self.settings)}"
                msg = f"{name!r} is explained, and is no setting of the dial ({hint})"
                raise ValueError(msg)
        return self


class SelfOrganisingShape(Shape):
    """Below ``self_organising``."""

    allowed: Annotated[list[GroupRight], BeforeValidator(_rights)] = Field(
        default_factory=lambda: sorted(_AS_USUAL.allowed)
    )
    direction: DirectionShape | None = None

    @model_validator(mode="after")
    def _dial_is_there(self) -> Self:
        if "direction" in self.allowed and self.direction is None:
            msg = "direction is left to the groups, and there is no dial to set it by"
            raise ValueError(msg)
        return self


def self_organising(shape: SelfOrganisingShape) -> SelfOrganising:
    """Return what the file says."""
    dial = shape.direction
    return SelfOrganising(
        allowed=frozenset(shape.allowed),
        direction=None
        if dial is None
        else Direction(dial.parameter, tuple(dial.settings), MappingProxyType(dict(dial.words))),
    )


SHAPES: dict[tuple[str | None, ...], type[BaseModel]] = {
    ("self_organising",): SelfOrganisingShape,
    ("self_organising", "direction"): DirectionShape,
}
