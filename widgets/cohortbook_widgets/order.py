"""Rankings."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Unpack

from cohortbook_widgets.definition import Common, ExerciseError, check_labels, make_definition
from cohortbook_widgets.exercise import Exercise

MOST_ITEMS = 50


def order(
    exercise_id: str,
    prompt: str,
    items: Mapping[str, str],
    **common: Unpack[Common],
) -> Exercise:
    """Ask to put things in order.

    Parameters
    ----------
    exercise_id, prompt, **common
        As for all exercises; see `cohortbook_widgets.definition.Common`.
    items : dict
        Label by id, in the order to begin with. Answers hang on the ids. Say in the
        prompt what comes first: the most important, the earliest.

    Raises
    ------
    ExerciseError
        If there are fewer than two items, more than fifty, or a value cannot be used.
    """
    mend = 'Give 2 to 50, each an id and a label: {"mail": "Mail", "chat": "Chat"}.'
    if not isinstance(items, Mapping):
        raise ExerciseError(exercise_id, f"the items are {items!r}.", mend)
    if not 2 <= len(items) <= MOST_ITEMS:
        raise ExerciseError(exercise_id, f"the number of items is {len(items)}.", mend)
    options = {"items": check_labels(exercise_id, items, "item")}
    return Exercise(make_definition("order", exercise_id, prompt, options, common))
