"""What counts as an answer to an exercise."""

from __future__ import annotations

from typing import Any

from cohortbook.workbook.definition import ExerciseDefinition
from cohortbook.workbook.kinds import KINDS


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
    object
        JSON of the shape its kind has. None for what is empty, unknown, out of
        range or of another type. Cleaning it again changes nothing.
    """
    clean = KINDS[definition.kind].clean
    return None if clean is None else clean(definition.options, raw)
