"""What an exercise is made of, checked before anybody sees it."""

from __future__ import annotations

import datetime as dt
import math
import re
from collections.abc import Mapping, Sequence
from typing import Any, TypedDict

_SLUG = re.compile(r"[a-z0-9][a-z0-9-]{0,63}")


class Common(TypedDict, total=False):
    """What every kind of exercise takes, besides its id and prompt.

    Parameters
    ----------
    topic : str, optional
        One of the workbook's topics.
    individual : bool
        Each member answers alone first; all answers are shown when everyone has
        handed in. Otherwise the group writes one answer together.
    reveal_at : datetime.datetime or str, optional
        When all individual answers that were handed in are shown at the latest, in
        the cohort's time zone, as ``"2026-09-18T14:00"``.
    required : bool
        Whether the workbook counts as done only with it; it does by default.
    hint : str, optional
        Shown on demand, Markdown.
    rubric : dict, optional
        How the answer will be looked at: ``{id: (label, levels)}``, lowest first.
    due : datetime.date or str, optional
        The day by which to answer, as ``"2026-09-18"``.
    notes : str, optional
        What mentors should look for, Markdown. Mentors see it, members do not.
    """

    topic: str | None
    individual: bool
    reveal_at: dt.datetime | str | None
    required: bool
    hint: str | None
    rubric: Mapping[str, tuple[str, Sequence[str]]] | None
    due: dt.date | str | None
    notes: str | None


class ExerciseError(ValueError):
    """An exercise cannot be made of what was given.

    Parameters
    ----------
    exercise_id : object
        What was given as the exercise's id.
    problem : str
        What is wrong.
    mend : str
        What to write instead.
    """

    def __init__(self, exercise_id: object, problem: str, mend: str) -> None:
        super().__init__(f"Exercise {exercise_id!r}: {problem} {mend}")
        self.exercise_id = exercise_id
        self.problem = problem
        self.mend = mend


def check_slug(exercise_id: object, value: object, what: str) -> str:
    """Return `value` if it may be an id.

    Parameters
    ----------
    exercise_id : object
        The exercise it belongs to, for the message.
    value : object
        What was given.
    what : str
        What it names, such as ``"topic"``.

    Raises
    ------
    ExerciseError
        If it is not a slug; the message proposes one.
    """
    if isinstance(value, str) and _SLUG.fullmatch(value):
        return value
    proposed = re.sub(r"[^a-z0-9]+", "-", str(value).lower()).strip("-")[:64].strip("-")
    example = proposed or "first-week"
    raise ExerciseError(
        exercise_id,
        f"the {what} {value!r} is not a short name.",
        f'Use small letters, digits and hyphens, at most 64, for example "{example}".',
    )


def check_text(exercise_id: object, value: object, what: str) -> str:
    """Return `value` stripped, if it is text with something in it.

    Raises
    ------
    ExerciseError
        If it is not.
    """
    if isinstance(value, str) and value.strip():
        return value.strip()
    raise ExerciseError(
        exercise_id, f"the {what} is {value!r}.", f"Write the {what} as text, in Markdown."
    )


def check_labels(exercise_id: object, labels: Mapping[str, str], what: str) -> list[dict[str, str]]:
    """Return labels by id as the definition carries them, in their order.

    Raises
    ------
    ExerciseError
        If an id is not a slug or a label is empty.
    """
    return [
        {
            "id": check_slug(exercise_id, each, what),
            "label": check_text(exercise_id, label, f"label of {each!r}"),
        }
        for each, label in labels.items()
    ]


def check_number(exercise_id: object, value: object, what: str) -> int | float | None:
    """Return `value` as a plain number, or None if none was given.

    Numbers of NumPy are welcome: they come out of simulations.

    Raises
    ------
    ExerciseError
        If it is not a finite number.
    """
    if value is None:
        return None
    item = getattr(value, "item", None)
    plain: Any = item() if callable(item) else value
    if isinstance(plain, int | float) and not isinstance(plain, bool) and math.isfinite(plain):
        return plain
    raise ExerciseError(
        exercise_id, f"{what} is {value!r}.", f"Give {what} as a number, such as 12 or 2.5."
    )


