"""A forked kernel as its orderer sees it."""

from __future__ import annotations

import os
import socket
import subprocess
import sys

import pytest

if sys.platform != "linux":
    pytest.skip("kernels are forked on Linux only", allow_module_level=True)

from cohortbook_kernels.forking.messages import new_socket, send
from cohortbook_kernels.forking.process import UNKNOWN, ForkedProcess


@pytest.fixture
def kernel():
    """Give a process, how its orderer sees it, and the zygote's end of the line."""
    child = subprocess.Popen(["sleep", "600"])
    made = new_socket()
    ours, theirs = socket.socketpair(made.family, made.type)
    made.close()
    reading, lifeline = os.pipe()
    yield child, ForkedProcess(child.pid, os.pidfd_open(child.pid), ours, lifeline), theirs
    child.kill()
    child.wait()
    theirs.close()
    os.close(reading)


def test_it_ends_as_the_zygote_tells(kernel):
    child, process, zygote = kernel
    assert process.poll() is None
    child.kill()
    send(zygote, {"exited": -9}, [])
    assert process.wait(5) == -9


def test_it_has_ended_also_where_the_zygote_never_tells(kernel):
    child, process, _silent = kernel
    child.kill()
    assert process.wait(30) == UNKNOWN


def test_it_has_ended_where_the_zygote_is_gone(kernel):
    child, process, zygote = kernel
    zygote.close()
    assert process.poll() is None
    child.kill()
    assert process.wait(30) == UNKNOWN
