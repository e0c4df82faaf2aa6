"""The stamp command: progress while it works, and what it did."""

from __future__ import annotations

import contextlib
import threading
import time
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Self

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TaskID, TextColumn
from rich.text import Text

from cohortbook.cli_output import notices, print_error, results
from cohortbook.errors import CohortbookError, Place
from cohortbook.stamp.copies import Answered, Directed
from cohortbook.stamp.errors import StampFailedError
from cohortbook.stamp.options import StampOptions
from cohortbook.stamp.report import Leftover, Made, StampReport
from cohortbook.stamp.restamp import Differences
from cohortbook.stamp.stamper import Stamper, nothing_answered, nothing_chosen
from cohortbook.workbook.programme import read_programme

if TYPE_CHECKING:
    from cohortbook.learning.answers import Answers

_FRESH_SECONDS = 1.0


def stamp_programme(programme: Path, outputs: Path, data: Path, options: StampOptions) -> int:
    """Stamp a programme and tell how it went.

    Parameters
    ----------
    programme, outputs, data : pathlib.Path
        Folders; the data folder need not exist.
    options : StampOptions
        How.

    Returns
    -------
    int
        The exit code: 0, or 2 when a stamp could not be made.
    """
    plan = read_programme(programme)
    with kept_in(data) as kept, _Bars(notices()) as bars:
        report = Stamper(
            plan, outputs, answered=kept.answered, directed=kept.directed, progress=bars
        ).stamp(options)
    tell(report, outputs / plan.cohort.id)
    return StampFailedError.exit_code if report.failed else 0


@dataclass(frozen=True, slots=True)
class Kept:
    """What the stamper asks of what groups did.

    Parameters
    ----------
    answered : callable
        Which exercises have answers.
    directed : callable
        Which setting of the direction dial each group chose.
    """

    answered: Answered = nothing_answered
    directed: Directed = nothing_chosen


@contextlib.contextmanager
def kept_in(data: Path) -> Iterator[Kept]:
    """Open what groups did to the stamper's questions, if there is a database to ask."""
    # The database's parts take a second to import, and often there is none yet.
    if not data.is_dir():
        yield Kept()
        return
    from cohortbook.learning.answers import Answers  # noqa: PLC0415
    from cohortbook.learning.directions import Directions  # noqa: PLC0415
    from cohortbook.store.database import FILE_NAME, Database  # noqa: PLC0415

    if not (data / FILE_NAME).is_file():
        yield Kept()
        return
    database = Database.in_folder(data)
    try:
        database.migrate()
        yield Kept(_Asked(Answers(database)).of, Directions(database).settings)
    finally:
        database.close()


class _Asked:
    """Asks anew when a second has passed: one query serves many stamps."""

    def __init__(self, answers: Answers) -> None:
        self._answers = answers
        self._lock = threading.Lock()
        self._known: dict[tuple[str, str], set[str]] = {}
        self._until = 0.0

    def of(self, group: str, workbook: str) -> frozenset[str]:
        with self._lock:
            if time.monotonic() >= self._until:
                self._known = self._answers.exercises_with_answers()
                self._until = time.monotonic() + _FRESH_SECONDS
            return frozenset(self._known.get((group, workbook), ()))


def tell(report: StampReport, folder: Path) -> None:
    """Print what was made, what changed for whom, and what could not be made."""
    console = results()
    if report.nothing_done:
        console.print(f"Nothing to do: {_count(report.unchanged)} in {folder} up to date.")
    elif report.made or report.unchanged:
        rest = f" {report.unchanged} up to date." if report.unchanged else ""
        console.print(f"{_count(len(report.made))} made in {folder}.{rest}")
    _tell_differences(console, report.made)
    _tell_leftovers(console, report.leftovers)
    _tell_failures(report.failed)


def _tell_differences(console: Console, made: Iterable[Made]) -> None:
    alike: dict[tuple[str, Differences, tuple[str, ...]], list[str]] = defaultdict(list)
    for each in made:
        if not each.first and each.differences:
            alike[each.workbook, each.differences, each.archived].append(each.group)
    for (workbook, differences, archived), groups in alike.items():
        console.print(Text(f"{workbook} ({', '.join(groups)})", style="bold"))
        for identifier in differences.added:
            console.print(f"  added    {identifier}")
        for change in differences.changed:
            note = " · has answers" if change.answered else ""
            console.print(f"  changed  {change.id}: {', '.join(change.fields)}{note}")
        for change in differences.removed:
            note = " · archived, its answers are kept" if change.id in archived else ""
            console.print(f"  removed  {change.id}{note}")


def _tell_leftovers(console: Console, leftovers: Iterable[Leftover]) -> None:
    for each in leftovers:
        name = f"{each.group}/{each.workbook}"
        if each.kept:
            answered = ", ".join(each.answered)
            console.print(
                f"{name} is no longer in the programme; kept, because it has answers: {answered}"
            )
        else:
            console.print(f"{name} is no longer in the programme; removed.")


def _tell_failures(failed: tuple[StampFailedError, ...]) -> None:
    alike: dict[tuple[Place | None, str, str | None], list[str]] = defaultdict(list)
    for each in failed:
        alike[each.place, each.what, each.mend].append(each.group)
    for (place, what, mend), groups in alike.items():
        named = f"group{'s' if len(groups) > 1 else ''} {', '.join(groups)}"
        print_error(CohortbookError(f"{what} ({named})", place=place, mend=mend))
    if failed:
        notices().print(f"{_count(len(failed))} not made; earlier copies are untouched.")


def _count(stamps: int) -> str:
    return f"{stamps} stamp{'' if stamps == 1 else 's'}"


class _Bars:
    """Shows progress where somebody watches."""

    def __init__(self, console: Console) -> None:
        self._progress = Progress(
            TextColumn("{task.description}"),
            BarColumn(),
            MofNCompleteColumn(),
            console=console,
            transient=True,
            disable=not console.is_terminal,
        )
        self._lock = threading.Lock()
        self._all: TaskID | None = None
        self._running: dict[tuple[str, str], TaskID] = {}

    def __enter__(self) -> Self:
        self._progress.start()
        return self

    def __exit__(self, *_error: object) -> None:
        self._progress.stop()

    def planned(self, stamps: int, unchanged: int) -> None:  # noqa: ARG002 - told at the end
        if stamps:
            self._all = self._progress.add_task("Stamping", total=stamps)

    def cell(self, group: str, workbook: str, done: int, total: int) -> None:
        with self._lock:
            task = self._running.get((group, workbook))
            if task is None:
                task = self._progress.add_task(f"  {group}/{workbook}", total=total)
                self._running[group, workbook] = task
        self._progress.update(task, completed=done, total=total)

    def finished(self, group: str, workbook: str) -> None:
        with self._lock:
            task = self._running.pop((group, workbook), None)
        if task is not None:
            self._progress.remove_task(task)
        if self._all is not None:
            self._progress.advance(self._all)
