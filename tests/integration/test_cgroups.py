"""A kernel's cgroup, made by the system itself; run where one can be made."""

from __future__ import annotations

import os
import subprocess
import time
from pathlib import Path

import pytest

from cohortbook_kernels.cgroups import Group
from cohortbook_kernels.limits import Limits


def _mounted():
    for each in Path("/proc/self/mountinfo").read_text().splitlines():
        before, _, after = each.partition(" - ")
        if after.startswith("cgroup2 "):
            yield Path(before.split()[4])


@pytest.fixture
def group():
    for place in _mounted():
        made = Group(place / f"kernel-{os.getpid()}-test")
        try:
            made.path.mkdir()
        except OSError:
            continue
        yield made
        made.remove()
        return
    pytest.skip("no cgroup of version 2 can be made here")


def test_what_a_kernel_starts_is_in_its_group_and_ends_with_it(group):
    # Where no controller was handed over, nothing is said of them.
    group.hold(Limits(memory_mb=300, processes=50, niceness=5))
    with subprocess.Popen(["sh", "-c", "read go; sleep 600 & wait"], stdin=-1) as kernel:
        group.take(kernel.pid)
        kernel.stdin.write(b"\n")
        kernel.stdin.close()
        while len(inside := group.read("cgroup.procs").split()) < 2:
            time.sleep(0.01)
        assert str(kernel.pid) in inside
        assert group.read("cpu.stat").startswith("usage_usec")
        group.remove()
        assert kernel.wait() < 0
    assert not group.path.exists()
