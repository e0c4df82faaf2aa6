"""The exercises that a workbook embeds.

Each call draws its exercise where it stands, whether or not it is the last line
of its cell. Prompts, hints and the labels of choices are Markdown.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Unpack

from cohortbook_widgets.definition import (
    Common,
    ExerciseError,
    check_labels,
    check_number,
    check_text,
    make_definition,
)
from cohortbook_widgets.exercise import Exercise

LONGEST_SCALE = 11
"""More steps than this cannot be told apart, nor tapped on a phone."""


def text(
    exercise_id: str,
    prompt: str,
    *,
    placeholder: str | None = None,
    min_words: int | None = None,
    **common: Unpack[Common],
) -> Exercise:
    """Ask for a text, which the group writes together.

    Parameters
    ----------
    exercise_id, prompt, **common
        As for all exercises; see `cohortbook_widgets.definition.Common`.
    placeholder : str, optional
        A beginning to show in the empty field.
    min_words : int, optional
        How many words are hoped for; the page counts along.

    Raises
    ------
    ExerciseError
        If a value cannot be used.
    """
    whole = isinstance(min_words, int) and not isinstance(min_words, bool) and min_words > 0
    if min_words is not None and not whole:
        problem, mend = f"min_words is {min_words!r}.", "Give a whole number above 0, or leave out."
        raise ExerciseError(exercise_id, problem, mend)
    if placeholder is not None:
        placeholder = check_text(exercise_id, placeholder, "placeholder")
    options = {"placeholder": placeholder, "min_words": min_words}
    return Exercise(make_definition("text", exercise_id, prompt, options, common))


def choice(
    exercise_id: str,
    prompt: str,
    choices: Mapping[str, str],
    *,
    many: bool = False,
    **common: Unpack[Common],
) -> Exercise:
    """Ask to choose one answer, or several.

    Parameters
    ----------
    exercise_id, prompt, **common
        As for all exercises; see `cohortbook_widgets.definition.Common`.
    choices : dict
        Label by id, in the order to show. Answers hang on the ids.
    many : bool
        Whether more than one may be chosen.

    Raises
    ------
    ExerciseError
        If there are fewer than two choices, or a value cannot be used.
    """
    mend = 'Give at least two, each an id and a label: {"yes": "Yes, often", "no": "No, never"}.'
    if not isinstance(choices, Mapping):
        raise ExerciseError(exercise_id, f"the choices are {choices!r}.", mend)
    if len(choices) < 2:
        raise ExerciseError(exercise_id, f"the number of choices is {len(choices)}.", mend)
    options = {"choices": check_labels(exercise_id, choices, "choice"), "many": bool(many)}
    return Exercise(make_definition("choice", exercise_id, prompt, options, common))


def scale(  # noqa: PLR0913 - one keyword an option
    exercise_id: str,
    prompt: str,
    *,
    low: int = 1,
    high: int = 5,
    low_label: str,
    high_label: str,
    **common: Unpack[Common],
) -> Exercise:
    """Ask where between two ends one stands.

    Parameters
    ----------
    exercise_id, prompt, **common
        As for all exercises; see `cohortbook_widgets.definition.Common`.
    low, high : int
        The ends; at most eleven steps.
    low_label, high_label : str
        What the ends mean.

    Raises
    ------
    ExerciseError
        If the ends are not whole numbers in order, or a value cannot be used.
    """
    ends = f"low={low!r}, high={high!r}"
    if any(not isinstance(end, int) or isinstance(end, bool) for end in (low, high)):
        raise ExerciseError(exercise_id, f"{ends}.", "Give both ends as whole numbers.")
    if not low < high:
        raise ExerciseError(exercise_id, f"{ends}.", "Give a low end below the high one.")
    if high - low + 1 > LONGEST_SCALE:
        mend = f"Use at most {LONGEST_SCALE} steps; for finer answers ask for a number()."
        raise ExerciseError(exercise_id, f"{ends} makes {high - low + 1} steps.", mend)
    options = {
        "low": low,
        "high": high,
        "low_label": check_text(exercise_id, low_label, "low_label"),
        "high_label": check_text(exercise_id, high_label, "high_label"),
    }
    return Exercise(make_definition("scale", exercise_id, prompt, options, common))


def number(  # noqa: PLR0913 - one keyword an option
    exercise_id: str,
    prompt: str,
    *,
    unit: str | None = None,
    minimum: float | None = None,
    maximum: float | None = None,
    answer: float | None = None,
    tolerance: float | None = None,
    **common: Unpack[Common],
) -> Exercise:
    """Ask for a number.

    Parameters
    ----------
    exercise_id, prompt, **common
        As for all exercises; see `cohortbook_widgets.definition.Common`.
    unit : str, optional
        Shown behind the field.
    minimum, maximum : float, optional
        What is accepted, both ends included; in `unit`.
    answer, tolerance : float, optional
        What is expected, and how far off still counts as right; in `unit`.
        Mentors see it, members do not.

    Raises
    ------
    ExerciseError
        If the limits are not in order, or a value cannot be used.
    """
    options = {
        "unit": None if unit is None else check_text(exercise_id, unit, "unit"),
        "minimum": check_number(exercise_id, minimum, "minimum"),
        "maximum": check_number(exercise_id, maximum, "maximum"),
        "answer": check_number(exercise_id, answer, "answer"),
        "tolerance": check_number(exercise_id, tolerance, "tolerance"),
    }
    _check_limits(exercise_id, options)
    return Exercise(make_definition("number", exercise_id, prompt, options, common))


def _check_limits(exercise_id: str, options: Mapping[str, Any]) -> None:
    low, high, expected = options["minimum"], options["maximum"], options["answer"]
    if low is not None and high is not None and not low < high:
        problem = f"minimum={low!r}, maximum={high!r}."
        raise ExerciseError(exercise_id, problem, "Give a minimum below the maximum.")
    if expected is not None and (
        (low is not None and expected < low) or (high is not None and expected > high)
    ):
        problem = f"the answer {expected!r} is outside its own limits."
        raise ExerciseError(exercise_id, problem, "Widen minimum or maximum to include it.")
    tolerance = options["tolerance"]
    if tolerance is not None and (expected is None or tolerance < 0):
        problem = f"tolerance={tolerance!r} with answer={expected!r}."
        raise ExerciseError(exercise_id, problem, "Give a tolerance of 0 or more, with an answer.")
