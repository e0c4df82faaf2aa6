"""Prompts whose answer is a discussion."""

from __future__ import annotations

from typing import Unpack

from cohortbook_widgets.definition import Common, ExerciseError, make_definition
from cohortbook_widgets.exercise import Exercise


def discuss(exercise_id: str, prompt: str, **common: Unpack[Common]) -> Exercise:
    """Ask for a discussion: the thread under the prompt is the answer.

    Parameters
    ----------
    exercise_id, prompt, **common
        As for all exercises; a discussion is always the group's.

    Raises
    ------
    ExerciseError
        If a value cannot be used.
    """
    if common.get("individual"):
        raise ExerciseError(
            exercise_id,
            "a discussion cannot be individual.",
            "Leave individual out, or use text(…, individual=True).",
        )
    return Exercise(make_definition("discuss", exercise_id, prompt, {}, common))
