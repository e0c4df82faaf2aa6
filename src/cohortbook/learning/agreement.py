"""How far two people agree on levels, beyond what chance would make them."""

from __future__ import annotations

import random
from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

# With fewer, one answer more or less moves kappa so far that it says nothing.
FEWEST = 10
# With fewer, it says something, and not much.
FEW = 30
_RESAMPLES = 1000
_TAIL = 0.025


@dataclass(frozen=True, slots=True)
class Agreement:
    """How far two people agree.

    Parameters
    ----------
    n : int
        Answers that both have judged.
    same : int
        Of those, with the same level.
    kappa : float or None
        Weighted kappa with quadratic weights, at most 1; None with fewer than ten answers,
        and where both gave all answers one and the same level, of which it can say nothing.
    low, high : float or None
        Between these it lies in 95 of 100 samples drawn from the same answers.
    """

    n: int
    same: int
    kappa: float | None = None
    low: float | None = None
    high: float | None = None


def weighted_kappa(pairs: Sequence[tuple[int, int]]) -> float | None:
    """Return weighted kappa with quadratic weights.

    Parameters
    ----------
    pairs : sequence of (int, int)
        For each answer the level that each of the two gave, from 0.

    Returns
    -------
    float or None
        One less the ratio of the squared distances that there are to those that would be
        expected if each gave their levels as often as they did, but to any answer; None
        where none are expected.

    Notes
    -----
    Cohen, J. (1968). Weighted kappa: nominal scale agreement with provision for scaled
    disagreement or partial credit. Psychological Bulletin 70(4), 213-220.
    """
    n = len(pairs)
    first, second = Counter(one for one, _ in pairs), Counter(two for _, two in pairs)
    observed = sum((one - two) ** 2 for one, two in pairs)
    expected = sum(
        (one - two) ** 2 * times * other
        for one, times in first.items()
        for two, other in second.items()
    )
    return None if expected == 0 else 1 - n * observed / expected


def agreement(pairs: Sequence[tuple[int, int]]) -> Agreement:
    """Say how far two people agree, and how sure that is.

    Parameters
    ----------
    pairs : sequence of (int, int)
        For each answer the level that each of the two gave, from 0.

    Notes
    -----
    The interval is a percentile bootstrap: kappa of a thousand samples of the same size,
    drawn from the answers with replacement. The samples are the same each time.
    """
    n, same = len(pairs), sum(one == two for one, two in pairs)
    kappa = weighted_kappa(pairs) if n >= FEWEST else None
    if kappa is None:
        return Agreement(n, same)
    draw = random.Random(n)  # noqa: S311 - no secret
    samples = (weighted_kappa(draw.choices(pairs, k=n)) for _ in range(_RESAMPLES))
    found = sorted(each for each in samples if each is not None)
    cut = int(len(found) * _TAIL)
    return Agreement(n, same, kappa, found[cut], found[-1 - cut])
