"""Zygotes come when they are needed, keep to themselves, and leave nothing behind."""

from __future__ import annotations

import asyncio
import json
import os
import re
import signal
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import psutil
import pytest

from cohortbook_kernels.forking import zygotes
from cohortbook_kernels.forking.process import UNKNOWN, ForkedProcess
from real_kernels import kernel

PATIENCE_SECONDS = 20
# Starts two kernels, says who they are, and waits to be killed.
SERVER = """
import asyncio, sys
from jupyter_client.manager import AsyncKernelManager

async def main():
    managers = [AsyncKernelManager(kernel_name="cohortbook") for _ in range(2)]
    await asyncio.gather(*(each.start_kernel() for each in managers))
    print(*(each.provisioner.pid for each in managers), flush=True)
    await asyncio.sleep(600)

asyncio.run(main())
"""


def run(scenario):
    return asyncio.run(scenario())


def gone(processes):
    return not psutil.wait_procs(processes, timeout=PATIENCE_SECONDS)[1]


@pytest.fixture
def server():
    started = subprocess.Popen([sys.executable, "-c", SERVER], stdout=subprocess.PIPE, text=True)
    kernels = [psutil.Process(int(each)) for each in started.stdout.readline().split()]
    zygote = kernels[0].parent()
    assert zygote.ppid() == started.pid
    yield started, zygote, kernels
    started.kill()
    started.communicate()


@pytest.fixture
def runtime(monkeypatch):
    """Where zygotes of one test are found; pytest's own folders are too deep for a socket."""
    with tempfile.TemporaryDirectory() as folder:
        monkeypatch.setenv("XDG_RUNTIME_DIR", folder)
        yield Path(folder)


def test_when_the_server_is_killed_all_goes_with_it(server):
    started, zygote, kernels = server
    started.kill()
    assert gone([zygote, *kernels])


def test_when_server_and_zygote_are_killed_at_once_kernels_go_all_the_same(server):
    started, zygote, kernels = server
    # Stopped they could do nothing about it by themselves.
    for each in kernels:
        each.suspend()
    zygote.suspend()
    started.kill()
    zygote.kill()
    assert gone([zygote, *kernels])


def test_kernels_outlive_their_zygote_and_the_next_come_from_another():
    async def scenario():
        async with kernel(changed={"fork": {"preload": ["json", "abc"]}}) as it:
            zygote = psutil.Process(it.pid).parent()
            zygote.kill()
            assert await it.say("print('alive')") == "alive"
            while zygote.is_running():
                # Looking after the kernel buries the zygote.
                assert it.process.poll() is None
            async with kernel(changed={"fork": {"preload": ["json", "abc"]}}) as another:
                assert isinstance(another.process, ForkedProcess)
                assert psutil.Process(another.pid).ppid() != zygote.pid
                assert await another.say("print('too')") == "too"
            it.client.execute("import os; os._exit(5)")
            # Nobody is left who could know.
            assert await it.ended() == UNKNOWN

    run(scenario)


def test_a_kernel_that_is_killed_is_noticed_and_leaves_no_zombie():
    async def scenario():
        async with kernel() as it:
            zygote = psutil.Process(it.pid).parent()
            os.kill(it.pid, signal.SIGKILL)
            assert await it.ended() == -signal.SIGKILL
            assert it.pid not in [each.pid for each in zygote.children()]

    run(scenario)


def test_nothing_is_left_open_by_kernels_that_have_gone():
    async def scenario():
        async with kernel() as it:
            zygote = psutil.Process(it.pid).parent()

        def held():
            return psutil.Process().num_fds(), zygote.num_fds(), len(zygote.children())

        before = held()
        for _ in range(2):

            async def one():
                async with kernel(ready=False) as it:
                    await it.manager.is_alive()

            await asyncio.gather(*(one() for _ in range(5)))
        until = time.monotonic() + PATIENCE_SECONDS
        while held() != before and time.monotonic() < until:  # noqa: ASYNC110 - processes
            await asyncio.sleep(0.05)
        assert held() == before

    run(scenario)


def test_a_change_of_what_is_loaded_makes_a_new_zygote(tmp_path, monkeypatch):
    module = tmp_path / "own_module.py"
    module.write_text("VALUE = 1\n")
    monkeypatch.setenv("PYTHONPATH", str(tmp_path))
    changed = {"fork": {"preload": ["own_module"]}}

    async def scenario():
        parents = []
        for value in (1, 1, 2):
            if value == 2:
                module.write_text("VALUE = 2  # longer\n")
                os.utime(module, (time.time() + 5, time.time() + 5))
            async with kernel(changed=changed) as it:
                assert isinstance(it.process, ForkedProcess)
                assert await it.say("import own_module; print(own_module.VALUE)") == str(value)
                parents.append(psutil.Process(it.pid).ppid())
        assert parents[0] == parents[1] != parents[2]

    run(scenario)


@pytest.mark.parametrize(
    "unsafe",
    [
        "import threading, time; threading.Thread(target=time.sleep, args=(9,), daemon=True).start()",
        "import socket; kept = socket.create_server(('127.0.0.1', 0))",
        "import os; os._exit(7)",
    ],
    ids=["thread", "connection", "death"],
)
def test_where_forking_is_unsafe_kernels_start_in_the_ordinary_way(tmp_path, monkeypatch, unsafe):
    (tmp_path / "unsafe.py").write_text(unsafe)
    monkeypatch.setenv("PYTHONPATH", str(tmp_path))

    async def scenario():
        async with kernel(changed={"fork": {"preload": ["unsafe"]}}) as it:
            assert isinstance(it.process, subprocess.Popen)
            assert await it.say("import os; print(os.environ['OPENBLAS_NUM_THREADS'])") == "1"

    run(scenario)


