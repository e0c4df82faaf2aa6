"""What cannot be had twice from one run of cells is refused, and nobody notices."""

from __future__ import annotations

import asyncio
import os
from functools import partial
from pathlib import Path

import pytest

from cohortbook.live.kernels import RoomKernels
from cohortbook.live.status import RoomFailedError
from cohortbook_kernels.forking.revivals import RevivalLimits, Revivals, all_revivals
from sameness import notebook_of, rooms, stamped

THREAD = "threading.Thread(target=time.sleep, args=(60,)).start()"


def run(scenario):
    return asyncio.run(scenario())


@pytest.fixture(scope="module")
def origin():
    """Where kernels of rooms come from."""

    async def started():
        async with rooms() as there:
            await there.kernels.start("kernel", Path("/tmp"))
            return there.manager.get_kernel("kernel").provisioner.origin

    return run(started)


@pytest.mark.parametrize(
    ("cell", "reason"),
    [
        ("import threading, time\n" + THREAD, "2 threads"),
        ("import asyncio\nawait asyncio.sleep(0)", "awaits"),
        ("import asyncio\nasyncio.get_event_loop().create_task(asyncio.sleep(1))", "event loop"),
        ("import asyncio\nstayed = asyncio.get_event_loop()", "keeps the event loop"),
        ("import asyncio\nloop = asyncio.new_event_loop()", "open files|event loop|connection"),
        ("import socket\na, b = socket.socketpair()", "connection"),
        (
            "import socket\ns = socket.socket(socket.AF_UNIX)\n"
            "try: s.connect('/nowhere')\nexcept OSError: pass\ns.close()",
            "opens a connection",
        ),
        ("import zmq\nc = zmq.Context()", "open files|zmq"),
        ("import subprocess\nsubprocess.run(['true'])", "starts a program"),
        ("import subprocess\nsubprocess.run(['true', 'a', '--version'])", "starts a program"),
        ("import subprocess\nsubprocess.run('true --version', shell=True)", "starts a program"),
        ("import os\nos.write(1, b'beside')", "written beside Python"),
        ("import sqlite3\nd = sqlite3.connect(':memory:')", "opens a database"),
        ("open('written', 'w').write('a')", "writes a file"),
        ("f = open('/dev/null', 'w')", "open files"),
        ("import mmap\nm = mmap.mmap(-1, 4096)\nm[0] = 1", "memory that is shared"),
        ("import signal\nsignal.signal(signal.SIGUSR1, lambda *_: None)", "signals"),
        ("import signal\nsignal.setitimer(signal.ITIMER_REAL, 500)", "alarm"),
        ("import os\npid = os.getpid()", "number of its process"),
        ("import psutil\np = psutil.Process()", "number of its process"),
        ("import tempfile\nt = tempfile.TemporaryDirectory()", "writes a file"),
        ("%connect_info", "asks for the connection"),
        ("%history", "magic"),
        ("import sys\nsys.stdout = sys.__stdout__", "in the place of its output"),
        ("import sys\nsys.argv.append('a')", "arguments"),
        ("big = bytearray(600 * 2**20)\nfor n in range(0, len(big), 4096): big[n] = 1", "512 MiB"),
    ],
)
def test_what_cannot_be_had_twice_is_refused(origin, cell, reason):
    async def scenario():
        revivals = Revivals()
        run_early = partial(RoomKernels(None)._run_early, notebook_of(["before = 'here'", cell]))
        await revivals.make("key", "name", origin, run_early)
        assert revivals.ready("key") is None
        assert any(part in revivals.reason("key") for part in reason.split("|"))
        assert not revivals.wanted("key")
        revivals.close()

    run(scenario)


def test_why_a_cell_raised_is_told_and_not_what_it_raised(origin):
    late = (
        "import time\nkernel = get_ipython().kernel\nsaid = kernel._publish_status_and_flush\n"
        "kernel._publish_status_and_flush = lambda *it: (said(*it), time.sleep(0.2))"
    )
    moving = (
        "%matplotlib widget\nimport matplotlib.pyplot as plt\n"
        "from matplotlib.animation import FuncAnimation\nfigure, axes = plt.subplots()\n"
        "(line,) = axes.plot([0, 1], [0, 1])\n"
        "moving = FuncAnimation(figure, lambda at: [line.set_ydata([at, 1])], frames=3)\n"
        "figure.canvas.draw()"
    )

    async def scenario():
        revivals = Revivals()
        run_early = partial(RoomKernels(None)._run_early, notebook_of([late, moving]))
        await revivals.make("key", "name", origin, run_early)
        assert revivals.reason("key") == "uses the event loop"
        revivals.close()

    run(scenario)


def test_nobody_notices_that_one_was_refused(tmp_path):
    async def scenario():
        async with rooms() as there:
            made = notebook_of(["kept = 'here'", "import threading, time\n" + THREAD])
            stamp = stamped(tmp_path, made)
            for _ in range(2):
                opened, _ = await there.open(stamp, made)
                await there.revivals.made()
                assert not there.revived(opened)
                assert await there.say(opened, "print(kept)") == "here"
                await there.kernels.stop(opened)
            assert "2 threads" in there.reason(stamp, made)
            (told,) = [each for each in all_revivals() if each["owner"] == os.getpid()]
            assert told["state"] == "refused"
            assert told["name"] == f"{tmp_path.name}/a"
            assert told["reason"] == there.reason(stamp, made)

    run(scenario)


@pytest.mark.parametrize("cell", ["1 / 0", "input('who? ')", "import os; os._exit(3)"])
def test_what_fails_fails_as_usual_and_is_tried_no_further(tmp_path, cell):
    async def scenario():
        async with rooms() as there:
            made = notebook_of([cell])
            stamp = stamped(tmp_path, made)
            with pytest.raises(RoomFailedError, match="cell 1"):
                await there.open(stamp, made)
            assert there.reason(stamp, made) is None

    run(scenario)


def test_cells_that_run_too_long_are_refused(tmp_path):
    async def scenario():
        async with rooms() as there:
            there.revivals._revivals._limits = RevivalLimits(run_seconds=1)
            made = notebook_of(["import time", "time.sleep(1.5)"])
            stamp = stamped(tmp_path, made)
            await there.open(stamp, made)
            await there.revivals.made()
            assert there.reason(stamp, made) == "runs for more than 1 s"

    run(scenario)
