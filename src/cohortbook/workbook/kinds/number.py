"""``number``: the answer is a number, perhaps with a unit."""

from __future__ import annotations

import math
from collections.abc import Mapping
from typing import Annotated, Any, Self

from pydantic import Field, model_validator

from cohortbook.workbook.kinds.kind import Kind
from cohortbook.workbook.kinds.shape import Label, Number, Options


class NumberOptions(Options):
    """Of ``number``."""

    unit: Label | None = None
    minimum: Number | None = None
    maximum: Number | None = None
    answer: Number | None = None
    tolerance: Annotated[float, Field(ge=0, allow_inf_nan=False)] | None = None

    @model_validator(mode="after")
    def _upwards(self) -> Self:
        check_limits(self.minimum, self.maximum)
        return self


def check_limits(minimum: float | None, maximum: float | None) -> None:
    """See that there is a number between two limits.

    Raises
    ------
    ValueError
        If there is none.
    """
    if minimum is not None and maximum is not None and minimum > maximum:
        msg = "minimum must not be above maximum"
        raise ValueError(msg)


def finite(raw: object) -> float | None:
    """Return a finite number, or None for whatever else."""
    # True is an int in Python, and JavaScript writes 3 as 3.0 in a Y document.
    if isinstance(raw, bool) or not isinstance(raw, int | float):
        return None
    try:
        number = float(raw)
    except OverflowError:
        return None
    return number + 0.0 if math.isfinite(number) else None


def clean_number(options: Mapping[str, Any], raw: object) -> float | None:
    """Return a number within the limits, or None."""
    number = finite(raw)
    if number is None:
        return None
    low, high = options.get("minimum"), options.get("maximum")
    if (low is not None and number < low) or (high is not None and number > high):
        return None
    return number


# Whoever reads the page's source would know the answer.
NUMBER = Kind(NumberOptions, clean_number, secret=("answer", "tolerance"))
