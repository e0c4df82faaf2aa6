"""Whether a group did what it promised: to pursue a topic by a day."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from cohortbook.learning.attention_standing import Standing

# So many points are a topic that was worked on, whatever it was before ...
ENOUGH_POINTS = 55

# ... and so many more than when it was promised are a promise that was kept.
ENOUGH_MORE = 20


def is_kept(promised: Standing, now: Standing) -> bool:
    """Say whether a promise was kept.

    Parameters
    ----------
    promised : Standing
        When it was made.
    now : Standing
        After its day.
    """
    return now.points >= ENOUGH_POINTS or now.points - promised.points >= ENOUGH_MORE
