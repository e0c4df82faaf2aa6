"""A notebook as its page shows it: sections, and in each the parts one reads."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Literal

from nbformat import NotebookNode

from cohortbook.live.kernels import draws_widget
from cohortbook.workbook.exercise import EXERCISE_MIME, ExerciseDefinition, read_exercises
from cohortbook.workbook.outline import sections_of

PartKind = Literal["markdown", "output", "widget", "exercise"]

SHOW_SOURCE = "show-source"
_NOT_OF_THE_PAGE = frozenset({"parameters", "injected-parameters", "facilitator"})


@dataclass(frozen=True, slots=True)
class Part:
    """A cell that has a place on the page.

    Parameters
    ----------
    kind : str
        What the page makes of it.
    cell : nbformat.NotebookNode
        With the source and the outputs to show.
    exercises : tuple of ExerciseDefinition
        Those that the cell defines.
    """

    kind: PartKind
    cell: NotebookNode
    exercises: tuple[ExerciseDefinition, ...] = ()


@dataclass(frozen=True, slots=True)
class GuideSection:
    """What stands under one level-2 heading, or before the first.

    Parameters
    ----------
    id : str
        Of the element.
    title, topic : str or None
        Title None before the first heading; topic None where the heading
        names none.
    parts : tuple of Part
    """

    id: str
    title: str | None
    topic: str | None
    parts: tuple[Part, ...] = field(default=())

    @property
    def exercises(self) -> list[ExerciseDefinition]:
        """The exercises of the section, in order."""
        return [each for part in self.parts for each in part.exercises]


def guide_of(notebook: NotebookNode) -> list[GuideSection]:
    """Divide an executed notebook into the sections of its page.

    Parameters
    ----------
    notebook : nbformat.NotebookNode
        Cells have ids, and outputs where they were run.

    Returns
    -------
    list of GuideSection
        The first has no title and holds what stands before the first heading;
        it is left out where there is nothing.
    """
    exercises: dict[str, list[ExerciseDefinition]] = {}
    for placed in read_exercises(notebook)[0]:
        exercises.setdefault(placed.cell_id, []).append(placed.definition)
    parts = {
        str(cell.id): part
        for cell in notebook.cells
        if (part := _part(cell, tuple(exercises.get(str(cell.id), ()))))
    }
    intro, sections = sections_of(notebook)
    guide = [
        GuideSection(
            id=section.id,
            title=section.title or None,
            topic=section.topic,
            parts=tuple(parts[each] for each in section.cell_ids if each in parts),
        )
        for section in (intro, *sections)
    ]
    return guide if guide[0].parts else guide[1:]


def _part(cell: NotebookNode, exercises: tuple[ExerciseDefinition, ...]) -> Part | None:
    tags = set(cell.metadata.get("tags", ()))
    if tags & _NOT_OF_THE_PAGE or cell.cell_type not in ("markdown", "code"):
        return None
    if cell.cell_type == "markdown":
        return Part("markdown", cell) if cell.source.strip() else None
    outputs = [each for each in cell.outputs if EXERCISE_MIME not in each.get("data", {})]
    if exercises:
        return Part("exercise", cell, exercises)
    if draws_widget(outputs):
        return Part("widget", cell)
    if SHOW_SOURCE in tags or any(_says_something(each) for each in outputs):
        return Part("output", cell)
    return None


def _says_something(output: Mapping[str, Any]) -> bool:
    if output["output_type"] == "stream":
        return output["name"] == "stdout" and bool("".join(output["text"]).strip())
    if output["output_type"] == "error":
        return True
    data = output.get("data", {})
    # `Markdown("")` is how a guide shows a passage to some groups only; its
    # plain form, "<IPython.core.display.Markdown object>", does not count.
    rich = [kind for kind in data if kind != "text/plain"] or list(data)
    return any(_is_full(data[kind]) for kind in rich)


def _is_full(value: object) -> bool:
    if isinstance(value, list):
        return any(str(each).strip() for each in value)
    return bool(value.strip()) if isinstance(value, str) else True
