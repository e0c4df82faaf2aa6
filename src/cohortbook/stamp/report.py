"""What a run of the stamper did, as data for whoever shows it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Protocol

from cohortbook.stamp.errors import StampFailedError
from cohortbook.stamp.restamp import Differences


@dataclass(frozen=True, slots=True)
class Made:
    """A stamp that was made.

    Parameters
    ----------
    group, workbook : str
        Their ids.
    first : bool
        Whether there was none before.
    differences : Differences
        In its exercises, to the stamp before.
    archived : tuple of str
        Exercises that were archived because they had answers.
    """

    group: str
    workbook: str
    first: bool
    differences: Differences
    archived: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Leftover:
    """A stamp whose group or workbook is no longer in the programme.

    Parameters
    ----------
    group, workbook : str
        Their ids.
    answered : tuple of str
        Exercises that have answers; when there are any, the stamp stays.
    """

    group: str
    workbook: str
    answered: tuple[str, ...] = ()

    @property
    def kept(self) -> bool:
        """Whether the stamp stays."""
        return bool(self.answered)


@dataclass(frozen=True, slots=True)
class StampReport:
    """What a run of the stamper did.

    Parameters
    ----------
    made : tuple of Made
        By workbook, then group, as the programme has them.
    unchanged : int
        How many stamps were up to date.
    failed : tuple of StampFailedError
        Stamps that could not be made, in the same order; their earlier copies stay.
    leftovers : tuple of Leftover
        Stamps of groups and workbooks that are gone.
    """

    made: tuple[Made, ...] = ()
    unchanged: int = 0
    failed: tuple[StampFailedError, ...] = ()
    leftovers: tuple[Leftover, ...] = ()

    @property
    def nothing_done(self) -> bool:
        """Whether everything was up to date."""
        return not (self.made or self.failed or any(not each.kept for each in self.leftovers))


class StampProgress(Protocol):
    """Is told how the stamper gets on, from several threads."""

    def planned(self, stamps: int, unchanged: int) -> None:
        """Hear how many stamps will be made, and how many need not be."""

    def cell(self, group: str, workbook: str, done: int, total: int) -> None:
        """Hear that a cell of a stamp starts, `done` of `total` being behind it."""

    def finished(self, group: str, workbook: str) -> None:
        """Hear that a stamp is made, or has failed."""


class Silent:
    """Progress that nobody watches."""

    def planned(self, stamps: int, unchanged: int) -> None:
        """Do nothing."""

    def cell(self, group: str, workbook: str, done: int, total: int) -> None:
        """Do nothing."""

    def finished(self, group: str, workbook: str) -> None:
        """Do nothing."""
