"""Kernels forked after their cells have run, where neither may see the machine."""

from __future__ import annotations

import asyncio
import json
import os
import signal
import socket
import subprocess
import sys
import time
from contextlib import asynccontextmanager
from pathlib import Path

import psutil
import pytest

from cohortbook.workbook.kernel_environment import ROOM_ENVIRONMENT
from cohortbook_kernels.forking.runtime import runtime_folder
from cohortbook_kernels.sandbox import private
from cohortbook_kernels.sandbox.ability import ability
from cohortbook_kernels.sandbox.holder import Sandbox, SandboxError
from cohortbook_kernels.sandbox.wanted import to_variable
from sameness import PATIENCE, notebook_of, rooms, stamped

pytestmark = pytest.mark.skipif(
    asyncio.run(ability()).hindrance is not None, reason="kernels cannot be confined here"
)

# What cells may not do if they are to run once alone, callbacks may.
LOOKS = """
import json, os, socket
def tried(what):
    try:
        return what() or "yes"
    except OSError as error:
        return type(error).__name__
def look():
    pids = [each for each in os.listdir("/proc") if each.isdigit()]
    print(json.dumps({
        "data": tried(lambda: open("data.csv").read()),
        "new": tried(lambda: open("new.csv", "x").close()),
        "temporary": tried(lambda: open("/tmp/new", "x").close()),
        "hidden": tried(lambda: open("cohort.yaml").close()),
        "secret": tried(lambda: open(%(secret)r).close()),
        "server": tried(lambda: os.kill(%(server)d, 0)),
        "environments": any(
            b"A_SECRET" in open(f"/proc/{each}/environ", "rb").read()
            for each in pids if each != "1"
        ),
        "port": tried(lambda: socket.create_connection(("127.0.0.1", %(port)d), 2).close()),
        "capable": [line.split()[1].strip("0") for line in open("/proc/self/status")
                    if line.startswith(("CapEff", "CapPrm", "CapBnd"))],
        "here": sorted(os.listdir(".")),
    }))
"""
SEES = {
    "data": "1,2",
    "new": "yes",
    "temporary": "yes",
    "hidden": "FileNotFoundError",
    "secret": "FileNotFoundError",
    "server": "ProcessLookupError",
    "environments": False,
    "port": "ConnectionRefusedError",
    "capable": ["", "", ""],
    "here": ["a.ipynb", "data.csv", "new.csv"],
}


def run(scenario):
    return asyncio.run(scenario())


@pytest.fixture
def work(tmp_path):
    folder = tmp_path / "programme"
    folder.mkdir()
    (folder / "data.csv").write_text("1,2")
    (folder / "cohort.yaml").write_text("names")
    (tmp_path / "secret").write_text("of another group")
    return folder


@asynccontextmanager
async def confined(mode="required", **more):
    environment = {**ROOM_ENVIRONMENT, **to_variable(mode=mode, **more)}
    async with rooms(environment=environment) as there:
        yield there


async def opened_twice(there, stamp, made):
    """Open a room, and again when its cells have run in advance; that must be to some use."""
    usual, _ = await there.open(stamp, made)
    assert not there.revived(usual)
    await there.kernels.stop(usual)
    await there.revivals.made()
    again, ran = await there.open(stamp, made)
    assert there.revived(again), there.reason(stamp, made)
    return again, ran


def waiting(there):
    """Return the processes whose cells have run, and which wait for their kernel."""
    known = there.revivals._revivals.to_json()
    return [psutil.Process(each["pid"]) for each in known if each["state"] == "ready"]


def namespaces(pid):
    folder = Path(f"/proc/{pid}/ns")
    return {each: (folder / each).readlink() for each in ("mnt", "pid", "net", "ipc")}


def own_sandboxes():
    return [
        each.pid
        for each in psutil.Process().children(recursive=True)
        if each.status() != psutil.STATUS_ZOMBIE and each.name() == "bwrap"
    ]


async def until(true):
    ends = time.monotonic() + PATIENCE
    while not true():
        assert time.monotonic() < ends
        await asyncio.sleep(0.01)


