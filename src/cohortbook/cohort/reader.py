"""Reading the cohort file."""

from __future__ import annotations

from pathlib import Path

from pydantic import ValidationError

from cohortbook.cohort.document import Document
from cohortbook.cohort.errors import CohortFileError, CohortProblem, ProblemKind
from cohortbook.cohort.explanation import explain
from cohortbook.cohort.hooks import Hook
from cohortbook.cohort.model import Cohort, Group, KernelConfining, Mentor, Person, WorkbookPlan
from cohortbook.cohort.nudge_check import check_nudges
from cohortbook.cohort.nudge_shape import nudge_plan
from cohortbook.cohort.roster import check_roster
from cohortbook.cohort.self_organising_check import check_direction
from cohortbook.cohort.self_organising_shape import self_organising
from cohortbook.cohort.shape import FileShape, PersonShape

__all__ = ["FILE_NAME", "CohortFileError", "CohortProblem", "ProblemKind", "read_cohort"]

FILE_NAME = "cohort.yaml"


def read_cohort(path: Path) -> Cohort:
    """Read a cohort file.

    Parameters
    ----------
    path : pathlib.Path
        Of ``cohort.yaml``.

    Returns
    -------
    Cohort
        Valid in itself; whether its workbooks exist is the programme's concern.

    Raises
    ------
    CohortFileError
        With everything that is wrong, each with file, line and mend.
    """
    return cohort_of(Document.read(path))


def cohort_of(document: Document) -> Cohort:
    """Make a cohort of a document that has been read.

    Parameters
    ----------
    document : Document
        Of a cohort file.

    Returns
    -------
    Cohort
        Valid in itself.

    Raises
    ------
    CohortFileError
        With everything that is wrong.
    """
    shape: FileShape | None = None
    try:
        shape = FileShape.model_validate(document.data)
    except ValidationError as error:
        for each in error.errors(include_url=False):
            explain(document, each)
    check_roster(document)
    check_nudges(document)
    check_direction(document)
    if document.problems or shape is None:
        found = dict.fromkeys(document.problems)
        raise CohortFileError(sorted(found, key=lambda each: each.place.line or 0))
    return _cohort(shape)


def _cohort(shape: FileShape) -> Cohort:
    return Cohort(
        id=shape.cohort.id,
        title=shape.cohort.title,
        programme_title=shape.programme.title,
        programme_summary=shape.programme.summary.strip(),
        timezone=shape.cohort.timezone,
        facilitators=tuple(_person(each) for each in shape.facilitators),
        mentors=tuple(Mentor(_person(each), tuple(each.groups)) for each in shape.mentors),
        groups={
            group_id: Group(
                id=group_id,
                title=group.title,
                members=tuple(_person(each) for each in group.members),
                parameters=group.parameters,
            )
            for group_id, group in shape.groups.items()
        },
        programme_parameters=shape.programme.parameters,
        cohort_parameters=shape.cohort.parameters,
        schedule={
            workbook: WorkbookPlan(plan.opens, plan.due)
            for workbook, plan in shape.cohort.schedule.items()
        },
        per_person=shape.attention.per_person,
        nudges=None if shape.nudges is None else nudge_plan(shape.nudges),
        kernel_limits=shape.cohort.kernels.limits(),
        kernel_confining=KernelConfining(
            shape.cohort.kernels.confine, network=shape.cohort.kernels.network
        ),
        hooks={
            name: Hook(name, hook.url, tuple(hook.about), tuple(hook.groups), hook.language)
            for name, hook in shape.hooks.items()
        },
        self_organising=self_organising(shape.self_organising),
        language=shape.cohort.language,
    )


def _person(shape: PersonShape) -> Person:
    return Person(shape.name, shape.email)
