"""The base of every error that a person is meant to read."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import ClassVar


@dataclass(frozen=True, slots=True)
class Place:
    """Where in the input something was found.

    Parameters
    ----------
    file : pathlib.Path or None
        The file, as the person named it.
    line : int or None
        Line in that file, counted from 1.
    cell : int or None
        Cell in that notebook, counted from 1.
    """

    file: Path | None = None
    line: int | None = None
    cell: int | None = None

    def __str__(self) -> str:
        """Render as ``file:line`` or ``file, cell n``."""
        text = str(self.file) if self.file else ""
        if self.line is not None:
            text += f":{self.line}"
        if self.cell is not None:
            text += f", cell {self.cell}"
        return text


class CohortbookError(Exception):
    """Something that a person can put right.

    Parameters
    ----------
    message : str
        What was found, in one sentence.
    place : Place, optional
        Where it was found.
    mend : str, optional
        What to do about it.

    Notes
    -----
    The command line prints these without a traceback and ends with
    ``exit_code``; the server turns them into an error page or JSON.
    """

    code: ClassVar[str] = "error"
    exit_code: ClassVar[int] = 2

    def __init__(
        self, message: str, *, place: Place | None = None, mend: str | None = None
    ) -> None:
        super().__init__(message)
        self.message = message
        self.place = place
        self.mend = mend

    def __str__(self) -> str:
        """Render as advice: place, what was found, what to do."""
        text = f"{self.place}: {self.message}" if self.place else self.message
        return f"{text}\n  {self.mend}" if self.mend else text
