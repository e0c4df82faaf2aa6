"""The interval is Student's, and holds the mean about as often as it says."""

from __future__ import annotations

import math
from statistics import fmean

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from cohortbook.learning.mean_interval import LEAST_VALUES, mean_interval, student_quantile

values = st.lists(st.floats(-1000, 1000), min_size=LEAST_VALUES, max_size=30)


@pytest.mark.parametrize(
    ("freedom", "quantile"),
    [(1, 12.7062), (2, 4.3027), (3, 3.1824), (4, 2.7764), (5, 2.5706), (9, 2.2622), (30, 2.0423)],
)
def test_quantiles_are_those_of_the_tables(freedom, quantile):
    assert student_quantile(0.975, freedom) == pytest.approx(quantile, abs=5e-5)


@given(values)
def test_it_holds_the_mean_and_is_as_wide_to_both_sides(some):
    found = mean_interval(some)
    assert found.mean == pytest.approx(fmean(some))
    if found.low is not None:
        assert found.low <= found.mean <= found.high
        assert found.mean - found.low == pytest.approx(found.high - found.mean, abs=1e-6)


@given(values, st.floats(0.1, 10), st.floats(-100, 100))
def test_other_units_give_the_same_interval_in_other_units(some, scale, shift):
    one, other = mean_interval(some), mean_interval([scale * each + shift for each in some])
    if one.low is not None and one.values[-1] - one.values[0] > 1e-6:
        assert other.low == pytest.approx(scale * one.low + shift, rel=1e-6, abs=1e-6)


@given(st.lists(st.floats(0, 1), max_size=LEAST_VALUES - 1), st.floats(0, 1))
def test_of_few_or_equal_values_nothing_is_claimed(few, one):
    assert mean_interval(few).low is None
    assert mean_interval([one] * 12).low is None
    assert mean_interval([]).mean is None


@given(st.lists(st.floats(0, 1), min_size=LEAST_VALUES))
def test_it_ends_where_a_mean_can_end(shares):
    found = mean_interval(shares, at_least=0, at_most=1)
    assert found.low is None or 0 <= found.low <= found.high <= 1


# Normal values, shares that are mostly high, points, and counts with a long tail. For these
# last the interval is known to hold the mean less often than it says, from few values.
SHAPES = {
    "normal": (lambda chance, size: chance.normal(60, 15, size), 60, 0.94),
    "shares": (lambda chance, size: chance.beta(6, 2, size), 6 / 8, 0.93),
    "points": (lambda chance, size: chance.uniform(0, 100, size), 50, 0.93),
    "counts": (lambda chance, size: chance.poisson(2, size) / 6, 2 / 6, 0.92),
    "tail": (lambda chance, size: chance.exponential(1, size), 1, 0.86),
}


@pytest.mark.parametrize("shape", SHAPES)
@pytest.mark.parametrize("size", [LEAST_VALUES, 8, 13])
def test_how_often_it_holds_the_true_mean(shape, size):
    draw, truth, least = SHAPES[shape]
    chance = np.random.default_rng(20261126)
    held = tried = 0
    for _ in range(2000):
        found = mean_interval(draw(chance, size).tolist())
        if found.low is not None:
            tried += 1
            held += found.low <= truth <= found.high
    assert tried > 1900
    error = 3 * math.sqrt(0.05 * 0.95 / tried)
    assert least <= held / tried <= 0.95 + error
