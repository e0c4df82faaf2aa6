"""Who reviews whom: as much work for everybody, and as much attention."""

from __future__ import annotations

import random
from typing import TYPE_CHECKING

from cohortbook.learning.errors import TooFewPeers

if TYPE_CHECKING:
    from collections.abc import Iterable


def assign(groups: Iterable[str], each: int, seed: int) -> dict[str, tuple[str, ...]]:
    """Deal the answers of groups out among them.

    The groups stand in a circle in an order that the seed draws. It also draws `each`
    different distances, and every group reviews those that stand that far on: so each
    answer is reviewed as often as any other, each group reviews as many, none its own, and
    none the same twice.

    Parameters
    ----------
    groups : iterable of str
        Ids of the groups with an answer; their order is of no matter.
    each : int
        How many reviews each answer gets.
    seed : int
        The same seed deals the same way.

    Returns
    -------
    dict of str to tuple of str
        By reviewing group the groups whose answers it gets.

    Raises
    ------
    TooFewPeers
        When there are not more groups than reviews for each answer.
    """
    draw = random.Random(seed)  # noqa: S311 - fair, not secret
    circle = sorted(set(groups))
    count = len(circle)
    if not 1 <= each < count:
        raise TooFewPeers(count, each)
    draw.shuffle(circle)
    distances = draw.sample(range(1, count), each)
    return {
        group: tuple(circle[(place + distance) % count] for distance in distances)
        for place, group in enumerate(circle)
    }