@pytest.mark.parametrize("mode", ["auto", "required"])
def test_it_sees_what_its_kernel_would_see_and_both_leave_nothing(work, mode, monkeypatch):
    monkeypatch.setenv("A_SECRET", "of the server")

    async def scenario():
        with socket.create_server(("127.0.0.1", 0)) as server:
            known = {
                "secret": str(work.parent / "secret"),
                "server": os.getpid(),
                "port": server.getsockname()[1],
            }
            made = notebook_of([LOOKS % known, "read = open('data.csv').read()"])
            stamp = stamped(work, made)
            async with confined(mode, hidden=[str(work / "cohort.yaml")]) as there:
                kernel, _ = await opened_twice(there, stamp, made)
                assert json.loads(await there.say(kernel, "look()")) == SEES
                await there.revivals.made()
                (next_one,) = waiting(there)
                inside, outside = namespaces(next_one.pid), namespaces(os.getpid())
                assert not set(inside.items()) & set(outside.items())
                assert not set(inside.items()) & set(namespaces(there.pid(kernel)).items())
                await there.kernels.stop(kernel)
                # What the first has written is not there for the second.
                kernel, _ = await there.open(stamp, made)
                assert there.revived(kernel)
                assert there.pid(kernel) in {each.pid for each in next_one.children()}
                assert json.loads(await there.say(kernel, "look()")) == SEES
            assert not next_one.is_running()
            await until(lambda: not own_sandboxes())
            assert not list((runtime_folder() / "k").glob(f"{os.getpid()}.*"))

    run(scenario)


def test_it_works_like_any_other(work):
    cells = [
        "import ipywidgets as w\ns, l = w.IntSlider(), w.Label()\n"
        "s.observe(lambda it: setattr(l, 'value', str(it['new'])), 'value')\ns",
    ]
    made = notebook_of(cells)
    stamp = stamped(work, made)

    async def scenario():
        async with confined() as there:
            kernel, ran = await opened_twice(there, stamp, made)
            manager = there.manager.get_kernel(kernel)
            view = "application/vnd.jupyter.widget-view+json"
            comm = ran.cells[0].outputs[0]["data"][view]["model_id"]
            async with there.client(kernel) as client:
                data = {"method": "update", "state": {"value": 7}, "buffer_paths": []}
                client.shell_channel.send(
                    client.session.msg("comm_msg", {"comm_id": comm, "data": data})
                )
                while True:
                    heard = await client.get_iopub_msg(timeout=PATIENCE)
                    state = heard["content"].get("data", {}).get("state", {})
                    if state.get("value") == "7":
                        break
                asked = client.execute("import time\nwhile True: time.sleep(60)")
                await asyncio.sleep(0.3)
                await manager.interrupt_kernel()
                while (reply := await client.get_shell_msg(timeout=PATIENCE))["parent_header"][
                    "msg_id"
                ] != asked:
                    pass
                assert reply["content"]["ename"] == "KeyboardInterrupt"
            assert await there.say(kernel, "print(l.value)") == "7"
            named = "import sys; print(open(get_ipython().kernel.parent.connection_file).read())"
            told = json.loads(await there.say(kernel, named))
            assert told["key"] == manager.session.key.decode()
            assert there.kernels.facts(kernel) is not None
            psutil.Process(there.pid(kernel)).parent().kill()
            assert await there.say(kernel, "print(l.value)") == "7"
            sandboxes = own_sandboxes()
            await manager.restart_kernel()
            assert not there.revived(kernel)
            assert await there.say(kernel, "print('l' in globals())") == "False"
            assert len(sandboxes) == len(own_sandboxes())

    run(scenario)


def test_one_that_dies_takes_all_in_its_sandbox_along_and_two_end_that(work):
    made = notebook_of(["x = 1"])
    stamp = stamped(work, made)

    async def scenario():
        async with confined() as there:
            kernel, _ = await opened_twice(there, stamp, made)
            for died in range(2):
                code = "import subprocess; p = subprocess.Popen(['setsid', 'sleep', '600'])"
                await there.say(kernel, code)
                process = psutil.Process(there.pid(kernel))
                both = [process.parent(), *process.children()]
                await there.revivals.made()
                os.kill(process.pid, signal.SIGKILL)
                while await there.kernels.alive(kernel):  # noqa: ASYNC110
                    await asyncio.sleep(0.01)
                await until(lambda left=both: not any(each.is_running() for each in left))
                kernel, _ = await there.open(stamp, made)
                assert there.revived(kernel) == (not died)
            await there.revivals.made()
            assert there.reason(stamp, made) == "has had kernels that died"

    run(scenario)


