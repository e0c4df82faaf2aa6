"""A programme: a folder of workbooks and the cohort that learns it."""

from __future__ import annotations

from dataclasses import dataclass
from difflib import get_close_matches
from pathlib import Path

from cohortbook.cohort.document import Document
from cohortbook.cohort.errors import CohortFileError, ProblemKind
from cohortbook.cohort.model import Cohort
from cohortbook.cohort.reader import FILE_NAME, cohort_of
from cohortbook.errors import Place
from cohortbook.ids import is_slug
from cohortbook.workbook.errors import ProgrammeError


@dataclass(frozen=True, slots=True)
class Programme:
    """Source workbooks and their cohort.

    Parameters
    ----------
    path : pathlib.Path
        The folder.
    cohort : Cohort
        Who learns it.
    workbooks : tuple of pathlib.Path
        In the order of their names; the stem of each is the workbook's id.
    """

    path: Path
    cohort: Cohort
    workbooks: tuple[Path, ...]

    @property
    def cohort_file(self) -> Path:
        """Where the cohort was read from."""
        return self.path / FILE_NAME

    @property
    def workbook_ids(self) -> tuple[str, ...]:
        """Ids of the workbooks, in order."""
        return tuple(each.stem for each in self.workbooks)


def read_programme(folder: Path) -> Programme:
    """Read a programme's cohort file and find its workbooks, which are not opened.

    Parameters
    ----------
    folder : pathlib.Path
        With a ``cohort.yaml`` and notebooks in it.

    Returns
    -------
    Programme
        With at least one workbook.

    Raises
    ------
    ProgrammeError
        When there is no such folder, no workbook in it, or one whose name is no id.
    CohortFileError
        When the cohort file is not sound or schedules a workbook that is not there.
    """
    workbooks = _workbooks_in(folder)
    document = Document.read(folder / FILE_NAME)
    cohort = cohort_of(document)
    _check_schedule(document, cohort, tuple(each.stem for each in workbooks))
    return Programme(folder, cohort, workbooks)


def _workbooks_in(folder: Path) -> tuple[Path, ...]:
    if not folder.is_dir():
        what = "This is a file, not a programme's folder." if folder.exists() else "No such folder."
        raise ProgrammeError(
            what,
            place=Place(folder),
            mend=f"Name the folder that holds {FILE_NAME} and the workbooks.",
        )
    found = sorted(
        each for each in folder.glob("*.ipynb") if not each.name.startswith(".") and each.is_file()
    )
    if not found and (folder / FILE_NAME).exists():
        message = "There is no workbook in this folder."
        raise ProgrammeError(
            message,
            place=Place(folder),
            mend="Write one in JupyterLab and save it here as 01-something.ipynb.",
        )
    for each in found:
        if not is_slug(each.stem):
            message = f"{each.stem!r} cannot be the id of a workbook."
            raise ProgrammeError(
                message,
                place=Place(each),
                mend="Name the file with lower-case letters, digits and hyphens, "
                "such as 01-first-steps.ipynb.",
            )
    return tuple(found)


def _check_schedule(document: Document, cohort: Cohort, known: tuple[str, ...]) -> None:
    for each in cohort.schedule:
        if each not in known:
            close = get_close_matches(each, known, n=1)
            document.problem(
                ProblemKind.REFERENCE,
                ("cohort", "schedule", each),
                f"The schedule has workbook {each}, which is not in the folder.",
                f"Do you mean {close[0]}?" if close else f"Workbooks are: {', '.join(known)}.",
            )
    if document.problems:
        raise CohortFileError(document.problems)
