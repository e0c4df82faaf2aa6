"""Groups at the direction dial: first they see what another setting changes, then they set it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from cohortbook.server.desk.copies import BUSY, Copies, CopiesState

if TYPE_CHECKING:
    from cohortbook.server.stamping import Stamping
    from cohortbook.stamp.errors import StampFailedError

_AT_RISK = "answers-at-risk"


@dataclass(frozen=True, slots=True)
class DialState:
    """What a group does at its dial.

    Parameters
    ----------
    setting : str
        The one that is tried, or was set last.
    copies : CopiesState
        What becomes of the group's copies with it.
    """

    setting: str
    copies: CopiesState

    @property
    def ready(self) -> bool:
        """Whether it has been seen what the setting changes."""
        return self.copies.doing == "looked"

    @property
    def at_risk(self) -> bool:
        """Whether exercises that have answers would go."""
        return any(each.code == _AT_RISK for each in self._failed)

    @property
    def impossible(self) -> bool:
        """Whether copies cannot be made with the setting, for another reason than answers."""
        return any(each.code != _AT_RISK for each in self._failed)

    @property
    def _failed(self) -> tuple[StampFailedError, ...]:
        return () if self.copies.report is None else self.copies.report.failed


class Dials:
    """What each group tries, kept while the server runs.

    Parameters
    ----------
    stamping : Stamping
        Makes copies.
    """

    def __init__(self, stamping: Stamping) -> None:
        self._stamping = stamping
        self._tried: dict[str, str] = {}
        self._copies: dict[str, Copies] = {}

    def state(self, group: str) -> DialState | None:
        """Return what a group tries; None when it does not."""
        setting = self._tried.get(group)
        return None if setting is None else DialState(setting, self._copies[group].state)

    def look(self, group: str, setting: str) -> None:
        """Begin to see what a setting changes, unless the group's copies are being made."""
        copies = self._copies.setdefault(group, Copies(self._stamping, group))
        if copies.state.doing not in BUSY:
            self._tried[group] = setting
            copies.look(setting)

    def stamp(self, group: str, setting: str, *, archive_answered: bool = False) -> None:
        """Begin to make a group's copies with what it chose."""
        copies = self._copies.setdefault(group, Copies(self._stamping, group))
        if copies.state.doing not in BUSY:
            self._tried[group] = setting
            copies.stamp(archive_answered=archive_answered)

    async def wait(self) -> None:
        """Wait until nothing is under way."""
        for each in tuple(self._copies.values()):
            await each.wait()

    async def close(self) -> None:
        """End what is under way; copies that were made stay."""
        for each in tuple(self._copies.values()):
            await each.close()
