"""What is wrong with a cohort file: everything at once, each with its line."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import ClassVar

from cohortbook.errors import CohortbookError, Place


class ProblemKind(StrEnum):
    """What sort of thing is wrong."""

    FILE = "file"
    SYNTAX = "syntax"
    UNKNOWN_KEY = "unknown-key"
    MISSING_KEY = "missing-key"
    VALUE = "value"
    EMPTY_GROUP = "empty-group"
    PERSON = "person"
    REFERENCE = "reference"


@dataclass(frozen=True, slots=True)
class CohortProblem:
    """One thing that is wrong with a cohort file.

    Parameters
    ----------
    kind : ProblemKind
        What sort of thing.
    place : Place
        File and, where there is one, line.
    message : str
        What was found.
    mend : str
        What to do about it.
    """

    kind: ProblemKind
    place: Place
    message: str
    mend: str

    def __str__(self) -> str:
        return f"{self.place}: {self.message}\n  {self.mend}"


class CohortFileError(CohortbookError):
    """A cohort file cannot be used.

    Parameters
    ----------
    problems : sequence of CohortProblem
        At least one, in the order of the file; ``message``, ``place`` and ``mend``
        are those of the first.
    """

    code: ClassVar[str] = "cohort-file"

    def __init__(self, problems: Sequence[CohortProblem]) -> None:
        first = problems[0]
        super().__init__(first.message, place=first.place, mend=first.mend)
        self.problems = tuple(problems)

    def __str__(self) -> str:
        return "\n".join(str(each) for each in self.problems)
