"""Rooms opened again: their cells run anew, or their kernel is forked after they have run.

Ordinary Voila, the first opening of a room and the next one, in one run on the same cores.
"""

from __future__ import annotations

import argparse
import os
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

import httpx
import psutil
from bench_kernels import GROUPS, NICENESS, PATIENCE, PROGRAMME, WORKBOOK, since
from report import Limit, Row, write

from cohortbook_kernels.forking.revivals import all_revivals
from serving import Server, cohortbook, plain_voila, sign_in, stamped, with_kernel

GROUP = GROUPS[0]
API = f"/api/rooms/{GROUP}/{WORKBOOK}/kernel"
# In minutes; the shortest that is looked for.
IDLE = "0.005"

FIRST = Row("a room opened for the first time, until all cells have run", "plain Voila", "ms", 4)
AGAIN = Row("a room opened again, until all cells have run", "plain Voila", "ms", 4)
WOKEN = Row("a room woken again, until all cells have run", "woken for the first time", "ms", 2)
MEMORY = Row("memory of its own (USS), a kernel with all cells run", "plain Voila's", "MiB", 3)
LIMIT = Limit("a room woken again", 150, "ms")
ROWS = [FIRST, AGAIN, WOKEN, MEMORY, LIMIT]


def until(condition: Callable[[], object]) -> None:
    end = time.monotonic() + PATIENCE
    while not condition():
        assert time.monotonic() < end
        time.sleep(0.002)


def weighed(server: Server, name: str) -> float:
    """Return what the one kernel of a server has of its own, in MiB."""
    below = psutil.Process(server.process.pid).children(recursive=True)
    (kernel,) = [each for each in below if name in " ".join(each.cmdline())]
    return kernel.memory_full_info().uss / 2**20


def peer(notebook: Path, log: Path) -> None:
    """Visit plain Voila twice: the first visit warms the server's own caches."""
    with plain_voila(notebook, log) as server, httpx.Client(timeout=PATIENCE) as client:
        client.get(server.url).raise_for_status()
        until(lambda: len(psutil.Process(server.process.pid).children()) == 1)
        MEMORY.peer_values.append(weighed(server, "ipykernel_launcher"))
        began = time.perf_counter()
        client.get(server.url).raise_for_status()
        for row in (FIRST, AGAIN):
            row.peer_values.append(since(began))


def ours(outputs: Path, log: Path) -> None:
    data = outputs.parent.parent / "data"
    options = ["--idle", IDLE]
    with cohortbook(PROGRAMME, outputs.parent, data, log, *options) as server:
        cookies = sign_in(log, "facilitator")
        with httpx.Client(base_url=server.url, cookies=cookies, timeout=PATIENCE) as client:
            # Of another group: the first room warms the server.
            opened(client, GROUPS[1])
            until(lambda: ready(server))
            first = opened(client, GROUP)
            FIRST.our_values.append(first)
            until(lambda: len(ready(server)) == len(GROUPS))
            until(lambda: client.get(API).json()["state"] == "none")
            again = opened(client, GROUP)
            AGAIN.our_values.append(again)
            MEMORY.our_values.append(weighed(server, "ipykernel_launcher"))
            WOKEN.peer_values.append(first)
            WOKEN.our_values.append(again)
            LIMIT.our_values.append(again)


def ready(server: Server) -> list[dict[str, object]]:
    return [
        each
        for each in all_revivals()
        if each["owner"] == server.process.pid and each["state"] == "ready"
    ]


def opened(client: httpx.Client, group: str) -> float:
    """Open a room; return how long it took until its kernel had run all cells."""
    began = time.perf_counter()
    client.get(f"/workbooks/{group}/{WORKBOOK}").raise_for_status()
    kernel = f"/api/rooms/{group}/{WORKBOOK}/kernel"
    until(lambda: client.get(kernel).json()["state"] == "ready")
    return since(began)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--runs", type=int, default=7, help="interleaved runs (default 7)")
    arguments = parser.parse_args()
    # Our kernels let others on the machine go first; so do their peers, to be compared.
    os.nice(NICENESS)
    with tempfile.TemporaryDirectory(prefix="cohortbook-bench-") as scratch:
        outputs = stamped(PROGRAMME, Path(scratch))
        (stamp,) = outputs.glob(f"{GROUP}/{WORKBOOK}.ipynb")
        plain = with_kernel(stamp, "python3", Path(scratch) / "plain")
        for turn in range(arguments.runs):
            print(f"run {turn + 1} of {arguments.runs}", flush=True)
            peer(plain, Path(scratch) / "voila.log")
            ours(outputs, Path(scratch) / "cohortbook.log")
    write("revival", ROWS)


if __name__ == "__main__":
    main()
