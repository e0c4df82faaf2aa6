"""Kernels that are forked after their cells have run: what they are, and when there are none."""

from __future__ import annotations

import asyncio
import json
import os
import re
import signal
import subprocess
import sys
import time
from pathlib import Path

import psutil
import pytest
from click.testing import CliRunner

from cohortbook.workbook.kernel_environment import ROOM_ENVIRONMENT
from cohortbook_kernels.commands import kernels
from cohortbook_kernels.forking.revivals import RevivalLimits, all_revivals
from cohortbook_kernels.limits import LIMITS_VARIABLE
from sameness import PATIENCE, notebook_of, rooms, stamped

PLAIN = ["x = 1", "x + 1"]


def run(scenario):
    return asyncio.run(scenario())


async def revived(there, folder, cells, name="a", *, first=True):
    """Open a room, if it is the `first` time, and again; this kernel must be a revived one."""
    made = cells if isinstance(cells, dict) else notebook_of(cells)
    stamp = stamped(folder, made, name)
    if first:
        usual, _ = await there.open(stamp, made)
        assert not there.revived(usual)
        await there.kernels.stop(usual)
        await there.revivals.made()
    again, ran = await there.open(stamp, made)
    assert there.revived(again), there.reason(stamp, made)
    return again, ran


def test_while_it_waits_it_is_no_kernel(tmp_path):
    async def scenario():
        async with rooms() as there:
            made = notebook_of(PLAIN)
            opened, _ = await there.open(stamped(tmp_path, made), made)
            await there.revivals.made()
            zygote = await there.say(opened, "import os; print(os.getppid())")
            listed = await asyncio.to_thread(CliRunner().invoke, kernels, ["status"])
            (line,) = [each for each in listed.output.splitlines() if each.startswith(zygote)]
            assert re.search(r", 1 kernels of \d+, ", line)
            assert f"{tmp_path.name}/a: its cells have run since" in listed.output

    run(scenario)


def test_it_is_a_kernel_as_any_other(tmp_path):
    cells = [
        "import os, sys\nos.environ['ADDED'] = 'by a cell'",
        "os.chdir('..')\nsys.path.insert(0, 'somewhere')\nnamed = sys.argv[1:-1]",
        "def doubled(n):\n    return n * 2",
    ]

    async def scenario():
        limited = {**ROOM_ENVIRONMENT, LIMITS_VARIABLE: json.dumps({"open_files": 600})}
        async with rooms(environment=limited) as there:
            kernel, _ = await revived(there, tmp_path, cells)
            looks = (
                "import json, inspect, resource; print(json.dumps([os.getcwd(),"
                " os.environ['ADDED'], os.environ['COHORTBOOK_ROOM'], sys.path[0],"
                " sys.argv[-1], os.getsid(0) == os.getpid(), os.getppid(),"
                " resource.getrlimit(resource.RLIMIT_NOFILE)[0], os.nice(0),"
                " inspect.getsource(doubled), len(In), get_ipython().execution_count]))"
            )
            said = json.loads(await there.say(kernel, looks))
            folder, added, room, first, file, leads, parent, files, nice, source, *numbers = said
            assert (folder, added, room, first) == (
                str(tmp_path.parent),
                "by a cell",
                "1",
                "somewhere",
            )
            assert file.endswith(f"kernel-{kernel}.json")
            assert leads
            assert (files, nice) == (600, 5)
            assert source == cells[2] + "\n"
            assert numbers == [4, 4]
            assert "forking.revival" in " ".join(psutil.Process(parent).cmdline())
            async with there.client(kernel) as client:
                reply = await client.execute_interactive("1", timeout=PATIENCE)
                assert reply["content"]["execution_count"] == 4
            assert "os.chdir" in await there.say(kernel, "%history -n")
            assert "os.chdir" in await there.say(
                kernel,
                "get_ipython().history_manager.writeout_cache()\n"
                "print(list(get_ipython().history_manager.get_tail(5)))",
            )

    run(scenario)


