"""Kernels are counted as people would: those that wait to be forked are none."""

from __future__ import annotations

from datetime import UTC, datetime

from hypothesis import given
from hypothesis import strategies as st

from cohortbook.live.kernel_facts import KernelFacts
from cohortbook.server.desk.operations import zygote_seen

ZYGOTE = 1
pids = st.frozensets(st.integers(2, 30))


def kernel(pid, parent=ZYGOTE):
    at = datetime(2026, 11, 26, tzinfo=UTC)
    return KernelFacts(
        pid=pid,
        since=at,
        memory_mb=20.0,
        cpu_seconds=1.0,
        processes=1,
        forked=True,
        not_forked=None,
        confined="wholly",
        less_confined=None,
        grouped=False,
        parent=parent,
        zygote="key",
    )


def test_a_revival_is_no_kernel_and_what_is_forked_from_it_is_one():
    told = {"children": [10, 11, 12, 13], "forked": 5}
    # The first is a room's, the second waits, the third made another room's and goes with
    # it, the last makes a stamp.
    seen = zygote_seen(told, [kernel(10), kernel(30, parent=12)], waiting=[11, 99])
    assert (seen.kernels, seen.revivals, seen.told) == (3, 1, told)
    assert zygote_seen({}, [], []).kernels == 0


@given(pids, pids, pids, pids)
def test_everybody_is_counted_once(direct, waiting, spent, stamping):
    waiting, spent = waiting - direct, spent - direct - waiting
    stamping = stamping - direct - waiting - spent
    own = [kernel(each) for each in direct] + [kernel(100 + each, each) for each in spent]
    seen = zygote_seen({"children": [*direct, *waiting, *spent, *stamping]}, own, waiting)
    assert seen.kernels == len(direct) + len(spent) + len(stamping)
    assert seen.revivals == len(waiting)
