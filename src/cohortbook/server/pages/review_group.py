"""One group's side of an exercise, as JSON for the pages of mentors."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from cohortbook.learning.answer_history import AnswerKey
from cohortbook.learning.individual import IndividualState
from cohortbook.learning.markdown import render_guide
from cohortbook.server.pages.review_own import own_links
from cohortbook.server.pages.written import result_html, written_answer

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from cohortbook.access.principal import Principal
    from cohortbook.learning.answers import Answer
    from cohortbook.learning.reviews import Review
    from cohortbook.learning.rooms import RoomKey
    from cohortbook.server.pages.sources import Sources
    from cohortbook.workbook.exercise import ExerciseDefinition


def group_view(  # noqa: PLR0913
    sources: Sources,
    room: RoomKey,
    definition: ExerciseDefinition,
    *,
    shared: ExerciseDefinition,
    topics: Mapping[str, str],
    people: Sequence[Principal] | None = None,
) -> dict[str, Any]:
    """Return what a group answered and said, and how a mentor judged it.

    Parameters
    ----------
    sources : Sources
        Where to look.
    room : RoomKey
        Of the group.
    definition, shared : ExerciseDefinition
        The exercise as this group has it, and as the page shows it on top.
    topics : mapping of str to str
        Titles of the workbook's topics.
    people : sequence of Principal, optional
        Everybody, where the caller knows them already.
    """
    group = room.group
    # Asked first: an event that comes in between is then told again, not lost.
    last_event = sources.events.last_id(room)
    threads = sources.discussion.threads(room)
    work = sources.work(room, threads)
    answer = work.answers.get(definition.id)
    review = work.reviews.get(definition.id)
    hand_in = work.hand_ins.get(definition.id)
    individual = None
    if definition.individual:
        individual = work.individual.get(definition.id) or IndividualState(definition.id)
    return {
        "group": {"id": group, "title": sources.cohort.groups[group].title},
        "item": sources.items.id_of(room, definition.id),
        "person": None,
        "whole": None,
        "room": str(room),
        "mark": work.mark(definition),
        "exercise": definition.to_json(),
        "prompt_html": render_guide(definition.prompt)
        if definition.prompt != shared.prompt
        else None,
        "answer": None
        if answer is None
        else {**answer.to_json(), "html": _written(sources, room, definition, answer, topics)},
        "individual": None if individual is None else individual.to_json(),
        "individual_html": {
            each.person_id: written_answer(definition, each.value, topics)
            for each in individual.answers
        }
        if individual
        else {},
        "own": own_links(sources, work.own_of(definition).values()),
        "members": [
            {"id": each.person_id, "name": each.name}
            for each in people or sources.people.principals()
            if group in each.member_of
        ],
        "review": None if review is None else review.to_json(),
        "hand_in": None if hand_in is None else hand_in.to_json(),
        "judged": None if review is None else _judged(sources, review, definition, topics),
        "threads": [
            thread.to_json()
            for thread in threads
            if thread.anchor.kind == "exercise" and thread.anchor.ref == definition.id
        ],
        "last_event_id": last_event,
    }


def _judged(
    sources: Sources,
    review: Review,
    definition: ExerciseDefinition,
    topics: Mapping[str, str],
) -> dict[str, Any]:
    value = sources.reviews.judged(review)
    return {"value": value, "html": written_answer(definition, value, topics)}


def _written(
    sources: Sources,
    room: RoomKey,
    definition: ExerciseDefinition,
    answer: Answer,
    topics: Mapping[str, str],
) -> str:
    written = written_answer(definition, answer.value, topics)
    if definition.kind != "code":
        return written
    result = sources.code_results.get(AnswerKey(room, definition.id))
    return written if result is None else written + result_html(result)
