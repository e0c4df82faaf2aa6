"""Files are there whole or not at all, whatever happens in between."""

from __future__ import annotations

import errno
import os
from pathlib import Path

import pytest

from cohortbook.stamp.errors import StampDiskFullError, StampUnwritableError
from cohortbook.stamp.files import remove_drafts, remove_file, write_atomically


def _fail(number):
    def fail(*_arguments, **_options):
        raise OSError(number, os.strerror(number))

    return fail


def test_makes_folders_and_replaces(tmp_path):
    file = tmp_path / "a" / "b" / "c.txt"
    write_atomically(file, b"one")
    write_atomically(file, b"two")
    assert file.read_bytes() == b"two"
    assert [each.name for each in file.parent.iterdir()] == ["c.txt"]


def test_writes_all_of_it_when_the_system_takes_only_parts(tmp_path, monkeypatch):
    write = os.write
    monkeypatch.setattr(os, "write", lambda to, data: write(to, data[:3]))
    write_atomically(tmp_path / "x", b"0123456789")
    assert (tmp_path / "x").read_bytes() == b"0123456789"


@pytest.mark.parametrize("step", ["open", "write", "fsync", "replace"])
@pytest.mark.parametrize("number", [errno.ENOSPC, errno.EDQUOT])
def test_a_full_disk_leaves_the_earlier_file_and_nothing_else(tmp_path, monkeypatch, step, number):
    file = tmp_path / "north" / "x.ipynb"
    write_atomically(file, b"earlier")
    with monkeypatch.context() as broken:
        broken.setattr(os, step, _fail(number))
        with pytest.raises(StampDiskFullError) as caught:
            write_atomically(file, b"later")
    assert caught.value.place.file == file
    assert "Make room" in str(caught.value)
    assert file.read_bytes() == b"earlier"
    assert list(file.parent.iterdir()) == [file]


def test_a_disk_that_fills_half_way_leaves_nothing_half_written(tmp_path, monkeypatch):
    write, calls = os.write, []

    def fill(to, data):
        calls.append(len(data))
        if len(calls) > 1:
            raise OSError(errno.ENOSPC, "No space left on device")
        return write(to, data[:4])

    monkeypatch.setattr(os, "write", fill)
    with pytest.raises(StampDiskFullError):
        write_atomically(tmp_path / "x", b"0123456789")
    assert len(calls) == 2
    assert list(tmp_path.iterdir()) == []


def test_other_trouble_is_named_too(tmp_path, monkeypatch):
    monkeypatch.setattr(os, "replace", _fail(errno.EROFS))
    with pytest.raises(StampUnwritableError, match="Read-only file system"):
        write_atomically(tmp_path / "x", b"")


def test_a_file_where_a_folder_should_be(tmp_path):
    (tmp_path / "north").write_text("")
    with pytest.raises(StampUnwritableError):
        write_atomically(tmp_path / "north" / "x.ipynb", b"")


def test_an_interrupt_leaves_no_draft(tmp_path, monkeypatch):
    def interrupt(*_arguments):
        raise KeyboardInterrupt

    monkeypatch.setattr(os, "fsync", interrupt)
    with pytest.raises(KeyboardInterrupt):
        write_atomically(tmp_path / "x", b"0")
    assert list(tmp_path.iterdir()) == []


def test_drafts_of_a_killed_process_are_removed_and_nothing_else(tmp_path, monkeypatch):
    with monkeypatch.context() as killed:
        killed.setattr(os, "replace", _fail(errno.EIO))
        killed.setattr(Path, "unlink", lambda *_a, **_k: None)
        with pytest.raises(StampUnwritableError):
            write_atomically(tmp_path / "north" / "x.ipynb", b"half")
    write_atomically(tmp_path / "north" / "y.ipynb", b"whole")
    assert remove_drafts(tmp_path) == 1
    assert [each.name for each in (tmp_path / "north").iterdir()] == ["y.ipynb"]


def test_removing_what_is_gone_is_fine(tmp_path):
    file = tmp_path / "north" / "x.ipynb"
    remove_file(file)
    write_atomically(file, b"")
    remove_file(file)
    remove_file(file)
    assert not file.exists()
