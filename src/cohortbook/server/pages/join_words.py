"""What to say about a join link that lets nobody in."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from cohortbook.server.words import t

if TYPE_CHECKING:
    from cohortbook.access.sign_in import LinkInvalid


@dataclass(frozen=True, slots=True)
class JoinProblem:
    """Why a link does not work and what to do about it.

    Parameters
    ----------
    status : int
        The HTTP status to say it with.
    """

    status: int
    title: str
    text: str
    mend: str


def join_problem(error: LinkInvalid) -> JoinProblem:
    """Put the reason of a refused link in words."""
    return JoinProblem(
        status=404 if error.reason == "forged" else 410,
        title=t(f"signin.problem.{error.reason}.title"),
        text=t(f"signin.problem.{error.reason}.text"),
        mend=t(f"signin.problem.{error.reason}.mend"),
    )
