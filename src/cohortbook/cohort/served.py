"""The cohort that a server works with."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from cohortbook.cohort.model import Cohort


class ServedCohort:
    """Holds the cohort as it is now; it changes whole, and only here.

    Parameters
    ----------
    cohort : Cohort
        As its file told it when the server started.

    Notes
    -----
    Whoever needs its people or groups asks anew each time. Everything else of it, such
    as the schedule, stays as it was at the start.
    """

    def __init__(self, cohort: Cohort) -> None:
        self._cohort = cohort

    def __call__(self) -> Cohort:
        """Return the cohort as it is now."""
        return self._cohort

    def become(self, cohort: Cohort) -> None:
        """Let another one take its place."""
        self._cohort = cohort
