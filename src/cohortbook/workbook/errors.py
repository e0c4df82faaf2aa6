"""What can be wrong with a workbook, as errors a person can act on."""

from __future__ import annotations

from typing import ClassVar

from cohortbook.errors import CohortbookError


class WorkbookError(CohortbookError):
    """A workbook cannot be used as it is."""

    code: ClassVar[str] = "workbook"


class NotANotebookError(WorkbookError):
    """The file is not a notebook, or not one that can be read."""

    code: ClassVar[str] = "not-a-notebook"


class NotebookTooOldError(NotANotebookError):
    """The notebook is of a format before 4."""

    code: ClassVar[str] = "notebook-too-old"


class DuplicateCellIdError(NotANotebookError):
    """Two cells have the same id, on which threads would hang."""

    code: ClassVar[str] = "duplicate-cell-id"


class FrontMatterError(WorkbookError):
    """The first cell does not say what the workbook is."""

    code: ClassVar[str] = "front-matter"


class ParametersCellError(WorkbookError):
    """The cell tagged ``parameters`` is more than plain assignments."""

    code: ClassVar[str] = "parameters-cell"


class ExerciseInvalidError(WorkbookError):
    """What a cell says of its exercise cannot be used."""

    code: ClassVar[str] = "exercise-invalid"


class DuplicateExerciseError(ExerciseInvalidError):
    """Two exercises of a workbook have the same id."""

    code: ClassVar[str] = "duplicate-exercise"


class ProgrammeError(WorkbookError):
    """A folder is not a programme."""

    code: ClassVar[str] = "programme"
