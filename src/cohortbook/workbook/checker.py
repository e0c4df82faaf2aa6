"""The checker: all rules, on all workbooks of a programme, for all its groups."""

from __future__ import annotations

import json
import os
from collections.abc import Callable, Iterable, Mapping
from concurrent.futures import ThreadPoolExecutor, as_completed
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from cohortbook.cohort.document import Document
from cohortbook.cohort.errors import CohortFileError, ProblemKind
from cohortbook.cohort.parameters import parameters_for
from cohortbook.workbook.declared import declared_parameters
from cohortbook.workbook.errors import (
    DuplicateCellIdError,
    NotANotebookError,
    NotebookTooOldError,
    ParametersCellError,
)
from cohortbook.workbook.execution import Run, ScratchKernels
from cohortbook.workbook.finding import Finding, Severity
from cohortbook.workbook.kernel_environment import environment_of
from cohortbook.workbook.programme import Programme
from cohortbook.workbook.reader import read_notebook
from cohortbook.workbook.rules import EXECUTED_RULES, PROGRAMME_RULES, RULES, WORKBOOK_RULES, Rule
from cohortbook.workbook.rules.rule import ExecutedSubject, ProgrammeSubject, WorkbookSubject

__all__ = ["Finding", "Progress", "Severity", "check_programme", "findings_of"]

_CODES: Mapping[ProblemKind, str] = {
    ProblemKind.FILE: "CB101",
    ProblemKind.SYNTAX: "CB102",
    ProblemKind.UNKNOWN_KEY: "CB103",
    ProblemKind.MISSING_KEY: "CB104",
    ProblemKind.VALUE: "CB105",
    ProblemKind.EMPTY_GROUP: "CB106",
    ProblemKind.PERSON: "CB107",
    ProblemKind.REFERENCE: "CB108",
}

# More kernels at once would only wait for each other.
_MOST_KERNELS = 4


@dataclass(frozen=True, slots=True)
class Progress:
    """How far the checker is.

    Parameters
    ----------
    done, total : int
        Runs of workbooks; total is 0 when nothing is executed.
    what : str
        What was just done, such as ``01-first-steps for north, south``; empty at
        the beginning.
    """

    done: int
    total: int
    what: str = ""


@dataclass(frozen=True, slots=True)
class _Job:
    subject: WorkbookSubject
    parameters: Mapping[str, object]
    groups: tuple[str, ...]
    # What it is run with besides: a setting of the direction dial that groups may choose.
    setting: str = ""

    def __str__(self) -> str:
        return f"{self.subject.path.stem} for {', '.join(self.groups)}{self.setting}"


def check_programme(
    programme: Programme,
    *,
    execute: bool = True,
    seconds_per_cell: float = 60.0,
    progress: Callable[[Progress], object] = lambda _: None,
) -> list[Finding]:
    """Look for everything that is wrong with the workbooks of a programme.

    Parameters
    ----------
    programme : Programme
        Nothing of it is changed.
    execute : bool
        Whether to run each workbook once with each group's parameters, in scratch
        kernels; groups whose parameters give the same copy share a run. Every setting
        of the direction dial is tried too, with the parameters of one group.
    seconds_per_cell : float
        How long one cell may take.
    progress : callable
        Told at the beginning and after each run, in the calling thread.

    Returns
    -------
    list of Finding
        By file, in the order of the programme, then by cell.
    """
    subjects: list[WorkbookSubject] = []
    findings: list[Finding] = []
    for path in programme.workbooks:
        try:
            subjects.append(WorkbookSubject(path, read_notebook(path)))
        except NotANotebookError as error:
            findings.append(_unreadable(path, error))
    declared = _declared(subjects)
    complete = len(declared) == len(programme.workbooks) and all(
        each.parameters_cells for each in subjects
    )
    document = Document.read(programme.cohort_file)
    whole = ProgrammeSubject(programme, document, declared, complete)
    findings += _look(PROGRAMME_RULES, whole, programme.cohort_file)
    for subject in subjects:
        findings += _look(WORKBOOK_RULES, subject, subject.path)
    jobs = _jobs(programme, subjects, declared) if execute else []
    environment = environment_of(programme.cohort, programme.path)
    kernels = ScratchKernels(seconds_per_cell, environment)
    findings += _merged(_run(jobs, kernels, progress), tuple(programme.cohort.groups))
    order = {path: number for number, path in enumerate(programme.workbooks, start=1)}
    return sorted(
        findings,
        key=lambda each: (order.get(each.file, 0), each.line or 0, each.cell or 0, each.code),
    )


def findings_of(error: CohortFileError) -> list[Finding]:
    """Return what is wrong with a cohort file as findings.

    Parameters
    ----------
    error : CohortFileError
        From reading a programme.
    """
    return [
        Finding(
            code=_CODES[each.kind],
            severity=RULES[_CODES[each.kind]].severity,
            message=each.message,
            mend=each.mend,
            file=each.place.file or Path(),
            line=each.place.line,
        )
        for each in error.problems
    ]


