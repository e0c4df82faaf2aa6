"""A workbook made ready once for all its copies."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from nbformat import NotebookNode
from nbformat.v4 import new_notebook, new_raw_cell

from cohortbook.stamp.figures import Figure, FigureFinder, fingerprint
from cohortbook.stamp.files import typed_errors
from cohortbook.stamp.kernel import choose_kernel
from cohortbook.stamp.manifest import WorkbookEntry
from cohortbook.workbook.declared import declared_parameters, parameters_cells, tags_of
from cohortbook.workbook.front_matter import read_front_matter
from cohortbook.workbook.reader import read_notebook

FACILITATOR_TAG = "facilitator"


@dataclass(frozen=True, slots=True)
class PreparedWorkbook:
    """What all copies of a workbook have in common.

    Parameters
    ----------
    file : pathlib.Path
        The workbook.
    entry : WorkbookEntry
        For the manifest.
    source_sha256, images_sha256 : str
        Of its bytes, and of its figures.
    notebook : nbformat.NotebookNode
        Without facilitators' cells and old outputs, its links pointing to the
        kept figures; not to be changed.
    declared : frozenset of str
        Names of the parameters it takes.
    figures : tuple of Figure
        What it shows.
    kernel_name : str
        What runs it.
    numbers : collections.abc.Mapping of str to int
        Numbers of all cells of the file, from 1, by id.
    parameters_cell : int or None
        Number of the cell that declares the parameters.
    """

    file: Path
    entry: WorkbookEntry
    source_sha256: str
    images_sha256: str
    notebook: NotebookNode
    declared: frozenset[str]
    figures: tuple[Figure, ...]
    kernel_name: str
    numbers: Mapping[str, int]
    parameters_cell: int | None

    def aligned(self, notebook: NotebookNode) -> NotebookNode:
        """Return a copy's cells in the places they have in the file."""
        cells = {each.id: each for each in notebook.cells}
        blank: NotebookNode = new_raw_cell()  # type: ignore[no-untyped-call]
        every = [cells.get(each, blank) for each in self.numbers]
        aligned: NotebookNode = new_notebook(cells=every)  # type: ignore[no-untyped-call]
        return aligned

    def cell_number(self, cell_id: str) -> int | None:
        """Return which cell of the file it is, from 1.

        A cell that papermill put in counts as the one that declares the parameters.
        """
        return self.numbers.get(cell_id, self.parameters_cell)


def prepare(file: Path) -> PreparedWorkbook:
    """Read a workbook and make it ready for all its copies.

    Parameters
    ----------
    file : pathlib.Path
        The workbook.

    Returns
    -------
    PreparedWorkbook
        As its bytes and figures are now.

    Raises
    ------
    WorkbookError
        When it is not a notebook, or does not say what it is.
    ImageUnusableError
        When a figure is missing.
    """
    with typed_errors(file):
        source = file.read_bytes()
    notebook = read_notebook(file)
    front = read_front_matter(notebook, file)
    declared = declared_parameters(notebook, file)
    numbers = {each.id: number for number, each in enumerate(notebook.cells, start=1)}
    parameters_cell = next(iter(parameters_cells(notebook)), None)
    finder = FigureFinder(file)
    kernel_name = choose_kernel(notebook.metadata)
    kept = [each for each in notebook.cells if FACILITATOR_TAG not in tags_of(each)]
    for cell in kept:
        _freshen(cell)
        if cell.cell_type == "markdown":
            cell.source = finder.relink(cell.source, numbers[cell.id])
    notebook.cells = kept
    notebook.metadata["kernelspec"] = {
        "name": kernel_name,
        "display_name": kernel_name,
        "language": "python",
    }
    notebook.metadata.pop("widgets", None)
    return PreparedWorkbook(
        file=file,
        entry=WorkbookEntry(
            id=file.stem,
            title=front.title,
            summary=front.summary,
            minutes=front.minutes,
            topics=dict(front.topics),
        ),
        source_sha256=hashlib.sha256(source).hexdigest(),
        images_sha256=fingerprint(finder.figures),
        notebook=notebook,
        declared=frozenset(declared),
        figures=finder.figures,
        kernel_name=kernel_name,
        numbers=numbers,
        parameters_cell=parameters_cell,
    )


def _freshen(cell: NotebookNode) -> None:
    # What an author's own run, or an earlier papermill, left behind is not of the copy.
    cell.metadata.pop("papermill", None)
    cell.metadata.pop("execution", None)
    # papermill asks every cell for its tags, also one that has none.
    cell.metadata["tags"] = list(tags_of(cell))
    if cell.cell_type == "code":
        cell.outputs = []
        cell.execution_count = None
