"""An exercise with the answers of several groups: the page, and the same as JSON."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import date, datetime
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

from markupsafe import Markup

from cohortbook.learning.answer_history import AnswerKey
from cohortbook.learning.individual import IndividualState
from cohortbook.learning.markdown import render_guide
from cohortbook.learning.rooms import RoomKey
from cohortbook.server.pages.dates import date_text
from cohortbook.server.pages.frame import Link
from cohortbook.server.pages.plain_text import plain_text
from cohortbook.server.pages.review_queue import (
    TITLE_LENGTH,
    kind_text,
    review_path,
    reviewed_groups,
)
from cohortbook.server.pages.written import number_text, result_html, written_answer
from cohortbook.server.words import t

if TYPE_CHECKING:
    from collections.abc import Mapping

    from cohortbook.access.principal import Principal
    from cohortbook.learning.answers import Answer
    from cohortbook.server.pages.sources import Sources
    from cohortbook.stamp.manifest import Manifest, WorkbookEntry
    from cohortbook.workbook.exercise import ExerciseDefinition


@dataclass(frozen=True, slots=True)
class Fact:
    """Something to know about an exercise."""

    label: str
    value: str
    mentor_only: bool = False


@dataclass(frozen=True, slots=True)
class ReviewPage:
    """The context of ``review.html``."""

    workbook_title: str
    title: str
    position: str
    previous: Link | None
    next: Link | None
    prompt_html: Markup
    prompt_note: str | None
    facts: tuple[Fact, ...]
    data: Markup


def review_data(
    sources: Sources, reader: Principal, workbook: str, exercise: str
) -> dict[str, Any] | None:
    """Return the answers of the groups that `reader` reviews, as JSON.

    Returns
    -------
    dict or None
        None when no such group has the exercise: to the reader, it does not exist.
    """
    manifest = sources.manifest()
    definitions = _definitions(sources, reader, manifest, workbook, exercise)
    if not definitions:
        return None
    first = next(iter(definitions.values()))
    entry = manifest.workbook(workbook)
    topics = entry.topics if entry else {}
    return {
        "exercise": first.to_json(),
        "groups": [
            _group(sources, RoomKey(group, workbook), definition, shared=first, topics=topics)
            for group, definition in definitions.items()
        ],
    }


def review_page(
    sources: Sources, reader: Principal, workbook: str, exercise: str
) -> ReviewPage | None:
    """Return the page about the same, or None."""
    manifest = sources.manifest()
    entry = manifest.workbook(workbook)
    data = review_data(sources, reader, workbook, exercise)
    if entry is None or data is None:
        return None
    definitions = _definitions(sources, reader, manifest, workbook, exercise)
    group, first = next(iter(definitions.items()))
    order = _order(sources, reader, manifest, workbook)
    place = order.index(exercise)
    group_title = sources.cohort.groups[group].title
    differs = any(each["prompt_html"] for each in data["groups"])
    data["me"] = reader.to_public_json()
    data["workbook"] = {"id": entry.id, "title": entry.title}
    return ReviewPage(
        workbook_title=entry.title,
        title=plain_text(first.prompt, TITLE_LENGTH),
        position=t("review.position", position=place + 1, total=len(order)),
        previous=_link(workbook, order, place - 1),
        next=_link(workbook, order, place + 1),
        prompt_html=Markup(render_guide(first.prompt)),  # noqa: S704 - sanitised there
        prompt_note=t("review.prompt.of", group=group_title) if differs else None,
        facts=tuple(_facts(sources, entry, list(definitions.values()))),
        data=script_json(data),
    )


def script_json(data: Any) -> Markup:
    """Write JSON so that nothing in it can end the script element around it."""
    text = json.dumps(data, ensure_ascii=False)
    escaped = text.replace("<", "\\u003c").replace(">", "\\u003e").replace("&", "\\u0026")
    return Markup(escaped)  # noqa: S704 - nothing is left that HTML would read


def _definitions(
    sources: Sources, reader: Principal, manifest: Manifest, workbook: str, exercise: str
) -> dict[str, ExerciseDefinition]:
    found = {}
    for group in reviewed_groups(sources, reader):
        stamp = manifest.stamp(group, workbook)
        definition = stamp.exercise(exercise) if stamp else None
        if definition is not None:
            found[group] = definition
    return found


def _group(
    sources: Sources,
    room: RoomKey,
    definition: ExerciseDefinition,
    *,
    shared: ExerciseDefinition,
    topics: Mapping[str, str],
) -> dict[str, Any]:
    group = room.group
    # Asked first: an event that comes in between is then told again, not lost.
    last_event = sources.events.last_id(room)
    work = sources.work(room, with_discussion=False)
    answer = work.answers.get(definition.id)
    review = work.reviews.get(definition.id)
    individual = None
    if definition.individual:
        individual = work.individual.get(definition.id) or IndividualState(definition.id)
    return {
        "group": {"id": group, "title": sources.cohort.groups[group].title},
        "room": str(room),
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
        "members": [
            {"id": each.person_id, "name": each.name}
            for each in sources.people.in_group(group)
            if group in each.member_of
        ],
        "review": None if review is None else review.to_json(),
        "threads": [
            thread.to_json()
            for thread in sources.discussion.threads(room)
            if thread.anchor.kind == "exercise" and thread.anchor.ref == definition.id
        ],
        "last_event_id": last_event,
    }


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


def _order(sources: Sources, reader: Principal, manifest: Manifest, workbook: str) -> list[str]:
    order: dict[str, None] = {}
    archived: dict[str, None] = {}
    for group in reviewed_groups(sources, reader):
        stamp = manifest.stamp(group, workbook)
        if stamp:
            order.update((each.definition.id, None) for each in stamp.exercises)
            archived.update((each.id, None) for each in stamp.archived)
    return list(order | archived)


def _link(workbook: str, order: list[str], place: int) -> Link | None:
    if not 0 <= place < len(order):
        return None
    return Link(review_path(workbook, order[place]), order[place])


def _facts(
    sources: Sources, workbook: WorkbookEntry, definitions: list[ExerciseDefinition]
) -> list[Fact]:
    first = definitions[0]
    facts = [Fact(t("review.fact.kind"), kind_text(first))]
    if first.topic:
        title = workbook.topics.get(first.topic, first.topic)
        facts.append(Fact(t("review.fact.topic"), title))
    due = _due(sources, first)
    if due:
        facts.append(Fact(t("review.fact.due"), due))
    expected = {_expected(each) for each in definitions}
    if len(expected) == 1 and (text := expected.pop()):
        facts.append(Fact(t("review.fact.expected"), text, mentor_only=True))
    facts.extend(
        Fact(t("review.fact.rubric", label=line.label), " → ".join(line.levels))
        for line in first.rubric
    )
    return facts


def _due(sources: Sources, definition: ExerciseDefinition) -> str | None:
    if definition.due is None:
        return None
    zone = ZoneInfo(sources.cohort.timezone)
    today = sources.clock().astimezone(zone).date()
    if "T" not in definition.due:
        return date_text(date.fromisoformat(definition.due), today)
    due = datetime.fromisoformat(definition.due).astimezone(zone)
    return t("site.moment", date=date_text(due.date(), today), time=f"{due:%H:%M}")


def _expected(definition: ExerciseDefinition) -> str | None:
    options = definition.options
    if definition.kind != "number" or options.get("answer") is None:
        return None
    answer = number_text(options["answer"], options.get("unit"))
    if not options.get("tolerance"):
        return answer
    tolerance = number_text(options["tolerance"], None)
    return t("review.fact.expected.tolerance", answer=answer, tolerance=tolerance)
