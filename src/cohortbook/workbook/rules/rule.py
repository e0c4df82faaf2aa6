"""What a rule is, and what it is asked about."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

from nbformat import NotebookNode

from cohortbook.cohort.document import Document
from cohortbook.workbook.declared import parameters_cells
from cohortbook.workbook.errors import ExerciseInvalidError, FrontMatterError
from cohortbook.workbook.exercise import PlacedExercise, read_exercises
from cohortbook.workbook.finding import Severity
from cohortbook.workbook.front_matter import FrontMatter, examine_front_matter, has_front_matter
from cohortbook.workbook.markdown import Content, read_markdown
from cohortbook.workbook.outline import Section, sections_of
from cohortbook.workbook.programme import Programme


@dataclass(frozen=True, slots=True)
class Hit:
    """Where a rule applies.

    Parameters
    ----------
    message, mend : str
        What was found, and what to do.
    cell : int or None
        Number of the cell, from 1.
    line : int or None
        Line of the file, from 1.
    """

    message: str
    mend: str
    cell: int | None = None
    line: int | None = None


@dataclass(frozen=True)
class WorkbookSubject:
    """A workbook as rules see it.

    Parameters
    ----------
    path : pathlib.Path
        The file.
    notebook : nbformat.NotebookNode
        As written.
    """

    path: Path
    notebook: NotebookNode

    @cached_property
    def front_matter(self) -> FrontMatter | None:
        """As much of it as can be read."""
        return self._examined[0]

    @cached_property
    def front_matter_problems(self) -> list[FrontMatterError]:
        """What is wrong with it."""
        return self._examined[1]

    @cached_property
    def front_matter_given(self) -> bool:
        """Whether the first cell is meant as front matter."""
        return has_front_matter(self.notebook)

    @cached_property
    def parameters_cells(self) -> list[int]:
        """Numbers of the cells tagged ``parameters``."""
        return parameters_cells(self.notebook)

    @cached_property
    def markdown(self) -> dict[int, Content]:
        """What is in the markdown cells, by number."""
        return {
            number: read_markdown(cell.source)
            for number, cell in enumerate(self.notebook.cells, start=1)
            if cell.cell_type == "markdown"
        }

    @cached_property
    def sections(self) -> list[Section]:
        """Without exercises, which only an executed workbook tells."""
        return sections_of(self.notebook)[1]

    @cached_property
    def numbers(self) -> dict[str, int]:
        """Numbers of the cells, by id."""
        return {str(cell.id): number for number, cell in enumerate(self.notebook.cells, start=1)}

    @cached_property
    def _examined(self) -> tuple[FrontMatter | None, list[FrontMatterError]]:
        return examine_front_matter(self.notebook, self.path)


@dataclass(frozen=True)
class ExecutedSubject:
    """A workbook that was executed with a group's parameters.

    Parameters
    ----------
    source : WorkbookSubject
        The workbook as written.
    notebook : nbformat.NotebookNode
        With outputs, its cells where they are in the file; those that did not run
        have none.
    finished : bool
        Whether all cells ran.
    """

    source: WorkbookSubject
    notebook: NotebookNode
    finished: bool

    @cached_property
    def placed(self) -> list[PlacedExercise]:
        """The exercises that are sound."""
        return self._read[0]

    @cached_property
    def problems(self) -> list[ExerciseInvalidError]:
        """What is wrong with the others."""
        return self._read[1]

    @cached_property
    def sections(self) -> list[Section]:
        """With their exercises."""
        return sections_of(self.notebook)[1]

    @cached_property
    def _read(self) -> tuple[list[PlacedExercise], list[ExerciseInvalidError]]:
        return read_exercises(self.notebook, self.source.path)


@dataclass(frozen=True)
class ProgrammeSubject:
    """A programme as rules see it.

    Parameters
    ----------
    programme : Programme
        The programme.
    cohort_document : Document
        Its cohort file, with lines.
    declared : dict
        By workbook id, the parameters that it declares and their defaults; a
        workbook whose declaration cannot be read is missing.
    complete : bool
        Whether every workbook has a declaration that could be read.
    """

    programme: Programme
    cohort_document: Document
    declared: dict[str, dict[str, object]]
    complete: bool


@dataclass(frozen=True, slots=True)
class Rule:
    """Something that the checker looks for.

    Parameters
    ----------
    code : str
        ``CB`` and three digits; never used for anything else again.
    severity : Severity
        How bad it is.
    title : str
        What it is called.
    why : str
        Why it matters, in a sentence or two.
    look : callable or None
        From the rule's subject to hits; None for what comes to light while files
        are read or cells run.
    """

    code: str
    severity: Severity
    title: str
    why: str
    look: Callable[[Any], Iterable[Hit]] | None = None