def test_it_is_interrupted_and_it_is_restarted_without_its_cells(tmp_path):
    async def scenario():
        async with rooms() as there:
            kernel, _ = await revived(there, tmp_path, PLAIN)
            manager = there.manager.get_kernel(kernel)
            async with there.client(kernel) as client:
                asked = client.execute("import time\nwhile True: time.sleep(60)")
                await asyncio.sleep(0.3)
                await manager.interrupt_kernel()
                while (await client.get_shell_msg(timeout=PATIENCE))["parent_header"][
                    "msg_id"
                ] != asked:
                    pass
            assert await there.say(kernel, "print(x)") == "1"
            await manager.restart_kernel()
            assert not there.revived(kernel)
            assert await there.say(kernel, "print('x' in globals())") == "False"

    run(scenario)


def test_a_slider_moves_what_hangs_on_it_and_what_it_prints_goes_to_its_page(tmp_path):
    cells = [
        "import ipywidgets as w, sys\ns, l, o = w.IntSlider(), w.Label(), w.Output()\n"
        "error = sys.stderr\n"
        "@o.capture()\ndef moved(it):\n    l.value = str(it['new'])\n    print('moved')\n"
        "    print('noted', file=error)\ns.observe(moved, 'value')\ns",
    ]

    async def scenario():
        async with rooms() as there:
            kernel, ran = await revived(there, tmp_path, cells)
            view = "application/vnd.jupyter.widget-view+json"
            comm = ran.cells[0].outputs[0]["data"][view]["model_id"]
            async with there.client(kernel) as client:
                data = {"method": "update", "state": {"value": 7}, "buffer_paths": []}
                client.shell_channel.send(
                    client.session.msg("comm_msg", {"comm_id": comm, "data": data})
                )
                heard = []
                while not heard or heard[-1][1].get("execution_state") != "idle":
                    message = await client.get_iopub_msg(timeout=PATIENCE)
                    heard.append((message["msg_type"], message["content"]))
            labels = [it["data"]["state"].get("value") for kind, it in heard if kind == "comm_msg"]
            assert "7" in labels
            printed = {it["name"]: it["text"] for kind, it in heard if kind == "stream"}
            assert printed == {"stdout": "moved\n", "stderr": "noted\n"}

    run(scenario)


def test_chance_is_every_kernels_own_unless_a_cell_began_it(tmp_path):
    drawn = "import random, numpy; print(random.random(), numpy.random.random())"

    async def scenario():
        async with rooms() as there:
            for name, cells in (
                ("free", ["import random, numpy"]),
                ("begun", ["import random, numpy\nrandom.seed(1)\nnumpy.random.seed(1)"]),
            ):
                made = notebook_of(cells)
                stamp = stamped(tmp_path, made, name)
                said = []
                for _ in range(3):
                    kernel, _ = await there.open(stamp, made)
                    await there.revivals.made()
                    said.append(await there.say(kernel, drawn))
                    came_back = there.revived(kernel)
                    await there.kernels.stop(kernel)
                assert came_back
                assert len(set(said)) == (3 if name == "free" else 1)

    run(scenario)


def test_each_reads_on_for_itself_in_a_file_that_was_opened_before(tmp_path):
    (tmp_path / "data.csv").write_text("one\ntwo\nthree\n")

    async def scenario():
        async with rooms() as there:
            made = notebook_of(["f = open('data.csv')\nf.readline()"])
            kernel, _ = await revived(there, tmp_path, made)
            where = "import os; print(os.lseek(f.fileno(), 0, 1))"
            assert await there.say(kernel, where) == "14"
            await there.say(kernel, "os.lseek(f.fileno(), 4, 0)")
            await there.kernels.stop(kernel)
            other, _ = await there.open(stamped(tmp_path, made), made)
            assert there.revived(other)
            assert await there.say(other, where) == "14"

    run(scenario)


@pytest.mark.parametrize("changed", ["data.csv", "helper.py"])
def test_it_is_made_anew_when_something_that_it_read_has_changed(tmp_path, changed):
    (tmp_path / "data.csv").write_text("old")
    (tmp_path / "helper.py").write_text("said = 'old'")
    made = notebook_of(["import helper\nread = open('data.csv').read()"])

    async def scenario():
        async with rooms() as there:
            kernel, _ = await revived(there, tmp_path, made)
            await there.kernels.stop(kernel)
            (tmp_path / changed).write_text("said = 'brand new'")
            stamp = stamped(tmp_path, made)
            kernel, _ = await there.open(stamp, made)
            assert not there.revived(kernel)
            assert "new" in await there.say(kernel, "print(helper.said, read)")
            await there.revivals.made()
            kernel, _ = await there.open(stamp, made)
            assert there.revived(kernel)
            assert "new" in await there.say(kernel, "print(helper.said, read)")

    run(scenario)