def check_whole(exercise_id: object, value: object, what: str, least: int, most: int) -> int:
    """Return `value` if it is a whole number within limits, both included.

    Raises
    ------
    ExerciseError
        If it is not.
    """
    if isinstance(value, int) and not isinstance(value, bool) and least <= value <= most:
        return value
    mend = f"Give a whole number from {least} to {most}, for example {what}={min(most, least + 4)}."
    raise ExerciseError(exercise_id, f"{what} is {value!r}.", mend)


def make_definition(
    kind: str,
    exercise_id: str,
    prompt: str,
    options: dict[str, Any],
    common: Common,
) -> dict[str, Any]:
    """Put a definition together, as the MIME bundle carries it.

    Raises
    ------
    TypeError
        If there is a parameter that exercises do not have.
    ExerciseError
        If a part cannot be used; the message says what to write instead.
    """
    unknown = sorted(set(common) - set(Common.__annotations__))
    if unknown:
        known = ", ".join(Common.__annotations__)
        msg = f"{kind}() has no parameter {unknown[0]!r}; besides its own it takes {known}."
        raise TypeError(msg)
    check_slug(exercise_id, exercise_id, "id")
    topic, hint, rubric = common.get("topic"), common.get("hint"), common.get("rubric")
    notes = common.get("notes")
    individual = bool(common.get("individual", False))
    return {
        "id": exercise_id,
        "kind": kind,
        "prompt": check_text(exercise_id, prompt, "prompt"),
        "topic": None if topic is None else check_slug(exercise_id, topic, "topic"),
        "individual": individual,
        "reveal_at": _reveal_at(exercise_id, common.get("reveal_at"), individual=individual),
        "required": bool(common.get("required", True)),
        "hint": None if hint is None else check_text(exercise_id, hint, "hint"),
        "due": _due(exercise_id, common.get("due")),
        "rubric": None if rubric is None else _rubric(exercise_id, rubric),
        "notes": None if notes is None else check_text(exercise_id, notes, "notes"),
        "options": options,
    }


def _reveal_at(
    exercise_id: str, moment: dt.datetime | str | None, *, individual: bool
) -> str | None:
    if moment is None:
        return None
    if not individual:
        raise ExerciseError(
            exercise_id,
            "reveal_at is given, and the group answers together.",
            "Give individual=True as well, or leave reveal_at out.",
        )
    try:
        given = dt.datetime.fromisoformat(moment) if isinstance(moment, str) else moment
        if given.tzinfo is None and (not isinstance(moment, str) or "T" in moment):
            return given.isoformat(timespec="minutes")
    except (AttributeError, TypeError, ValueError):
        pass
    raise ExerciseError(
        exercise_id,
        f"reveal_at is {moment!r}.",
        "Give a day and a time in the cohort's time zone, without an offset, for example "
        'reveal_at="2026-09-18T14:00".',
    )


def _due(exercise_id: str, due: dt.date | str | None) -> str | None:
    if due is None:
        return None
    try:
        date = dt.date.fromisoformat(due) if isinstance(due, str) else due
        return dt.date(date.year, date.month, date.day).isoformat()
    except (AttributeError, ValueError):
        raise ExerciseError(
            exercise_id,
            f"due is {due!r}.",
            'Give a day as year, month and day, for example due="2026-09-18".',
        ) from None


def _rubric(exercise_id: str, rubric: object) -> list[dict[str, Any]]:
    mend = (
        "Give each line an id, a label and at least two levels, lowest first: "
        'rubric={"concrete": ("Says who and when", ["vague", "partly", "clearly"])}.'
    )
    if not isinstance(rubric, Mapping) or not rubric:
        raise ExerciseError(exercise_id, f"the rubric is {rubric!r}.", mend)
    lines = []
    for line_id, line in rubric.items():
        check_slug(exercise_id, line_id, "rubric line")
        match line:
            case (str(label), [str(), str(), *_] as levels) if all(
                isinstance(level, str) and level.strip() for level in levels
            ):
                if len(set(levels)) < len(levels):
                    problem = f"the rubric line {line_id!r} names a level twice."
                    raise ExerciseError(exercise_id, problem, mend)
                lines.append({"id": line_id, "label": label, "levels": list(levels)})
            case _:
                raise ExerciseError(exercise_id, f"the rubric line {line_id!r} is {line!r}.", mend)
    return lines