def test_no_two_of_different_trust_have_one_zygote():
    async def scenario():
        common = {"preload": ["json"]}
        async with (
            kernel(changed={"fork": {**common, "trust": "one"}}, ready=False) as one,
            kernel(changed={"fork": {**common, "trust": "two"}}, ready=False) as two,
            kernel(changed={"fork": common}, ready=False) as own,
        ):
            parents = {psutil.Process(each.pid).ppid() for each in (one, two, own)}
            assert len(parents) == 3
        for found in zygotes.all_zygotes():
            if found.description["trust"] in ("one", "two"):
                process = psutil.Process(found.description["pid"])
                assert found.ask("retire") == {"retired": True}
                assert gone([process])
                assert not found.path.exists()

    run(scenario)


def test_where_zygotes_are_found_is_closed_to_others(runtime):

    async def scenario():
        async with kernel(ready=False) as it:
            assert isinstance(it.process, ForkedProcess)
        (folder,) = runtime.iterdir()
        assert folder.stat().st_mode & 0o777 == 0o700
        description = json.loads(next(folder.glob("*.json")).read_text())
        assert description["owner"] == os.getpid()
        # Where others could put something in its place, nothing is believed.
        folder.chmod(0o755)
        async with kernel(ready=False) as it:
            assert isinstance(it.process, subprocess.Popen)
        folder.chmod(0o700)

    run(scenario)


def test_as_many_zygotes_as_are_allowed_and_no_more(runtime):

    def settings(name):
        return {"fork": {"preload": [name], "most": 1}}

    async def scenario():
        async with kernel(changed=settings("json"), ready=False) as first:
            assert isinstance(first.process, ForkedProcess)
            async with kernel(changed=settings("abc"), ready=False) as second:
                assert isinstance(second.process, subprocess.Popen)
            zygote = psutil.Process(first.pid).parent()
        async with kernel(changed=settings("abc"), ready=False) as third:
            # The idle one made room.
            assert isinstance(third.process, ForkedProcess)
            assert gone([zygote])
        assert len(list(runtime.glob("*/*.sock"))) == 1

    run(scenario)


def large_kib(pid):
    told = Path(f"/proc/{pid}/smaps_rollup").read_text()
    return int(re.search(r"AnonHugePages:\s+(\d+)", told)[1])


def can_have_large_pages():
    """Say whether the system makes large pages of small ones when it is asked to."""
    setting = Path("/sys/kernel/mm/transparent_hugepage/enabled")
    if not setting.exists() or "[never]" in setting.read_text():
        return False
    # MADV_COLLAPSE of a whole one, asked of the system itself and not of what is tried here.
    code = (
        "import ctypes, mmap\n"
        "memory = mmap.mmap(-1, 2**23, flags=mmap.MAP_PRIVATE | mmap.MAP_ANONYMOUS)\n"
        "memory.write(b'x' * 2**23)\n"
        "start = ctypes.addressof(ctypes.c_char.from_buffer(memory))\n"
        "place = -(-start // 2**21) * 2**21\n"
        "call = ctypes.CDLL(None).madvise\n"
        "raise SystemExit(call(ctypes.c_void_p(place), ctypes.c_size_t(2**21), 25) != 0)\n"
    )
    return subprocess.run([sys.executable, "-c", code], check=False).returncode == 0


@pytest.mark.skipif(not can_have_large_pages(), reason="the system makes no large pages")
def test_one_that_is_left_alone_puts_what_it_has_loaded_into_large_pages():
    async def scenario():
        async with kernel() as first:
            zygote = psutil.Process(first.pid).ppid()
            until = time.monotonic() + PATIENCE_SECONDS
            while large_kib(zygote) < 10 * 1024:
                assert time.monotonic() < until
                await asyncio.sleep(0.1)
        async with kernel() as second:
            assert psutil.Process(second.pid).ppid() == zygote
            assert await second.say("import json; print(json.dumps([1, 2]))") == "[1, 2]"

    run(scenario)


def test_it_keeps_no_font_open_that_its_kernels_would_have_to_close():
    async def scenario():
        async with kernel() as it:
            zygote = psutil.Process(it.pid).parent()
            assert [each.path for each in zygote.open_files() if each.path.endswith("ttf")] == []

    run(scenario)


def test_that_one_was_killed_while_it_loaded_does_not_keep_the_next_from_being_forked(monkeypatch):
    spawn = zygotes.Zygotes._spawn

    def spawn_and_kill(self, *given):
        monkeypatch.setattr(zygotes.Zygotes, "_spawn", spawn)
        process = spawn(self, *given)
        process.kill()
        return process

    async def scenario():
        # Of an environment that no other test has: so there is no zygote yet.
        more = {"env": {**os.environ, "LC_TELEPHONE": "C"}}
        monkeypatch.setattr(zygotes.Zygotes, "_spawn", spawn_and_kill)
        async with kernel(**more) as first, kernel(**more) as second:
            assert not isinstance(first.process, ForkedProcess)
            assert first.manager.provisioner.hindrance == "the zygote did not start"
            assert isinstance(second.process, ForkedProcess)

    run(scenario)
