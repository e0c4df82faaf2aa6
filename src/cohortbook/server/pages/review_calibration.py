"""Calibration: what is to be judged by several mentors, and how far they agree."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING, Any

from cohortbook.learning.agreement import FEW, FEWEST, agreement
from cohortbook.learning.calibration import Rating, pairs_of
from cohortbook.learning.markdown import render_guide
from cohortbook.server.pages.plain_text import plain_text
from cohortbook.server.pages.review_queue import TITLE_LENGTH, reviewed_groups
from cohortbook.server.pages.veil import veil_over_all
from cohortbook.server.pages.written import written_answer

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from cohortbook.access.principal import Principal
    from cohortbook.learning.answers import Answer
    from cohortbook.server.pages.sources import Sources
    from cohortbook.workbook.exercise import ExerciseDefinition


@dataclass(frozen=True, slots=True)
class CalibratedExercise:
    """An exercise whose answers can be judged by levels.

    Parameters
    ----------
    href, title, workbook : str
        Its page, what is asked, and where.
    answers, rated : int
        How many there are, and how many of them the reader has judged.
    """

    href: str
    title: str
    workbook: str
    answers: int
    rated: int


def calibrated_exercises(sources: Sources, reader: Principal) -> list[CalibratedExercise]:
    """Return the exercises with a rubric that some group of `reader` has answered."""
    manifest, groups = sources.manifest(), reviewed_groups(sources, reader)
    veil = veil_over_all(sources, groups, {})
    found = []
    for workbook in manifest.workbooks:
        ratings = sources.calibration.of_workbook(workbook.id, groups)
        for definitions in _by_exercise(sources, groups, workbook.id).values():
            first = next(iter(definitions.values()))
            answers = _answers(sources, workbook.id, definitions)
            mine = {
                each.room.group
                for each in ratings
                if each.exercise_id == first.id
                and each.by.id == reader.person_id
                and each.room.group in answers
                and each.revision == answers[each.room.group].revision
            }
            if answers:
                found.append(
                    CalibratedExercise(
                        href=f"/review/calibration/{workbook.id}/{first.id}",
                        title=veil.text(plain_text(first.prompt, TITLE_LENGTH)),
                        workbook=workbook.title,
                        answers=len(answers),
                        rated=len(mine),
                    )
                )
    return found


def calibration(
    sources: Sources, reader: Principal, workbook: str, exercise: str
) -> dict[str, Any] | None:
    """Return the answers to judge without names, and the agreement so far, as JSON.

    What others said of an answer is told once the reader has judged it.

    Returns
    -------
    dict or None
        None when no group of the reader has such an exercise with a rubric.
    """
    groups = reviewed_groups(sources, reader)
    definitions = _by_exercise(sources, groups, workbook).get(exercise)
    if not definitions:
        return None
    first = next(iter(definitions.values()))
    entry = sources.manifest().workbook(workbook)
    answers = _answers(sources, workbook, definitions)
    ratings = [
        each
        for each in sources.calibration.of_workbook(workbook, groups)
        if each.exercise_id == exercise
    ]
    told = [
        _answer(sources, reader, answers[group], definition, ratings)
        for group, definition in definitions.items()
        if group in answers
    ]
    data: dict[str, Any] = veil_over_all(sources, groups, {})(
        {
            "prompt_html": render_guide(first.prompt),
            "notes_html": render_guide(first.notes) if first.notes else None,
            "rubric": first.to_json()["rubric"],
            # By their names, which say nothing of the groups' order.
            "answers": sorted(told, key=lambda each: str(each["item"])),
        }
    )
    return {
        "workbook": {"id": workbook, "title": entry.title if entry else workbook},
        "exercise": exercise,
        **data,
        "agreement": _agreement(reader, first, ratings),
        "fewest": FEWEST,
        "few": FEW,
    }


def _by_exercise(
    sources: Sources, groups: Iterable[str], workbook: str
) -> dict[str, dict[str, ExerciseDefinition]]:
    """Return the exercises that have a rubric and one answer a group, then by group."""
    found: dict[str, dict[str, ExerciseDefinition]] = {}
    for group in groups:
        stamp = sources.manifest().stamp(group, workbook)
        for placed in stamp.exercises if stamp else ():
            definition = placed.definition
            if definition.rubric and definition.answerable and not definition.individual:
                found.setdefault(definition.id, {})[group] = definition
    return found


def _answers(
    sources: Sources, workbook: str, definitions: Mapping[str, ExerciseDefinition]
) -> dict[str, Answer]:
    exercise = next(iter(definitions.values())).id
    found = sources.answers.of_exercise(workbook, exercise, definitions)
    return {group: each for group, each in found.items() if each.answered}


def _answer(
    sources: Sources,
    reader: Principal,
    answer: Answer,
    definition: ExerciseDefinition,
    ratings: Iterable[Rating],
) -> dict[str, Any]:
    entry = sources.manifest().workbook(answer.room.workbook)
    given = [
        each for each in ratings if (each.room, each.revision) == (answer.room, answer.revision)
    ]
    mine = next((each.levels for each in given if each.by.id == reader.person_id), None)
    others = [
        {"name": each.by.name, "levels": dict(each.levels)}
        for each in given
        if each.by.id != reader.person_id
    ]
    return {
        "item": sources.items.id_of(answer.room, definition.id),
        "revision": answer.revision,
        "html": written_answer(definition, answer.value, dict(entry.topics) if entry else {}),
        "mine": None if mine is None else dict(mine),
        "others": [] if mine is None else others,
    }


def _agreement(
    reader: Principal, definition: ExerciseDefinition, ratings: list[Rating]
) -> list[dict[str, Any]]:
    others = {each.by.id: each.by.name for each in ratings if each.by.id != reader.person_id}
    found = []
    for person_id, name in others.items():
        for line in definition.rubric:
            pairs = pairs_of(ratings, reader.person_id, person_id, line.id)
            if pairs:
                told = asdict(agreement(pairs))
                found.append({"with": name, "criterion": line.label, **told})
    return found
