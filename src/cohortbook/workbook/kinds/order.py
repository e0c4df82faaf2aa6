"""``order``: the answer is the ids of all items, first to last."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated, Any, Self

from pydantic import Field, model_validator

from cohortbook.workbook.kinds.kind import Kind
from cohortbook.workbook.kinds.shape import Labelled, Options, each_id_once

MOST_ITEMS = 50


class OrderOptions(Options):
    """Of ``order``."""

    items: Annotated[list[Labelled], Field(min_length=2, max_length=MOST_ITEMS)]

    @model_validator(mode="after")
    def _each_once(self) -> Self:
        each_id_once(self.items, "items")
        return self


def _clean(options: Mapping[str, Any], raw: object) -> list[str] | None:
    if not isinstance(raw, list):
        return None
    known = [each["id"] for each in options["items"]]
    ranked = dict.fromkeys(each for each in raw if isinstance(each, str) and each in known)
    # An item that came into the workbook since stands last until somebody moves it.
    return [*ranked, *(each for each in known if each not in ranked)] if ranked else None


ORDER = Kind(OrderOptions, _clean)