@pytest.mark.parametrize("changed", ["edited", "replaced", "added"])
def test_it_is_made_anew_when_what_is_to_be_seen_has_changed(work, changed):
    made = notebook_of(["import os\nread = open('data.csv').read(), os.path.exists('more.csv')"])
    stamp = stamped(work, made)

    async def scenario():
        async with confined() as there:
            kernel, _ = await opened_twice(there, stamp, made)
            await there.kernels.stop(kernel)
            await there.revivals.made()
            beside = work.parent / "new.csv"
            beside.write_text("3,4")
            if changed == "edited":
                (work / "data.csv").write_text("3,4")
            else:
                beside.rename(work / {"replaced": "data.csv", "added": "more.csv"}[changed])
            kernel, _ = await there.open(stamp, made)
            assert not there.revived(kernel)
            await there.revivals.made()
            said = "('1,2', True)" if changed == "added" else "('3,4', False)"
            assert await there.say(kernel, "print(read)") == said
            kernel, _ = await there.open(stamp, made)
            assert there.revived(kernel)
            assert await there.say(kernel, "print(read)") == said

    run(scenario)


def test_of_two_that_come_at_once_one_has_it(work):
    made = notebook_of(["x = 1"])
    stamp = stamped(work, made)

    async def scenario():
        async with confined() as there:
            await there.open(stamp, made)
            await there.revivals.made()
            both = await asyncio.gather(there.open(stamp, made), there.open(stamp, made))
            assert sorted(there.revived(kernel) for kernel, _ in both) == [False, True]
            for kernel, _ in both:
                assert await there.say(kernel, "print(x)") == "1"

    run(scenario)


def test_without_a_sandbox_no_cell_runs_in_advance(work, monkeypatch):
    made = notebook_of(["x = 1"])
    stamp = stamped(work, made)
    make = Sandbox.make

    async def scenario():
        async with confined() as there:
            made_before = []

            async def one_alone(options):
                if made_before:
                    message = "there is no room for it"
                    raise SandboxError(message)
                made_before.append(options)
                return await make(options)

            monkeypatch.setattr(Sandbox, "make", one_alone)
            await there.open(stamp, made)
            await there.revivals.made()
            assert waiting(there) == []
            assert there.reason(stamp, made) == "there is no room for it"

    run(scenario)


SERVER = """
import asyncio, sys
from pathlib import Path
from cohortbook_kernels.sandbox.wanted import to_variable
from sameness import notebook_of, rooms, stamped
async def main():
    async with rooms(environment=to_variable(mode="required")) as there:
        made = notebook_of(["x = 1"])
        stamp = stamped(Path(sys.argv[1]), made)
        usual, _ = await there.open(stamp, made)
        await there.revivals.made()
        kernel, _ = await there.open(stamp, made)
        assert there.revived(kernel)
        await there.revivals.made()
        print(there.pid(kernel), flush=True)
        await asyncio.sleep(600)
asyncio.run(main())
"""


def test_nothing_lives_on_when_the_server_is_killed(work):
    with subprocess.Popen(
        [sys.executable, "-c", SERVER, str(work)],
        env={**os.environ, "PYTHONPATH": str(Path(__file__).parent.parent)},
        stdout=subprocess.PIPE,
        text=True,
    ) as server:
        kernel = int(server.stdout.readline())
        all_of_it = psutil.Process(server.pid).children(recursive=True)
        assert kernel in {each.pid for each in all_of_it}
        server.kill()
    _, alive = psutil.wait_procs(all_of_it, timeout=PATIENCE)
    assert not alive
    private.sweep()
    assert not list((runtime_folder() / "k").glob(f"{server.pid}.*"))
