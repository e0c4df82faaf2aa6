"""Code as an answer."""

from __future__ import annotations

from textwrap import dedent
from typing import Unpack

from cohortbook_widgets.definition import Common, ExerciseError, check_whole, make_definition
from cohortbook_widgets.exercise import Exercise


def code(
    exercise_id: str,
    prompt: str,
    *,
    starter: str = "",
    seconds: int = 20,
    memory_mb: int = 512,
    **common: Unpack[Common],
) -> Exercise:
    """Ask for Python that the group writes and runs together.

    It runs as a cell of a notebook would, with the libraries of the environment
    that serves, but by itself: it sees no network, no file, and nothing of what
    the workbook or another exercise has computed. Everybody sees what comes of it.

    Parameters
    ----------
    exercise_id, prompt, **common
        As for all exercises; see `cohortbook_widgets.definition.Common`.
    starter : str
        What it begins with; common indentation is taken away.
    seconds : int
        The longest that a run may take, at most 120.
    memory_mb : int
        The most memory that it may take, in MiB, from 128 to 4096.

    Raises
    ------
    ExerciseError
        If a value cannot be used.
    """
    if not isinstance(starter, str):
        mend = 'Give it as text, for example starter="orders = [3, 5, 8]".'
        raise ExerciseError(exercise_id, f"the starter is {starter!r}.", mend)
    options = {
        "starter": dedent(starter).strip("\n"),
        "seconds": check_whole(exercise_id, seconds, "seconds", 1, 120),
        "memory_mb": check_whole(exercise_id, memory_mb, "memory_mb", 128, 4096),
    }
    return Exercise(make_definition("code", exercise_id, prompt, options, common))
