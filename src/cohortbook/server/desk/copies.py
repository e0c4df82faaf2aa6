"""Making copies anew while the server serves: looked at first, then made, one run at a time."""

from __future__ import annotations

import asyncio
import logging
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Literal

from cohortbook.errors import CohortbookError
from cohortbook.stamp.options import StampOptions
from cohortbook.stamp.stamper import Stamper
from cohortbook.workbook.programme import read_programme

if TYPE_CHECKING:
    from pathlib import Path

    from cohortbook.learning.answers import Answers
    from cohortbook.stamp.report import StampReport

_log = logging.getLogger(__name__)

# The server answers its visitors meanwhile.
_JOBS = 2

Doing = Literal["nothing", "looking", "looked", "stamping", "stamped", "failed"]
BUSY: frozenset[Doing] = frozenset({"looking", "stamping"})


@dataclass(frozen=True, slots=True)
class CopiesState:
    """What is being done, and what came of the last run.

    Parameters
    ----------
    doing : str
        What.
    done, total : int
        How many copies of how many.
    report : StampReport or None
        What would be made, or what was.
    error : str or None
        Why a run did not come to its end.
    """

    doing: Doing = "nothing"
    done: int = 0
    total: int = 0
    report: StampReport | None = None
    error: str | None = None


class _Ended(Exception):  # noqa: N818
    """The server ends; so does the run, between two cells."""


class Copies:
    """Looks for copies that are out of date, and makes them anew.

    Parameters
    ----------
    programme, outputs : pathlib.Path
        Where the sources are, and where the copies go.
    answers : Answers
        Which exercises have answers.
    hidden : tuple of pathlib.Path
        What no kernel may see while copies are made.

    Notes
    -----
    Rooms notice by themselves that their stamp is another one, and tell their pages.
    The stamper's own lock keeps the command line out meanwhile.
    """

    def __init__(
        self, programme: Path, outputs: Path, answers: Answers, hidden: tuple[Path, ...] = ()
    ) -> None:
        self.state = CopiesState()
        self._programme = programme
        self._outputs = outputs
        self._answers = answers
        self._hidden = (outputs, *hidden)
        self._running: asyncio.Task[None] | None = None
        self._ending = False

    def look(self) -> None:
        """Begin to compare all copies with their sources, unless a run is under way."""
        self._begin("looking", StampOptions(jobs=_JOBS, dry=True, hidden=self._hidden))

    def stamp(self, *, archive_answered: bool = False) -> None:
        """Begin to make what is out of date, unless a run is under way."""
        options = StampOptions(jobs=_JOBS, archive_answered=archive_answered, hidden=self._hidden)
        self._begin("stamping", options)

    async def wait(self) -> None:
        """Wait until nothing is under way."""
        if self._running is not None:
            await self._running

    async def close(self) -> None:
        """End a run that is under way; what was made stays."""
        self._ending = True
        await self.wait()

    def planned(self, stamps: int, unchanged: int) -> None:  # noqa: ARG002
        """Hear how many copies there are to make."""
        self.state = replace(self.state, total=stamps)

    def cell(self, group: str, workbook: str, done: int, total: int) -> None:  # noqa: ARG002
        """Hear that a cell starts."""
        if self._ending:
            raise _Ended

    def finished(self, group: str, workbook: str) -> None:  # noqa: ARG002
        """Hear that a copy is made, or has failed."""
        self.state = replace(self.state, done=self.state.done + 1)
        if self._ending:
            raise _Ended

    def _begin(self, doing: Doing, options: StampOptions) -> None:
        if self.state.doing not in BUSY and not self._ending:
            self.state = CopiesState(doing)
            self._running = asyncio.get_running_loop().create_task(self._run(options))

    async def _run(self, options: StampOptions) -> None:
        try:
            report = await asyncio.to_thread(self._stamp, options)
        except _Ended:
            self.state = CopiesState()
        except CohortbookError as error:
            self.state = CopiesState("failed", error=str(error))
        except Exception as error:  # noqa: BLE001 - the page must not wait for ever
            _log.exception("Copies could not be made")
            self.state = CopiesState("failed", error=type(error).__name__)
        else:
            self.state = CopiesState("looked" if options.dry else "stamped", report=report)

    def _stamp(self, options: StampOptions) -> StampReport:
        plan = read_programme(self._programme)
        return Stamper(plan, self._outputs, answered=self._answered, progress=self).stamp(options)

    def _answered(self, group: str, workbook: str) -> frozenset[str]:
        return frozenset(self._answers.exercises_with_answers().get((group, workbook), ()))
