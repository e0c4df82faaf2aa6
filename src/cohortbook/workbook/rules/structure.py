"""CB20 to CB22: the notebook, its front matter and its parameters."""

from __future__ import annotations

from collections.abc import Iterator

from cohortbook.workbook.declared import declared_parameters, tags_of
from cohortbook.workbook.errors import ParametersCellError
from cohortbook.workbook.finding import Severity
from cohortbook.workbook.kernel import FALLBACK, is_installed, kernel_named_by
from cohortbook.workbook.rules.rule import Hit, Rule, WorkbookSubject


def _no_kernelspec(subject: WorkbookSubject) -> Iterator[Hit]:
    if kernel_named_by(subject.notebook) is None:
        yield Hit(
            "The notebook does not say which kernel it is for.",
            "Open it in JupyterLab, choose a Python kernel, and save.",
        )


def _kernel_not_here(subject: WorkbookSubject) -> Iterator[Hit]:
    name = kernel_named_by(subject.notebook)
    if name is not None and not is_installed(name):
        yield Hit(
            f"The kernel {name} is not installed here; {FALLBACK} runs the workbook instead.",
            "Choose a kernel in JupyterLab that is installed where the workbook is stamped.",
        )


def _not_python(subject: WorkbookSubject) -> Iterator[Hit]:
    spec = subject.notebook.metadata.get("kernelspec")
    language = spec.get("language") if isinstance(spec, dict) else None
    if isinstance(language, str) and language.lower() != "python":
        yield Hit(
            f"The notebook is written in {language}.",
            "Write workbooks in Python: choose a Python kernel in JupyterLab.",
        )


def _stored_outputs(subject: WorkbookSubject) -> Iterator[Hit]:
    stored = [
        number for number, cell in enumerate(subject.notebook.cells, start=1) if cell.get("outputs")
    ]
    if stored:
        yield Hit(
            f"Outputs are stored in {len(stored)} cells.",
            "Clear them in JupyterLab (Edit, Clear Outputs of All Cells): stamps make their own.",
            cell=stored[0],
        )


def _shown_source(subject: WorkbookSubject) -> Iterator[Hit]:
    for number, cell in enumerate(subject.notebook.cells, start=1):
        if cell.cell_type == "code" and "show-source" in tags_of(cell):
            yield Hit(
                "The group will see the source of this cell.",
                "Remove the tag show-source if that is not meant.",
                cell=number,
            )


def _no_front_matter(subject: WorkbookSubject) -> Iterator[Hit]:
    if not subject.front_matter_given:
        yield Hit(
            "There is no front matter.",
            "Make the first cell a raw cell with title, summary, minutes and topics between ---.",
            cell=1 if subject.notebook.cells else None,
        )


def _bad_front_matter(subject: WorkbookSubject) -> Iterator[Hit]:
    for each in subject.front_matter_problems if subject.front_matter_given else ():
        yield Hit(each.message, each.mend or "", cell=1)


def _no_parameters_cell(subject: WorkbookSubject) -> Iterator[Hit]:
    if not subject.parameters_cells:
        yield Hit(
            "There is no parameters cell.",
            "Tag the first code cell parameters, and give each parameter a default in it.",
        )


def _several_parameters_cells(subject: WorkbookSubject) -> Iterator[Hit]:
    for number in subject.parameters_cells[1:]:
        yield Hit(
            f"This is a second parameters cell; the first is cell {subject.parameters_cells[0]}.",
            "Put all parameters into the first, and remove the tag here.",
            cell=number,
        )


def _parameters_not_plain(subject: WorkbookSubject) -> Iterator[Hit]:
    try:
        declared_parameters(subject.notebook, subject.path)
    except ParametersCellError as error:
        cell = error.place.cell if error.place else None
        yield Hit(error.message, error.mend or "", cell=cell)


def _parameters_late(subject: WorkbookSubject) -> Iterator[Hit]:
    for number in subject.parameters_cells[:1]:
        if any(each.cell_type == "code" for each in subject.notebook.cells[: number - 1]):
            yield Hit(
                "Code runs before the parameters cell, with no group's parameters.",
                "Make the parameters cell the first code cell.",
                cell=number,
            )


READING = (
    Rule(
        "CB200",
        Severity.ERROR,
        "Not a notebook",
        "The file cannot be read, is not JSON, or is not a valid notebook.",
    ),
    Rule(
        "CB201",
        Severity.ERROR,
        "Notebook of format 3 or older",
        "Such notebooks have another structure; convert them once.",
    ),
    Rule(
        "CB202",
        Severity.ERROR,
        "Two cells with the same id",
        "Discussions hang on the ids of cells.",
    ),
)

WORKBOOK = (
    Rule(
        "CB203",
        Severity.WARNING,
        "No kernel named",
        "The notebook is run with python3, which may not be what it was written for.",
        _no_kernelspec,
    ),
    Rule(
        "CB204",
        Severity.ERROR,
        "Not written in Python",
        "Exercises are Python, and parameters are put in as Python.",
        _not_python,
    ),
    Rule(
        "CB205",
        Severity.NOTE,
        "Outputs stored in the source",
        "They are never shown; they make files large and differences unreadable.",
        _stored_outputs,
    ),
    Rule(
        "CB206",
        Severity.NOTE,
        "Source shown to the group",
        "Code is hidden unless a cell is tagged show-source.",
        _shown_source,
    ),
    Rule(
        "CB207",
        Severity.WARNING,
        "Kernel that is not installed",
        "The workbook is run by another kernel than its author's.",
        _kernel_not_here,
    ),
    Rule(
        "CB210",
        Severity.ERROR,
        "No front matter",
        "Title, summary, minutes and topics of a workbook stand in its first cell.",
        _no_front_matter,
    ),
    Rule(
        "CB211",
        Severity.ERROR,
        "Front matter that is not sound",
        "It has the keys title, summary, minutes and topics, and no other.",
        _bad_front_matter,
    ),
    Rule(
        "CB220",
        Severity.ERROR,
        "No parameters cell",
        "Without one every group gets the same copy.",
        _no_parameters_cell,
    ),
    Rule(
        "CB221",
        Severity.ERROR,
        "More than one parameters cell",
        "Parameters are put in behind the first; the second would undo them.",
        _several_parameters_cells,
    ),
    Rule(
        "CB222",
        Severity.ERROR,
        "Parameters cell with more than plain assignments",
        "What a workbook declares must be known without running it.",
        _parameters_not_plain,
    ),
    Rule(
        "CB223",
        Severity.WARNING,
        "Code before the parameters cell",
        "It runs before the group's parameters are known.",
        _parameters_late,
    ),
)
