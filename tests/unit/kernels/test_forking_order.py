"""What an order brings along, and what its answer is taken for."""

from __future__ import annotations

import asyncio
import os
import socket
import subprocess
import sys
from pathlib import Path

import pytest

if sys.platform != "linux":
    pytest.skip("kernels are forked on Linux only", allow_module_level=True)

from cohortbook_kernels.forking.identity import NotForkableError
from cohortbook_kernels.forking.launching import answer
from cohortbook_kernels.forking.messages import new_socket, send
from cohortbook_kernels.forking.order import Order
from cohortbook_kernels.forking.own_files import open_files


def ordered(**more):
    return Order("/run/kernel-1.json", ["-f", "/run/kernel-1.json", "--late=1"], {}, "/", **more)


@pytest.mark.parametrize(
    ("more", "files"),
    [
        ({}, 5),
        ({"revival": {"most_mb": 1}}, 6),
        ({"namespaces": 1}, 6),
        ({"revival": {"most_mb": 1}, "namespaces": 1}, 7),
    ],
)
def test_as_many_files_go_with_it_as_it_needs(more, files):
    assert ordered(**more).files == files


def test_a_connection_file_that_is_written_inside_is_named_everywhere():
    inside = ordered().with_connection(Path("/inside/kernel-1.json"), {"key": "a"})
    assert inside.connection_file == "/inside/kernel-1.json"
    assert inside.arguments == ["-f", "/inside/kernel-1.json", "--late=1"]
    assert Order(**inside.to_json()) == inside


@pytest.fixture
def line():
    made = new_socket()
    ours, theirs = socket.socketpair(made.family, made.type)
    made.close()
    ours.settimeout(0)
    yield ours, theirs
    ours.close()
    theirs.close()


def answered(line, files):
    ours, theirs = line
    # In a sandbox, this is the number of another.
    send(theirs, {"pid": 2}, files)
    return asyncio.run(answer(ours))


def test_a_process_has_the_number_by_which_it_is_known_here(line):
    with subprocess.Popen(["sleep", "600"]) as child:
        handle = os.pidfd_open(child.pid)
        number, kept = answered(line, [handle])
        child.kill()
    assert number == child.pid
    os.close(handle)
    os.close(kept)


def test_what_is_no_handle_of_a_process_that_runs_is_not_believed(line, tmp_path):
    with subprocess.Popen(["true"]) as child:
        handle = os.pidfd_open(child.pid)
    file = os.open(tmp_path, os.O_RDONLY)
    before = set(open_files())
    for files in ([], [handle], [file], [file, handle]):
        with pytest.raises(NotForkableError):
            answered(line, files)
    assert set(open_files()) <= before
    os.close(handle)
    os.close(file)