def test_few_wait_at_once_and_those_that_go_leave_their_kernels(tmp_path):
    async def scenario():
        async with rooms(most=1) as there:
            first, _ = await revived(there, tmp_path, ["n = 1"], "one")
            await revived(there, tmp_path, ["n = 2"], "two")
            assert [each["state"] for each in there.revivals._revivals.to_json()] == [
                "ended",
                "ready",
            ]
            assert await there.say(first, "print(n)") == "1"
            assert there.revived(first)

    run(scenario)


def test_one_that_died_is_made_anew_and_its_kernels_go_on(tmp_path):
    async def scenario():
        async with rooms() as there:
            kernel, _ = await revived(there, tmp_path, PLAIN)
            os.kill(psutil.Process(there.pid(kernel)).ppid(), signal.SIGKILL)
            assert await there.say(kernel, "print(x)") == "1"
            await revived(there, tmp_path, PLAIN)

    run(scenario)


def test_no_two_kernels_that_live_have_the_same_widgets(tmp_path):
    async def scenario():
        async with rooms() as there:
            made = notebook_of(PLAIN)
            first, _ = await revived(there, tmp_path, made)
            stamp = stamped(tmp_path, made)
            own, _ = await there.open(stamp, made)
            assert not there.revived(own)
            await there.kernels.stop(first)
            another, _ = await there.open(stamp, made)
            assert there.revived(another)

    run(scenario)


def test_one_whose_kernels_die_is_given_up(tmp_path):
    async def scenario():
        async with rooms() as there:
            made = notebook_of(PLAIN)
            for died in range(2):
                kernel, _ = await revived(there, tmp_path, made, first=not died)
                os.kill(there.pid(kernel), signal.SIGKILL)
                while await there.kernels.alive(kernel):  # noqa: ASYNC110
                    await asyncio.sleep(0.01)
            stamp = stamped(tmp_path, made)
            kernel, _ = await there.open(stamp, made)
            assert not there.revived(kernel)
            assert there.reason(stamp, made) == "has had kernels that died"

    run(scenario)


def test_one_that_is_too_old_is_not_used(tmp_path):
    async def scenario():
        async with rooms() as there:
            made = notebook_of(PLAIN)
            kernel, _ = await revived(there, tmp_path, made)
            await there.kernels.stop(kernel)
            there.revivals._revivals._limits = RevivalLimits(age_seconds=0)
            stamp = stamped(tmp_path, made)
            kernel, _ = await there.open(stamp, made)
            assert not there.revived(kernel)

    run(scenario)


SERVER = """
import asyncio, sys
from pathlib import Path
sys.path.insert(0, sys.argv[1])
from test_revival import PLAIN, revived
from sameness import rooms
async def main():
    async with rooms() as there:
        kernel, _ = await revived(there, Path(sys.argv[2]), PLAIN)
        print(there.pid(kernel), flush=True)
        await asyncio.sleep(600)
asyncio.run(main())
"""


def test_nothing_lives_on_when_the_server_is_killed(tmp_path):
    here = Path(__file__).parent
    with subprocess.Popen(
        [sys.executable, "-c", SERVER, str(here), str(tmp_path)],
        env={**os.environ, "PYTHONPATH": str(here.parent)},
        stdout=subprocess.PIPE,
        text=True,
    ) as server:
        kernel = psutil.Process(int(server.stdout.readline()))
        all_of_it = [*kernel.parents()[:2], kernel]
        server.kill()
    _, alive = psutil.wait_procs(all_of_it, timeout=PATIENCE)
    assert not alive
    until = time.monotonic() + PATIENCE
    while any(each["owner"] == server.pid for each in all_revivals()):
        assert time.monotonic() < until
