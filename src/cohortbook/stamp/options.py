"""How to stamp."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

DEFAULT_CELL_SECONDS = 120
_WRITERS = 8


@dataclass(frozen=True, slots=True, kw_only=True)
class StampOptions:
    """How to stamp.

    Parameters
    ----------
    prepare_only : bool
        Put the parameters in, but run nothing.
    archive_answered : bool
        Let exercises that have answers leave their workbook.
    dry : bool
        Make the stamps to see what changes, and write nothing.
    jobs : int
        Stamps made at the same time.
    cell_seconds : int
        How long one cell may take.
    groups : frozenset of str or None
        Whose stamps; None for all groups. The stamps of others stay as they are.
    hidden : tuple of pathlib.Path
        What no kernel may see: copies of others, and what people have written.
    """

    prepare_only: bool = False
    archive_answered: bool = False
    dry: bool = False
    jobs: int = 1
    cell_seconds: int = DEFAULT_CELL_SECONDS
    groups: frozenset[str] | None = None
    hidden: tuple[Path, ...] = ()

    @property
    def threads(self) -> int:
        """How many threads to work in: without kernels, they only wait for the disk."""
        return max(self.jobs, _WRITERS) if self.prepare_only else max(self.jobs, 1)
