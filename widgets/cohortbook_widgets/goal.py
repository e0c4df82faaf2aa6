"""Goals that a group sets itself."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Unpack

from cohortbook_widgets.definition import Common, ExerciseError, check_slug, make_definition
from cohortbook_widgets.exercise import Exercise


def goal(
    exercise_id: str,
    prompt: str,
    *,
    topics: Sequence[str] | None = None,
    **common: Unpack[Common],
) -> Exercise:
    """Ask the group for a goal of its own.

    The group says in its own words what it wants, by which day, and whether it is
    reached; it chooses a topic, or names one that the programme did not think of.

    Parameters
    ----------
    exercise_id, prompt, **common
        As for all exercises; see `cohortbook_widgets.definition.Common`.
    topics : list of str, optional
        Ids of the workbook's topics to choose from; all of them if left out.

    Raises
    ------
    ExerciseError
        If a value cannot be used.
    """
    if topics is not None:
        mend = 'Give ids from the front matter, for example topics=["limits", "flow"].'
        if isinstance(topics, str) or not isinstance(topics, Sequence) or not topics:
            raise ExerciseError(exercise_id, f"the topics are {topics!r}.", mend)
        topics = [check_slug(exercise_id, each, "topic") for each in topics]
    options = {"topics": topics}
    return Exercise(make_definition("goal", exercise_id, prompt, options, common))
