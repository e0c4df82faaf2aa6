"""Two stampers at once do not get in each other's way."""

from __future__ import annotations

import subprocess
import sys

import pytest

from cohortbook.stamp.errors import StampLockedError
from cohortbook.stamp.lock import stamping_lock

HOLD = """
import sys
from pathlib import Path
from cohortbook.stamp.lock import stamping_lock
with stamping_lock(Path(sys.argv[1])):
    print("held", flush=True)
    sys.stdin.read()
"""


def test_the_second_is_told_who_is_first(tmp_path):
    with (
        stamping_lock(tmp_path),
        pytest.raises(StampLockedError, match="Another process"),
        stamping_lock(tmp_path),
    ):
        pass


def test_a_killed_process_does_not_leave_it_locked(tmp_path):
    command = [sys.executable, "-c", HOLD, str(tmp_path)]
    with subprocess.Popen(
        command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    ) as holder:
        assert holder.stdout.readline() == "held\n"
        with pytest.raises(StampLockedError, match=str(holder.pid)), stamping_lock(tmp_path):
            pass
        holder.kill()
    with stamping_lock(tmp_path):
        pass
