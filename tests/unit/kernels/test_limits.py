"""Limits are read from a kernelspec and held from outside."""

from __future__ import annotations

import os
import resource
import subprocess
import sys

import pytest

from cohortbook_kernels.limits import LIMITS_VARIABLE, Limits


def test_limits_are_read_from_the_metadata_of_a_kernelspec():
    metadata = {"cohortbook": {"limits": {"open_files": 64, "niceness": 3, "moons": 2}}}
    assert Limits.from_metadata(metadata) == Limits(open_files=64, niceness=3)


@pytest.mark.parametrize("metadata", [{}, {"cohortbook": {}}, {"cohortbook": {"limits": {}}}])
def test_a_kernelspec_without_limits_has_none(metadata):
    assert Limits.from_metadata(metadata) == Limits()


@pytest.mark.parametrize(
    ("said", "held"),
    [
        (None, Limits(open_files=64)),
        ('{"open_files": 32, "memory_mb": 500}', Limits(open_files=32, memory_mb=500)),
        ('{"memory_mb": "all", "moons": 2}', Limits(open_files=64)),
        ("[1]", Limits(open_files=64)),
        ("nothing of the kind", Limits(open_files=64)),
    ],
)
def test_who_launches_a_kernel_may_say_more_and_nonsense_is_ignored(said, held):
    metadata = {"cohortbook": {"limits": {"open_files": 64}}}
    environment = {} if said is None else {LIMITS_VARIABLE: said}
    assert Limits.for_launch(metadata, environment) == held


@pytest.mark.skipif(sys.platform != "linux", reason="limits from outside are Linux's")
def test_a_running_process_is_held_to_its_limits():
    child = subprocess.Popen([sys.executable, "-c", "input()"], stdin=subprocess.PIPE)
    try:
        Limits(open_files=77, core_bytes=0, niceness=os.nice(0) + 1).apply(child.pid)
        assert resource.prlimit(child.pid, resource.RLIMIT_NOFILE) == (77, 77)
        assert resource.prlimit(child.pid, resource.RLIMIT_CORE) == (0, 0)
        assert os.getpriority(os.PRIO_PROCESS, child.pid) == os.nice(0) + 1
    finally:
        child.communicate(b"\n")


def test_a_process_that_is_gone_already_is_no_error():
    child = subprocess.Popen([sys.executable, "-c", ""])
    child.wait()
    Limits(open_files=77, core_bytes=0, niceness=1).apply(child.pid)
