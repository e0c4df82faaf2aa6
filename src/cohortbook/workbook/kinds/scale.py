"""``scale``: the answer is a whole number between two ends."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Self

from pydantic import model_validator

from cohortbook.workbook.kinds.kind import Kind
from cohortbook.workbook.kinds.number import finite
from cohortbook.workbook.kinds.shape import Label, Options

_WIDEST = 100


class ScaleOptions(Options):
    """Of ``scale``."""

    low: int
    high: int
    low_label: Label = ""
    high_label: Label = ""

    @model_validator(mode="after")
    def _upwards(self) -> Self:
        if not 0 < self.high - self.low <= _WIDEST:
            msg = f"high must be above low, by {_WIDEST} at most"
            raise ValueError(msg)
        return self


def _clean(options: Mapping[str, Any], raw: object) -> int | None:
    number = finite(raw)
    if number is None or not number.is_integer():
        return None
    return int(number) if options["low"] <= number <= options["high"] else None


SCALE = Kind(ScaleOptions, _clean)
