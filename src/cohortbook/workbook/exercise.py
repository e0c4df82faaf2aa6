"""The exercises of a workbook, as its executed cells tell them."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from nbformat import NotebookNode

from cohortbook.errors import Place
from cohortbook.workbook.definition import Criterion, ExerciseDefinition
from cohortbook.workbook.errors import DuplicateExerciseError, ExerciseInvalidError
from cohortbook.workbook.value import clean_value

EXERCISE_MIME = "application/vnd.cohortbook.exercise.v1+json"

__all__ = [
    "EXERCISE_MIME",
    "Criterion",
    "DuplicateExerciseError",
    "ExerciseDefinition",
    "ExerciseInvalidError",
    "PlacedExercise",
    "clean_value",
    "exercises_of",
    "read_exercises",
]


@dataclass(frozen=True, slots=True)
class PlacedExercise:
    """An exercise and the cell that draws it.

    Parameters
    ----------
    definition : ExerciseDefinition
        The exercise.
    cell_id : str
        Id of the cell.
    """

    definition: ExerciseDefinition
    cell_id: str


def exercises_of(notebook: NotebookNode, path: Path | None = None) -> list[PlacedExercise]:
    """Return the exercises of an executed notebook, in the order of the page.

    Parameters
    ----------
    notebook : nbformat.NotebookNode
        With outputs; one without has no exercises.
    path : pathlib.Path, optional
        Where it is from, for errors.

    Returns
    -------
    list of PlacedExercise
        Each id once.

    Raises
    ------
    ExerciseInvalidError
        At the first definition that is not valid, or whose id was used before.
    """
    placed, problems = read_exercises(notebook, path)
    if problems:
        raise problems[0]
    return placed


def read_exercises(
    notebook: NotebookNode, path: Path | None = None
) -> tuple[list[PlacedExercise], list[ExerciseInvalidError]]:
    """Return the exercises that are sound, and what is wrong with the others.

    Parameters
    ----------
    notebook : nbformat.NotebookNode
        With outputs.
    path : pathlib.Path, optional
        Where it is from, for errors.

    Returns
    -------
    placed : list of PlacedExercise
        Each id once: the first with it.
    problems : list of ExerciseInvalidError
        One for each definition left out, its place naming the cell.
    """
    placed: list[PlacedExercise] = []
    problems: list[ExerciseInvalidError] = []
    seen: dict[str, int] = {}
    for number, cell in enumerate(notebook.cells, start=1):
        for data in _definitions(cell):
            place = Place(path, cell=number)
            try:
                definition = ExerciseDefinition.from_json(data, place=place)
                if definition.id in seen:
                    raise _duplicate(definition.id, seen[definition.id], place)
            except ExerciseInvalidError as error:
                problems.append(error)
            else:
                seen[definition.id] = number
                placed.append(PlacedExercise(definition, str(cell.id)))
    return placed, problems


def _duplicate(exercise_id: str, first: int, place: Place) -> DuplicateExerciseError:
    return DuplicateExerciseError(
        f"Exercise id {exercise_id} is used in cell {first} and again in cell {place.cell}.",
        place=place,
        mend="Give each exercise of a workbook an id of its own: answers hang on it.",
    )


def _definitions(cell: NotebookNode) -> Iterator[Any]:
    for output in cell.get("outputs") or ():
        data = output.get("data") or {}
        if EXERCISE_MIME in data:
            yield _decoded(data[EXERCISE_MIME])


def _decoded(value: Any) -> Any:
    # A front-end that does not know the type may have saved it as text.
    text = "".join(value) if _is_lines(value) else value
    if not isinstance(text, str):
        return value
    try:
        return json.loads(text)
    except ValueError:
        return value


def _is_lines(value: Any) -> bool:
    return isinstance(value, list) and all(isinstance(each, str) for each in value)
