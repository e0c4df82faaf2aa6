"""Something that the checker found."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path


class Severity(StrEnum):
    """How bad it is."""

    ERROR = "error"
    WARNING = "warning"
    NOTE = "note"


@dataclass(frozen=True, slots=True)
class Finding:
    """Something that the checker found.

    Parameters
    ----------
    code : str
        Of the rule, such as ``CB301``.
    severity : Severity
        An error keeps a workbook from its groups.
    message : str
        What was found.
    mend : str
        What to do about it.
    file : pathlib.Path
        Where.
    cell : int or None
        Number of the cell in that file, from 1.
    line : int or None
        Line of that file, from 1.
    groups : tuple of str
        Ids of the groups whose parameters show it; empty when it is the same for all.
    """

    code: str
    severity: Severity
    message: str
    mend: str
    file: Path
    cell: int | None = None
    line: int | None = None
    groups: tuple[str, ...] = ()

    @property
    def where(self) -> str:
        """File, and line or cell, as one reads it."""
        text = str(self.file)
        if self.line is not None:
            text += f":{self.line}"
        if self.cell is not None:
            text += f", cell {self.cell}"
        return text
