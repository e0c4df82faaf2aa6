"""Kill -9 at any moment, and writers of several processes at once."""

from __future__ import annotations

import os
import signal
import subprocess
import sys

import pytest

from cohortbook.learning.documents import Documents
from cohortbook.store.database import Database

WRITER = """
import sys
from pathlib import Path
from cohortbook.learning.documents import Documents
from cohortbook.store.database import Database

database = Database.in_folder(Path(sys.argv[1]))
documents = Documents(database)
for number in range(int(sys.argv[3])):
    batch = [(f"{number}:{part}".encode(), None) for part in range(3)]
    seq = documents.append(sys.argv[2], batch)
    print(number, seq, flush=True)
    if number % 40 == 39:
        print("compact", flush=True)
        whole = b"|".join(documents.load(sys.argv[2]))
        documents.compact(sys.argv[2], whole, seq)
"""


def start(folder, key, batches):
    return subprocess.Popen(
        [sys.executable, "-c", WRITER, str(folder), key, str(batches)],
        stdout=subprocess.PIPE,
        text=True,
    )


@pytest.fixture
def folder(tmp_path):
    database = Database.in_folder(tmp_path)
    database.migrate()
    database.close()
    return tmp_path


def kept(folder, key):
    database = Database.in_folder(folder)
    parts = b"|".join(Documents(database).load(key)).decode().split("|")
    database.close()
    return [each for each in parts if each]


@pytest.mark.parametrize("wait_for", [1, 17, 41, 118])
def test_everything_acknowledged_is_there_after_kill_9(folder, wait_for):
    writer = start(folder, "north/one", 100_000)
    acknowledged = []
    for line in writer.stdout:
        if not line.startswith("compact"):
            acknowledged.append(int(line.split()[0]))
        if len(acknowledged) >= wait_for:
            break
    os.kill(writer.pid, signal.SIGKILL)
    # What was printed before the signal arrived was acknowledged as well.
    acknowledged += [
        int(line.split()[0])
        for line in writer.stdout.read().splitlines()
        if line and not line.startswith("compact")
    ]
    writer.stdout.close()
    assert writer.wait() == -signal.SIGKILL

    found = kept(folder, "north/one")
    promised = [f"{number}:{part}" for number in acknowledged for part in range(3)]
    assert found[: len(promised)] == promised
    # A batch is there as a whole or not at all, and none twice.
    assert len(found) - len(promised) in (0, 3)
    assert len(set(found)) == len(found)


def test_two_processes_write_at_once_and_lose_nothing(folder):
    writers = [start(folder, f"north/{each}", 60) for each in ("one", "two")]
    for each in writers:
        output, _ = each.communicate()
        assert each.returncode == 0
        assert len(output.splitlines()) == 61
    for key in ("north/one", "north/two"):
        assert kept(folder, key) == [f"{n}:{p}" for n in range(60) for p in range(3)]


def test_two_processes_may_migrate_at_once(tmp_path):
    code = (
        "import sys; from pathlib import Path; from cohortbook.store.database import Database; "
        "Database.in_folder(Path(sys.argv[1])).migrate()"
    )
    command = [sys.executable, "-c", code, str(tmp_path)]
    started = [subprocess.Popen(command) for _ in range(3)]
    assert [each.wait() for each in started] == [0, 0, 0]
    assert kept(tmp_path, "north/one") == []