def _unreadable(path: Path, error: NotANotebookError) -> Finding:
    code = "CB200"
    if isinstance(error, NotebookTooOldError):
        code = "CB201"
    elif isinstance(error, DuplicateCellIdError):
        code = "CB202"
    place = error.place
    return Finding(
        code=code,
        severity=RULES[code].severity,
        message=error.message,
        mend=error.mend or "",
        file=path,
        cell=place.cell if place else None,
        line=place.line if place else None,
    )


def _declared(subjects: Iterable[WorkbookSubject]) -> dict[str, dict[str, object]]:
    declared: dict[str, dict[str, object]] = {}
    for each in subjects:
        try:
            declared[each.path.stem] = declared_parameters(each.notebook, each.path)
        except ParametersCellError:
            continue
    return declared


def _look(
    rules: Iterable[Rule], subject: Any, file: Path, groups: tuple[str, ...] = ()
) -> list[Finding]:
    return [
        Finding(rule.code, rule.severity, hit.message, hit.mend, file, hit.cell, hit.line, groups)
        for rule in rules
        if rule.look is not None
        for hit in rule.look(subject)
    ]


def _jobs(
    programme: Programme,
    subjects: Iterable[WorkbookSubject],
    declared: Mapping[str, Mapping[str, object]],
) -> list[_Job]:
    jobs: list[_Job] = []
    for subject in subjects:
        takes = declared.get(subject.path.stem)
        if takes is None:
            continue
        alike: dict[str, tuple[dict[str, object], list[str]]] = {}
        for group in programme.cohort.groups:
            given = parameters_for(programme.cohort, group)
            received = {name: given[name] for name in takes if name in given}
            key = json.dumps(received, sort_keys=True)
            alike.setdefault(key, (received, []))[1].append(group)
        jobs += [_Job(subject, received, tuple(ids)) for received, ids in alike.values()]
        jobs += _tried_settings(programme, subject, takes, set(alike))
    return jobs


def _tried_settings(
    programme: Programme,
    subject: WorkbookSubject,
    takes: Mapping[str, object],
    run_anyway: set[str],
) -> list[_Job]:
    dial = programme.cohort.self_organising.direction
    if dial is None or dial.parameter not in takes:
        return []
    first = next(iter(programme.cohort.groups))
    jobs = []
    for setting in dial.settings:
        given = parameters_for(programme.cohort, first, setting)
        received = {name: given[name] for name in takes if name in given}
        if json.dumps(received, sort_keys=True) not in run_anyway:
            words = f" with {dial.parameter} set to {setting}"
            jobs.append(_Job(subject, received, (first,), words))
    return jobs


def _run(
    jobs: list[_Job], kernels: ScratchKernels, progress: Callable[[Progress], object]
) -> list[Finding]:
    progress(Progress(0, len(jobs)))
    findings: list[Finding] = []
    workers = max(1, min(len(jobs), os.cpu_count() or 1, _MOST_KERNELS))
    with ThreadPoolExecutor(workers, thread_name_prefix="check") as pool:
        futures = {
            pool.submit(
                kernels.run, job.subject.notebook, job.parameters, job.subject.path.parent
            ): job
            for job in jobs
        }
        try:
            for done, future in enumerate(as_completed(futures), start=1):
                job = futures[future]
                findings += _findings_of_run(job, future.result())
                progress(Progress(done, len(jobs), str(job)))
        except BaseException:
            pool.shutdown(wait=False, cancel_futures=True)
            kernels.stop()
            raise
    return findings


def _findings_of_run(job: _Job, run: Run) -> list[Finding]:
    found = _found_in_run(job, run)
    if not job.setting:
        return found
    return [
        replace(each, message=f"{each.message.removesuffix('.')},{job.setting}.") for each in found
    ]


def _found_in_run(job: _Job, run: Run) -> list[Finding]:
    subject = ExecutedSubject(job.subject, run.notebook, finished=run.trouble is None)
    findings = _look(EXECUTED_RULES, subject, job.subject.path, job.groups)
    if run.trouble is not None:
        trouble = run.trouble
        rule = RULES[trouble.code]
        findings.append(
            Finding(
                code=rule.code,
                severity=rule.severity,
                message=trouble.message,
                mend=trouble.mend,
                file=job.subject.path,
                cell=trouble.cell,
                groups=job.groups,
            )
        )
    return findings


def _merged(findings: Iterable[Finding], everybody: tuple[str, ...]) -> list[Finding]:
    merged: dict[Finding, set[str]] = {}
    for each in findings:
        merged.setdefault(replace(each, groups=()), set()).update(each.groups)
    return [
        replace(each, groups=tuple(group for group in everybody if group in groups))
        if groups != set(everybody)
        else each
        for each, groups in merged.items()
    ]
