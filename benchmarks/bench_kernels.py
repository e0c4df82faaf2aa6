"""Kernels: ordinary and forked side by side, in one run and on the same cores.

The zygote is there before the clock starts, as it is in a server that has had its
first kernel; what it costs to start it is a row of its own.
"""

from __future__ import annotations

import argparse
import asyncio
import json
import os
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from queue import Empty

import httpx
import psutil
import yaml
from jupyter_client.manager import AsyncKernelManager
from report import Limit, Row, write

from serving import cohortbook, plain_voila, sign_in, stamped, with_kernel

ROOT = Path(__file__).parent.parent
PROGRAMME = ROOT / "workbooks" / "from-inbox-to-board"
GROUPS, WORKBOOK = ("north", "harbour"), "02-finishing-before-starting"
AT_ONCE = 20
NICENESS = json.loads((ROOT / "kernels_setup/kernelspec/kernel.json").read_text())["metadata"][
    "cohortbook"
]["limits"]["niceness"]
PATIENCE = 60
SIDES = {"python3": "peer_values", "cohortbook": "our_values"}
IMPORTS = "import ipywidgets, numpy, pandas, matplotlib.pyplot"

ORDINARY, LOOP = "ordinary kernel", "papermill in a loop"
REPLY = Row("start to the first reply", ORDINARY, "ms", 8)
IMPORTED = Row("start, then import the usual libraries", ORDINARY, "ms", 20)
READY = Row("start to the end of the client's wait_for_ready", ORDINARY, "ms", 2)
BURST = Row(f"{AT_ONCE} at once, until all have imported", ORDINARY, "ms", 25)
USS = Row(f"memory of its own (USS), each of {AT_ONCE}", ORDINARY, "MiB", 6)
PSS = Row(f"memory with its share (PSS), each of {AT_ONCE}", ORDINARY, "MiB", 3)
STAMPS = {
    groups: Row(f"an executed stamp of the example, for {groups} groups", LOOP, "ms", 5)
    for groups in (4, 20)
}
VOILA = Row("a visit to plain Voila, to full HTML", ORDINARY, "ms", 2)
HTML = Row("a cold room, to full HTML", "plain Voila", "ms", 4)
ROOM = Row("a cold room, until its kernel has run all cells", "plain Voila", "ms", 4)
ZYGOTE = Limit("the first kernel, with its zygote", 5000, "ms")
ROWS = [REPLY, IMPORTED, READY, BURST, USS, PSS, *STAMPS.values(), VOILA, HTML, ROOM, ZYGOTE]

# As papermill's documentation has it; what it imports is imported once.
# The copies name our kernel; its own is the one that Jupyter brings.
PAPERMILL_LOOP = """
import sys, papermill
source, target, copies = sys.argv[1], sys.argv[2], sys.argv[3:]
for copy in copies:
    papermill.execute_notebook(
        copy, copy.replace(source, target), kernel_name="python3", progress_bar=False
    )
"""


