"""After a fork each process reads on for itself."""

from __future__ import annotations

import os

import pytest

from cohortbook_kernels.forking.own_files import is_only_read, only_read, open_files, take_over


@pytest.fixture
def text(tmp_path):
    path = tmp_path / "text"
    path.write_text("0123456789")
    return path


def test_what_is_only_read_gets_a_place_of_its_own(text):
    number = os.open(text, os.O_RDONLY)
    shared = os.dup(number)
    os.lseek(number, 3, os.SEEK_SET)
    # Only the one of the child: here both are of one process.
    before = os.fstat(number)
    pid = os.fork()
    if pid == 0:
        take_over(only_read())
        os.read(number, 5)
        os._exit(0)
    os.waitpid(pid, 0)
    assert os.lseek(number, 0, os.SEEK_CUR) == 3
    assert os.path.samestat(os.fstat(number), before)
    os.close(number)
    os.close(shared)


def test_a_file_that_was_replaced_meanwhile_is_left_alone(text, tmp_path):
    with text.open() as kept:
        other = tmp_path / "other"
        other.write_text("other")
        other.rename(text)
        assert not is_only_read(kept.fileno())


@pytest.mark.parametrize("mode", [os.O_WRONLY, os.O_RDWR, os.O_RDWR | os.O_APPEND])
def test_what_is_written_is_not_only_read(text, mode):
    number = os.open(text, mode)
    assert not is_only_read(number)
    os.close(number)


def test_everything_that_is_open_is_found(text):
    with text.open() as kept:
        assert (kept.fileno(), str(text)) in set(open_files())
        reading, writing = os.pipe()
        assert {reading, writing} <= {number for number, _ in open_files()}
        assert not is_only_read(reading)
        os.close(reading)
        os.close(writing)
