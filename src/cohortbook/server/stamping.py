"""Stamping while the server serves: with what is kept of answers and dials, one run at a time."""

from __future__ import annotations

import asyncio
from dataclasses import replace
from typing import TYPE_CHECKING

from cohortbook.stamp.stamper import Stamper
from cohortbook.workbook.programme import read_programme

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from pathlib import Path

    from cohortbook.learning.answers import Answers
    from cohortbook.learning.directions import Directions
    from cohortbook.stamp.options import StampOptions
    from cohortbook.stamp.report import StampProgress, StampReport


class Stamping:
    """Runs the stamper off the event loop; whoever comes second waits.

    Parameters
    ----------
    programme, outputs : pathlib.Path
        Where the sources are, and where the copies go.
    answers : Answers
        Which exercises have answers.
    directions : Directions
        What groups chose on the direction dial.
    hidden : iterable of pathlib.Path
        What no kernel may see while copies are made, beside the copies.
    """

    def __init__(
        self,
        programme: Path,
        outputs: Path,
        answers: Answers,
        directions: Directions,
        hidden: Iterable[Path] = (),
    ) -> None:
        self._programme = programme
        self._outputs = outputs
        self._answers = answers
        self._directions = directions
        self._hidden = (outputs, *hidden)
        self._turn = asyncio.Lock()

    async def run(
        self, options: StampOptions, progress: StampProgress, tried: Mapping[str, str]
    ) -> StampReport:
        """Stamp, or only look.

        Parameters
        ----------
        options, progress
            As for `Stamper`.
        tried : mapping of str to str
            Settings of the direction dial that groups try, over those that they chose.

        Raises
        ------
        CohortbookError
            As for `Stamper.stamp`.
        """
        async with self._turn:
            return await asyncio.to_thread(self._stamp, options, progress, tried)

    def _stamp(
        self, options: StampOptions, progress: StampProgress, tried: Mapping[str, str]
    ) -> StampReport:
        stamper = Stamper(
            read_programme(self._programme),
            self._outputs,
            answered=self._answered,
            directed=lambda: {**self._directions.settings(), **tried},
            progress=progress,
        )
        return stamper.stamp(replace(options, hidden=self._hidden))

    def _answered(self, group: str, workbook: str) -> frozenset[str]:
        return frozenset(self._answers.exercises_with_answers().get((group, workbook), ()))
