from __future__ import annotations

import math
from itertools import product

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from cohortbook.learning.agreement import FEWEST, agreement, weighted_kappa


def pairs_from(matrix):
    """Return a pair for each count of a table: rows are the one, columns the other."""
    return [
        (row, column)
        for row, counts in enumerate(matrix)
        for column, count in enumerate(counts)
        for _ in range(count)
    ]


def recomputed(pairs):
    """Kappa as the paper writes it, over tables of proportions."""
    size, n = 1 + max(max(pair) for pair in pairs), len(pairs)
    cells = list(product(range(size), repeat=2))
    observed = {cell: sum(pair == cell for pair in pairs) / n for cell in cells}
    rows = [sum(observed[i, j] for j in range(size)) for i in range(size)]
    columns = [sum(observed[i, j] for i in range(size)) for j in range(size)]
    weights = {(i, j): (i - j) ** 2 for i, j in cells}
    apart = math.fsum(weights[cell] * observed[cell] for cell in cells)
    by_chance = math.fsum(weights[i, j] * rows[i] * columns[j] for i, j in cells)
    return None if by_chance == 0 else 1 - apart / by_chance


# By hand. Of two levels it is the unweighted kappa, whose textbook table this is:
# (0.7 - 0.5) / (1 - 0.5). In the last, squared distances add up to 8 of 23 answers, and to
# 600 of 23 * 23 by chance.
@pytest.mark.parametrize(
    ("matrix", "kappa"),
    [
        ([[20, 5], [10, 15]], 0.4),
        ([[10, 0, 0], [0, 10, 0], [0, 0, 10]], 1.0),
        ([[0, 0, 10], [0, 0, 0], [10, 0, 0]], -1.0),
        ([[4, 4], [4, 4]], 0.0),
        ([[5, 2, 0], [1, 6, 3], [0, 2, 4]], 1 - 23 * 8 / 600),
    ],
)
def test_known_values(matrix, kappa):
    assert weighted_kappa(pairs_from(matrix)) == pytest.approx(kappa)


levels = st.integers(0, 4)
judged = st.lists(st.tuples(levels, levels), min_size=1, max_size=40)


@given(judged)
def test_it_is_what_the_paper_says(pairs):
    expected = recomputed(pairs)
    found = weighted_kappa(pairs)
    if expected is None:
        assert found is None
    else:
        assert found == pytest.approx(expected)


@given(judged)
def test_who_is_named_first_and_how_levels_are_counted_changes_nothing(pairs):
    kappa = weighted_kappa(pairs)
    assert weighted_kappa([(two, one) for one, two in pairs]) == kappa
    shifted = weighted_kappa([(one * 3 + 7, two * 3 + 7) for one, two in pairs])
    assert shifted == (None if kappa is None else pytest.approx(kappa))


@given(st.lists(levels, min_size=2, max_size=40))
def test_who_always_agrees_agrees_wholly(chosen):
    assume(len(set(chosen)) > 1)
    assert weighted_kappa([(each, each) for each in chosen]) == 1


@given(st.lists(st.tuples(levels, levels), max_size=FEWEST - 1))
def test_of_few_answers_it_tells_how_many_and_no_more(pairs):
    found = agreement(pairs)
    assert found.n == len(pairs)
    assert found.same == sum(one == two for one, two in pairs)
    assert (found.kappa, found.low, found.high) == (None, None, None)


def test_where_all_were_given_one_level_there_is_nothing_to_say():
    assert agreement([(1, 1)] * 20).kappa is None


def test_the_range_is_the_same_each_time_and_narrows_with_more_answers():
    few = pairs_from([[5, 2, 0], [1, 6, 3], [0, 2, 4]])
    found = agreement(few)
    assert found == agreement(few)
    assert found.low < found.kappa < found.high <= 1
    many = agreement(few * 8)
    assert many.kappa == pytest.approx(found.kappa)
    assert many.high - many.low < (found.high - found.low) / 2
