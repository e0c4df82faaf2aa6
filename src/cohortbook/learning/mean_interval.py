"""The mean of a few values, and how far the mean that they stand for may lie from it."""

from __future__ import annotations

import math
import statistics
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

# An interval from fewer values would be too wide to say anything, or not to be believed.
LEAST_VALUES = 5
CONFIDENCE = 0.95
_WIDEST = 1e6


@dataclass(frozen=True, slots=True)
class MeanInterval:
    """What a few values say of the mean of all that could have been.

    Parameters
    ----------
    values : tuple of float
        In increasing order.
    low, high : float or None
        The interval; None where none can be given: for fewer than `LEAST_VALUES`
        values, and where all are the same, which says nothing of how they scatter.
    """

    values: tuple[float, ...]
    low: float | None = None
    high: float | None = None

    @property
    def mean(self) -> float | None:
        """Their mean; None of no values."""
        return statistics.fmean(self.values) if self.values else None


def mean_interval(
    values: Sequence[float], *, at_least: float = -math.inf, at_most: float = math.inf
) -> MeanInterval:
    """Return Student's interval around the mean.

    Parameters
    ----------
    values : sequence of float
        Each from another group.
    at_least, at_most : float
        Between what a mean can lie: the interval ends there.

    Notes
    -----
    Student, "The probable error of a mean", Biometrika 6 (1908), 1-25. It is exact for
    values that scatter as the normal distribution does; for values that scatter
    otherwise it is measured in the tests.
    """
    found = tuple(sorted(values))
    if len(found) < LEAST_VALUES or found[0] == found[-1]:
        return MeanInterval(found)
    error = statistics.stdev(found) / math.sqrt(len(found))
    half = student_quantile((1 + CONFIDENCE) / 2, len(found) - 1) * error
    mean = statistics.fmean(found)
    return MeanInterval(found, max(at_least, mean - half), min(at_most, mean + half))


def student_quantile(probability: float, freedom: int) -> float:
    """Return the quantile of Student's distribution, for probabilities from a half.

    Parameters
    ----------
    probability : float
        From 0.5 to less than 1.
    freedom : int
        Degrees of freedom, from 1.
    """
    low, high = 0.0, 1.0
    while _between(high, freedom) < 2 * probability - 1 and high < _WIDEST:
        low, high = high, high * 2
    for _ in range(60):
        middle = (low + high) / 2
        if _between(middle, freedom) < 2 * probability - 1:
            low = middle
        else:
            high = middle
    return (low + high) / 2


def _between(t: float, freedom: int) -> float:
    """Return the probability to lie between -t and t.

    For whole degrees of freedom it is a finite sum: Abramowitz and Stegun, Handbook of
    Mathematical Functions, 26.7.3 and 26.7.4.
    """
    angle = math.atan(t / math.sqrt(freedom))
    sine, square = math.sin(angle), math.cos(angle) ** 2
    odd = freedom % 2
    term = sine * (math.cos(angle) if odd else 1.0)
    total = 0.0
    for step in range(1 + odd, freedom, 2):
        total += term
        term *= square * step / (step + 1)
    return 2 / math.pi * (angle + total) if odd else total
