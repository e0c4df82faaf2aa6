"""Kernels are counted as people would: those that wait to be forked are none."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from cohortbook.server.desk.operations import zygote_seen

pids = st.frozensets(st.integers(2, 40))


def test_a_revival_is_no_kernel_and_what_is_forked_from_it_is_one():
    told = {"children": [10, 11, 12], "forked": 5}
    # The first is a room's, the third makes a stamp; another room's came from a revival.
    seen = zygote_seen(told, own=[10, 30], revivals=[11, 99])
    assert (seen.kernels, seen.revivals, seen.told) == (3, 1, told)
    assert zygote_seen({}, [], []).kernels == 0


@given(pids, pids, pids)
def test_everybody_is_counted_once(children, own, revivals):
    seen = zygote_seen({"children": sorted(children)}, own - revivals, revivals)
    assert seen.kernels + seen.revivals == len(children | (own - revivals))
