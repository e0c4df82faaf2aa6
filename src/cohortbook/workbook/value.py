"""What counts as an answer to an exercise."""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping
from typing import Any

from cohortbook.workbook.definition import ExerciseDefinition


def clean_value(definition: ExerciseDefinition, raw: object) -> Any:
    """Return an answer in the one form it is kept in, or None when it is none.

    Parameters
    ----------
    definition : ExerciseDefinition
        The exercise.
    raw : object
        Any JSON; it comes from a browser.

    Returns
    -------
    str, list of str, int, float or None
        None for what is empty, unknown, out of range or of another type. Cleaning
        it again changes nothing.
    """
    cleaner = _CLEANERS.get(definition.kind)
    return None if cleaner is None else cleaner(definition.options, raw)


def _text(_: Mapping[str, Any], raw: object) -> str | None:
    if not isinstance(raw, str):
        return None
    # Neither half a surrogate pair nor NUL can be kept in every database.
    text = raw.replace("\x00", "").encode("utf-8", "replace").decode("utf-8")
    return text if text.strip() else None


def _choice(options: Mapping[str, Any], raw: object) -> str | list[str] | None:
    known = {each["id"] for each in options["choices"]}
    if not options["many"]:
        return raw if isinstance(raw, str) and raw in known else None
    if not isinstance(raw, list):
        return None
    return sorted({each for each in raw if isinstance(each, str) and each in known}) or None


def _scale(options: Mapping[str, Any], raw: object) -> int | None:
    number = _number_of(raw)
    if number is None or not number.is_integer():
        return None
    return int(number) if options["low"] <= number <= options["high"] else None


def _number(options: Mapping[str, Any], raw: object) -> float | None:
    number = _number_of(raw)
    if number is None:
        return None
    low, high = options.get("minimum"), options.get("maximum")
    if (low is not None and number < low) or (high is not None and number > high):
        return None
    return number


def _number_of(raw: object) -> float | None:
    # True is an int in Python, and JavaScript writes 3 as 3.0 in a Y document.
    if isinstance(raw, bool) or not isinstance(raw, int | float):
        return None
    try:
        number = float(raw)
    except OverflowError:
        return None
    return number + 0.0 if math.isfinite(number) else None


_CLEANERS: Mapping[str, Callable[[Mapping[str, Any], object], Any]] = {
    "text": _text,
    "choice": _choice,
    "scale": _scale,
    "number": _number,
}
