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
old = [bytes(size) for _ in range(1600)]
old = old[::2]
if sys.argv[2] == "settled":
    settle()
before = pages(old)
if os.fork() == 0:
    new = [bytes(size) for _ in range(300)]
    print(len(pages(new) & before), flush=True)
    os._exit(0)
os.wait()
"""


def shared_pages(size, how):
    command = [sys.executable, "-c", HOLES, str(size), how]
    return int(subprocess.run(command, check=True, capture_output=True).stdout)


@pytest.mark.parametrize("size", [48, 160, 512])
def test_small_objects_of_a_child_lie_together(size):
    # Room that is left in the page of what was made last is no hole.
    assert 5 * shared_pages(size, "settled") < shared_pages(size, "as it is")


@pytest.mark.skipif(
    not hasattr(ctypes.CDLL(None), "mallinfo2"), reason="the system does not tell of holes"
)
@pytest.mark.parametrize("size", [600, 3000, 30_000])
def test_large_objects_of_a_child_lie_together(size):
    # Room that is left in the page of what was made last is no hole.
    assert 5 * shared_pages(size, "settled") < shared_pages(size, "as it is")


@pytest.mark.skipif(
    sys.getrefcount(sys.intern("a name of nothing")) > 2**28,
    reason="this version of Python does not count who knows a name",
)
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