@asynccontextmanager
async def kernel(name: str) -> AsyncIterator[tuple[AsyncKernelManager, object]]:
    manager = AsyncKernelManager(kernel_name=name)
    await manager.start_kernel(stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    client = manager.client()
    client.start_channels()
    try:
        yield manager, client
    finally:
        client.stop_channels()
        await manager.shutdown_kernel(now=True)
        manager.context.destroy()


async def reply(client: object, asked: str) -> None:
    while True:
        message = await client.get_shell_msg(timeout=PATIENCE)
        if message["parent_header"].get("msg_id") == asked:
            assert message["content"]["status"] == "ok", message["content"]
            return


def since(began: float) -> float:
    return (time.perf_counter() - began) * 1000


async def one_kernel(name: str) -> None:
    began = time.perf_counter()
    async with kernel(name) as (_, client):
        await reply(client, client.kernel_info())
        getattr(REPLY, SIDES[name]).append(since(began))
        await reply(client, client.execute(IMPORTS))
        getattr(IMPORTED, SIDES[name]).append(since(began))
    began = time.perf_counter()
    async with kernel(name) as (_, client):
        await client.wait_for_ready(timeout=PATIENCE)
        getattr(READY, SIDES[name]).append(since(began))


async def many_kernels(name: str) -> None:
    done = asyncio.Event()
    pids: list[int] = []

    async def one() -> None:
        async with kernel(name) as (manager, client):
            await reply(client, client.kernel_info())
            await reply(client, client.execute(IMPORTS))
            pids.append(manager.provisioner.pid)
            if len(pids) == AT_ONCE:
                getattr(BURST, SIDES[name]).append(since(began))
                weigh(name, pids)
                done.set()
            await done.wait()

    began = time.perf_counter()
    work = [asyncio.ensure_future(one()) for _ in range(AT_ONCE)]
    try:
        await asyncio.gather(*work)
    except Empty:
        # The ports of an ordinary kernel may be taken between choosing and binding.
        print(f"one of {AT_ONCE} kernels of {name} never answered; again", flush=True)
        for each in work:
            each.cancel()
        await asyncio.gather(*work, return_exceptions=True)
        await many_kernels(name)


def weigh(name: str, pids: list[int]) -> None:
    found = [psutil.Process(each).memory_full_info() for each in pids]
    getattr(USS, SIDES[name]).append(sum(each.uss for each in found) / len(found) / 2**20)
    getattr(PSS, SIDES[name]).append(sum(each.pss for each in found) / len(found) / 2**20)


def first_kernel(scratch: Path) -> None:
    """Start one in a process that has no zygote yet."""
    code = (
        "import asyncio; from bench_kernels import *\n"
        "async def main():\n"
        "    began = time.perf_counter()\n"
        "    async with kernel('cohortbook') as (_, client):\n"
        "        await reply(client, client.kernel_info())\n"
        "        print(since(began))\n"
        "asyncio.run(main())"
    )
    done = subprocess.run(
        [sys.executable, "-c", code],
        cwd=Path(__file__).parent,
        env={**os.environ, "TMPDIR": str(scratch)},
        capture_output=True,
        text=True,
        check=True,
    )
    ZYGOTE.our_values.append(float(done.stdout))


def programme_for(groups: int, folder: Path) -> Path:
    """Return the example, for its own groups again and again."""
    copy = folder / f"{groups}-groups"
    shutil.copytree(PROGRAMME, copy)
    cohort = yaml.safe_load((copy / "cohort.yaml").read_text())
    own = list(cohort["groups"].items())
    for number in range(len(own), groups):
        name, group = own[number % len(own)]
        members = [{**each, "email": f"{number}.{each['email']}"} for each in group["members"]]
        cohort["groups"][f"{name}-{number}"] = {**group, "members": members}
    (copy / "cohort.yaml").write_text(yaml.safe_dump(cohort, sort_keys=False))
    return copy


def stamp_in_turns(scratch: Path, groups: int) -> None:
    """Execute the same copies: papermill one after the other, and our command."""
    row = STAMPS[groups]
    with tempfile.TemporaryDirectory(dir=scratch) as place:
        folder = Path(place)
        programme = programme_for(groups, folder)
        prepared = stamped(programme, folder / "prepared", "--prepare-only")
        copies = [str(each) for each in sorted(prepared.glob("*/*.ipynb"))]
        target = folder / "papermill"
        shutil.copytree(prepared, target)
        command = [sys.executable, "-c", PAPERMILL_LOOP, str(prepared), str(target), *copies]
        began = time.perf_counter()
        subprocess.run(command, check=True, capture_output=True, cwd=prepared / GROUPS[0])
        row.peer_values.append(since(began) / len(copies))
        began = time.perf_counter()
        stamped(programme, folder / "ours")
        row.our_values.append(since(began) / len(copies))


def second_visit(notebook: Path, log: Path) -> float:
    """Visit plain Voila twice: the first visit warms the server's own caches."""
    with plain_voila(notebook, log) as server, httpx.Client(timeout=PATIENCE) as client:
        client.get(server.url).raise_for_status()
        began = time.perf_counter()
        client.get(server.url).raise_for_status()
        return since(began)


def visit_in_turns(scratch: Path, outputs: Path) -> None:
    """Open a room: with plain Voila, with it and our kernelspec, and with ourselves."""
    (stamp,) = outputs.glob(f"{GROUPS[0]}/{WORKBOOK}.ipynb")
    plain = with_kernel(stamp, "python3", scratch / "ordinary")
    peer = second_visit(plain, scratch / "voila.log")
    for row in (VOILA, HTML, ROOM):
        row.peer_values.append(peer)
    forked = with_kernel(stamp, "cohortbook", scratch / "forked")
    VOILA.our_values.append(second_visit(forked, scratch / "voila.log"))
    log = scratch / "cohortbook.log"
    with cohortbook(PROGRAMME, outputs.parent, outputs.parent.parent / "data", log) as server:
        cookies = sign_in(log, "facilitator")
        with httpx.Client(base_url=server.url, cookies=cookies, timeout=PATIENCE) as client:
            for group in GROUPS:
                began = time.perf_counter()
                client.get(f"/workbooks/{group}/{WORKBOOK}").raise_for_status()
                html = since(began)
                while (
                    client.get(f"/api/rooms/{group}/{WORKBOOK}/kernel").json()["state"] != "ready"
                ):
                    time.sleep(0.002)
                ready = since(began)
    # The second room: the first warmed the server.
    HTML.our_values.append(html)
    ROOM.our_values.append(ready)


async def run(runs: int, scratch: Path) -> None:
    executed = stamped(PROGRAMME, scratch / "executed")
    for name in SIDES:
        # Files are read, and bytecode is written, before anything is measured.
        async with kernel(name) as (_, client):
            await reply(client, client.execute(IMPORTS))
    for turn in range(runs):
        print(f"run {turn + 1} of {runs}", flush=True)
        for name in SIDES:
            for _ in range(3):
                await one_kernel(name)
            await many_kernels(name)
        await asyncio.to_thread(first_kernel, scratch)
        for groups in STAMPS:
            await asyncio.to_thread(stamp_in_turns, scratch, groups)
        await asyncio.to_thread(visit_in_turns, scratch, executed)
    write("kernels", ROWS)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--runs", type=int, default=5, help="interleaved runs (default 5)")
    arguments = parser.parse_args()
    # Our kernels let others on the machine go first; so do their peers, to be compared.
    os.nice(NICENESS)
    with tempfile.TemporaryDirectory(prefix="cohortbook-bench-") as scratch:
        asyncio.run(run(arguments.runs, Path(scratch)))


if __name__ == "__main__":
    main()
