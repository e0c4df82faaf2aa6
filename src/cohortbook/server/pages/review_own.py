"""What one member answered alone, as JSON for the pages of mentors."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from cohortbook.learning.text import instant
from cohortbook.server.pages.written import written_answer

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from cohortbook.server.pages.sources import Sources
    from cohortbook.server.pages.standing import OwnWork
    from cohortbook.workbook.exercise import ExerciseDefinition


def own_links(sources: Sources, works: Iterable[OwnWork]) -> list[dict[str, Any]]:
    """Return where each member's answer can be judged, and how it stands."""
    return [
        {
            "person_id": each.answer.author.id,
            "name": each.answer.author.name,
            "item": _item(sources, each),
            "mark": each.mark,
        }
        for each in works
    ]


def own_view(
    sources: Sources,
    view: Mapping[str, Any],
    definition: ExerciseDefinition,
    own: OwnWork,
    topics: Mapping[str, str],
) -> dict[str, Any]:
    """Return a member's side of an exercise, in the form in which a group's is told.

    Parameters
    ----------
    sources : Sources
        Where to look.
    view : mapping
        The side of their group.
    definition : ExerciseDefinition
        The exercise as the group has it.
    own : OwnWork
        What they answered.
    topics : mapping of str to str
        Titles of the workbook's topics.
    """
    answer, review = own.answer, own.review
    judged = None
    if review is not None:
        value = sources.reviews.judged(review)
        judged = {"value": value, "html": written_answer(definition, value, topics)}
    return {
        **view,
        "item": _item(sources, own),
        "person": answer.author.to_json(),
        "whole": view["item"],
        "mark": own.mark,
        "answer": {
            "value": answer.value,
            "html": written_answer(definition, answer.value, topics),
            "updated_at": instant(answer.updated_at),
            "updated_by": answer.author.to_json(),
        },
        "individual": None,
        "individual_html": {},
        "own": [],
        "review": None if review is None else review.to_json(),
        "hand_in": None if own.hand_in is None else own.hand_in.to_json(),
        "judged": judged,
    }


def _item(sources: Sources, own: OwnWork) -> str:
    key = own.answer.key
    return sources.items.id_of(key.room, key.exercise_id, key.person_id)
