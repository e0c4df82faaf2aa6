"""In which order answers wait for a mentor."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from datetime import datetime


@dataclass(frozen=True, slots=True)
class Urgency:
    """What is known of an answer that decides when it has its turn.

    Parameters
    ----------
    asked_for : bool
        Whether a mentor asked for more and the group has handed in again: somebody did
        what they were asked to, and waits to hear whether it was that.
    overdue : bool
        Whether the exercise, or else its workbook, was due before today.
    required : bool
        Whether the workbook counts as done only with it.
    since : datetime.datetime
        Since when it waits.
    """

    asked_for: bool
    overdue: bool
    required: bool
    since: datetime

    @property
    def turn(self) -> tuple[bool, bool, bool, datetime]:
        """What to sort by: the first difference decides, and then what has waited longest."""
        return not self.asked_for, not self.overdue, not self.required, self.since
