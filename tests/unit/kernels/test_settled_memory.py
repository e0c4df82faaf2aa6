"""What a child makes lies in pages that nothing else is in."""

from __future__ import annotations

import ctypes
import subprocess
import sys

import pytest

# Every other object is given back: what is made next would be put in between.
HOLES = """
import os, sys
from cohortbook_kernels.forking.settled_memory import settle

def pages(objects):
    return {place // 4096 for each in objects for place in (id(each), id(each) + size)}

size = int(sys.argv[1]) - sys.getsizeof(b"")
old = [bytes(size) for _ in range(4000)]
old = old[::2]
if sys.argv[2] == "settled":
    settle()
before = pages(old)
if os.fork() == 0:
    new = [bytes(size) for _ in range(500)]
    touched = len(pages(new) & before)
    # Of what is made last before the fork, the page may have room left.
    os._exit(touched > 2)
raise SystemExit(os.waitstatus_to_exitcode(os.wait()[1]))
"""


def is_scattered(size, *how):
    command = [sys.executable, "-c", HOLES, str(size), *how]
    return subprocess.run(command, check=False).returncode == 1


@pytest.mark.parametrize("size", [48, 160, 512])
def test_small_objects_of_a_child_lie_together(size):
    assert is_scattered(size, "as it is")
    assert not is_scattered(size, "settled")


@pytest.mark.skipif(
    not hasattr(ctypes.CDLL(None), "mallinfo2"), reason="the system does not tell of holes"
)
@pytest.mark.parametrize("size", [700, 3000, 30_000])
def test_large_objects_of_a_child_lie_together(size):
    assert is_scattered(size, "as it is")
    assert not is_scattered(size, "settled")


def test_types_forget_what_they_have_looked_up():
    code = (
        "import sys\n"
        "from cohortbook_kernels.forking.settled_memory import settle\n"
        "class A: pass\n"
        "name = ''.join(['a_name', '_of_an_attribute'])\n"
        "alone = sys.getrefcount(name)\n"
        "name = sys.intern(name)\n"
        "hasattr(A, name)\n"
        "assert sys.getrefcount(name) > alone\n"
        "settle()\n"
        "assert sys.getrefcount(name) == alone\n"
    )
    subprocess.run([sys.executable, "-c", code], check=True)
