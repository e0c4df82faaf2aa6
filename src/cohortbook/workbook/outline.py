"""The sections of a workbook, and what belongs to each."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from nbformat import NotebookNode

from cohortbook.ids import is_slug
from cohortbook.workbook.declared import declared_parameters
from cohortbook.workbook.exercise import read_exercises
from cohortbook.workbook.front_matter import FrontMatter, read_front_matter
from cohortbook.workbook.markdown import Heading, read_markdown

__all__ = [
    "FrontMatter",
    "Outline",
    "Section",
    "declared_parameters",
    "outline_of",
    "read_front_matter",
    "sections_of",
]

SECTION_LEVEL = 2
_LONGEST_ANCHOR = 60


@dataclass(frozen=True, slots=True)
class Section:
    """What stands under one level-2 heading.

    Parameters
    ----------
    id : str
        Anchor on the page, unique in the workbook: ``section-where-work-hides``.
    title : str
        Plain text of the heading.
    topic : str or None
        Id of its topic; None when it names none, or none that could be an id.
    cell_ids : tuple of str
        From the cell with the heading to the last before the next section.
    exercises : tuple of str
        Ids of its exercises; empty in a notebook that was not executed.
    """

    id: str
    title: str
    topic: str | None
    cell_ids: tuple[str, ...]
    exercises: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Outline:
    """A workbook's front matter and sections.

    Parameters
    ----------
    front_matter : FrontMatter
        What the workbook says of itself.
    intro_cells : tuple of str
        Ids of the cells before the first section, front matter included.
    intro_exercises : tuple of str
        Ids of exercises before the first section.
    sections : tuple of Section
        In order.
    """

    front_matter: FrontMatter
    intro_cells: tuple[str, ...]
    intro_exercises: tuple[str, ...]
    sections: tuple[Section, ...]

    def section_of(self, cell_id: str) -> Section | None:
        """Return the section that a cell belongs to; None for the introduction."""
        return next((each for each in self.sections if cell_id in each.cell_ids), None)


def outline_of(notebook: NotebookNode, path: Path | None = None) -> Outline:
    """Return the outline of a workbook or of a stamp.

    Parameters
    ----------
    notebook : nbformat.NotebookNode
        With outputs if exercises are to be in it.
    path : pathlib.Path, optional
        Where it is from, for errors.

    Returns
    -------
    Outline
        A level-2 heading anywhere in a markdown cell begins a section with that cell.

    Raises
    ------
    FrontMatterError
        When the workbook has no sound front matter.
    """
    intro, sections = sections_of(notebook)
    return Outline(
        front_matter=read_front_matter(notebook, path),
        intro_cells=intro.cell_ids,
        intro_exercises=intro.exercises,
        sections=tuple(sections),
    )


def sections_of(notebook: NotebookNode) -> tuple[Section, list[Section]]:
    """Return what comes before the first section, as one without a title, and the sections."""
    placed, _ = read_exercises(notebook)
    exercises: dict[str, list[str]] = {}
    for each in placed:
        exercises.setdefault(each.cell_id, []).append(each.definition.id)
    begun: list[tuple[Heading | None, list[str]]] = [(None, [])]
    for cell in notebook.cells:
        heading = next(_section_headings(cell), None)
        if heading is not None:
            begun.append((heading, []))
        begun[-1][1].append(str(cell.id))
    anchors = _Anchors()
    made = [
        Section(
            id="section-intro" if heading is None else anchors.next_for(heading.title),
            title="" if heading is None else heading.title,
            topic=_topic(heading),
            cell_ids=tuple(cells),
            exercises=tuple(each for cell in cells for each in exercises.get(cell, ())),
        )
        for heading, cells in begun
    ]
    return made[0], made[1:]


def _section_headings(cell: NotebookNode) -> Iterator[Heading]:
    if cell.cell_type == "markdown":
        for heading in read_markdown(cell.source).headings:
            if heading.level == SECTION_LEVEL:
                yield heading


def _topic(heading: Heading | None) -> str | None:
    topic = None if heading is None else heading.topic
    return topic if topic is not None and is_slug(topic) else None


class _Anchors:
    def __init__(self) -> None:
        self._taken = {"section-intro"}

    def next_for(self, title: str) -> str:
        plain = unicodedata.normalize("NFKD", title).encode("ascii", "ignore").decode().lower()
        slug = re.sub(r"[^a-z0-9]+", "-", plain).strip("-")[:_LONGEST_ANCHOR].strip("-")
        base = f"section-{slug or 'part'}"
        name, number = base, 1
        while name in self._taken:
            number += 1
            name = f"{base}-{number}"
        self._taken.add(name)
        return name
