"""The check command: what is wrong with a programme, in the form asked for."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from rich.progress import BarColumn, MofNCompleteColumn, TextColumn
from rich.progress import Progress as Bar

from cohortbook.cli_output import notices, results
from cohortbook.cohort.errors import CohortFileError
from cohortbook.workbook.checker import Finding, Progress, check_programme, findings_of
from cohortbook.workbook.programme import read_programme
from cohortbook.workbook.report import has_errors, print_report, to_json, to_sarif

# What is in them cannot even be judged: the cohort file, what is no notebook, an image that
# is not there, and a run that did not come to its end.
_UNREADABLE = frozenset(
    {f"CB10{number}" for number in range(1, 9)}
    | {"CB200", "CB201", "CB202", "CB402", "CB502", "CB503", "CB504"}
)


def check(folder: Path, form: str, *, execute: bool, cell_seconds: int) -> int:
    """Check a programme and print what is found.

    Parameters
    ----------
    folder : pathlib.Path
        The programme.
    form : {"text", "json", "sarif"}
        How findings are written.
    execute : bool
        Whether to run the workbooks.
    cell_seconds : int
        How long one cell may run.

    Returns
    -------
    int
        The exit code: 2 when a file could not be read for what it should be, or a
        workbook not be run to its end; 1 when there are other errors; otherwise 0.
    """
    findings = _findings(folder, execute=execute, cell_seconds=cell_seconds)
    if form == "text":
        print_report(findings, results())
    else:
        text = to_json(findings) if form == "json" else to_sarif(findings)
        results().out(text, highlight=False)
    if any(each.code in _UNREADABLE for each in findings):
        return 2
    return 1 if has_errors(findings) else 0


def _findings(folder: Path, *, execute: bool, cell_seconds: int) -> Sequence[Finding]:
    try:
        programme = read_programme(folder)
    except CohortFileError as error:
        return findings_of(error)
    console = notices()
    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn())
    with Bar(*columns, console=console, transient=True, disable=not console.is_terminal) as bar:
        task = bar.add_task("Running workbooks", total=None, visible=execute)

        def tell(progress: Progress) -> None:
            bar.update(task, completed=progress.done, total=progress.total or None)

        return check_programme(
            programme, execute=execute, seconds_per_cell=cell_seconds, progress=tell
        )
