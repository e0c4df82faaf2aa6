"""``choice``: the answer is one id, or a sorted list of them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated, Any, Self

from pydantic import Field, model_validator

from cohortbook.workbook.kinds.kind import Kind
from cohortbook.workbook.kinds.shape import Labelled, Options, each_id_once


class ChoiceOptions(Options):
    """Of ``choice``."""

    choices: Annotated[list[Labelled], Field(min_length=1, max_length=100)]
    many: bool = False

    @model_validator(mode="after")
    def _each_once(self) -> Self:
        each_id_once(self.choices, "choices")
        return self


def clean_one(known: set[str], raw: object) -> str | None:
    """Return an id that could be chosen, or None."""
    return raw if isinstance(raw, str) and raw in known else None


def _clean(options: Mapping[str, Any], raw: object) -> str | list[str] | None:
    known = {each["id"] for each in options["choices"]}
    if not options["many"]:
        return clean_one(known, raw)
    if not isinstance(raw, list):
        return None
    return sorted({each for each in raw if isinstance(each, str) and each in known}) or None


CHOICE = Kind(ChoiceOptions, _clean)
