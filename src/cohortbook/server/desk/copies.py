"""Making copies anew while the server serves: looked at first, then made, one run at a time."""

from __future__ import annotations

import asyncio
import logging
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Literal

from cohortbook.errors import CohortbookError
from cohortbook.stamp.options import StampOptions

if TYPE_CHECKING:
    from collections.abc import Collection

    from cohortbook.server.stamping import Stamping
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
    stamping : Stamping
        Stamps, one run after the other.
    group : str, optional
        Only the copies of this one.

    Notes
    -----
    Rooms notice by themselves that their stamp is another one, and tell their pages.
    The stamper's own lock keeps the command line out meanwhile.
    """

    def __init__(self, stamping: Stamping, group: str | None = None) -> None:
        self.state = CopiesState()
        self._stamping = stamping
        self._group = group
        self._groups = None if group is None else frozenset({group})
        self._running: asyncio.Task[None] | None = None
        self._ending = False
        self._wanted: set[str] = set()

    def look(self, setting: str | None = None) -> None:
        """Begin to compare copies with their sources, unless a run is under way.

        Parameters
        ----------
        setting : str, optional
            Look as if the group had set its direction dial to this.
        """
        options = StampOptions(jobs=_JOBS, dry=True, groups=self._groups)
        self._begin("looking", options, setting)

    def stamp(self, *, archive_answered: bool = False) -> None:
        """Begin to make what is out of date, unless a run is under way."""
        options = StampOptions(jobs=_JOBS, archive_answered=archive_answered, groups=self._groups)
        self._begin("stamping", options)

    def make_for(self, groups: Collection[str]) -> None:
        """Make the copies of some groups, at once or as soon as what is under way has ended."""
        self._wanted |= set(groups)
        self._go_on()

    async def wait(self) -> None:
        """Wait until nothing is under way."""
        while self._running is not None and not self._running.done():
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

    def _go_on(self) -> None:
        if self._wanted and self.state.doing not in BUSY and not self._ending:
            wanted, self._wanted = frozenset(self._wanted), set()
            self._begin("stamping", StampOptions(jobs=_JOBS, groups=wanted))

    def _begin(self, doing: Doing, options: StampOptions, setting: str | None = None) -> None:
        if self.state.doing not in BUSY and not self._ending:
            self.state = CopiesState(doing)
            self._running = asyncio.get_running_loop().create_task(self._run(options, setting))

    async def _run(self, options: StampOptions, setting: str | None) -> None:
        tried = {self._group: setting} if self._group and setting else {}
        try:
            report = await self._stamping.run(options, self, tried)
        except _Ended:
            self.state = CopiesState()
        except CohortbookError as error:
            self.state = CopiesState("failed", error=str(error))
        except Exception as error:  # noqa: BLE001 - the page must not wait for ever
            _log.exception("Copies could not be made")
            self.state = CopiesState("failed", error=type(error).__name__)
        else:
            self.state = CopiesState("looked" if options.dry else "stamped", report=report)
        self._go_on()
