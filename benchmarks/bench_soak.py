"""A thousand forked kernels in bursts, with random kills: what is left afterwards?

Each kernel computes something of its own, and then ends as chance has it: asked to,
killed, by itself, after an interrupt or a restart. Now and then a zygote is killed under
its kernels.
"""

from __future__ import annotations

import argparse
import asyncio
import os
import random
import signal
import subprocess
import time
from collections import Counter

import psutil
from jupyter_client.manager import AsyncKernelManager
from report import Limit, write

from cohortbook_kernels.forking.process import ForkedProcess

BURST = 20
PATIENCE = 60
FAILED = Limit("kernels that did not do what was asked", 0, "")
ORDINARY = Limit("kernels that were not forked", 0, "")
LEFT = Limit("processes left behind", 0, "")
ZOMBIES = Limit("zombies left behind", 0, "")
OPEN = Limit("files left open in the process that started them", 0, "")
SLOWEST = Limit("start to ready, median", 2000, "ms")
ROWS = [FAILED, ORDINARY, LEFT, ZOMBIES, OPEN, SLOWEST]


async def one(chance: random.Random, seen: Counter[str]) -> None:
    manager = AsyncKernelManager(kernel_name="cohortbook")
    began = time.perf_counter()
    await manager.start_kernel(stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    client = manager.client()
    client.start_channels()
    end = chance.choice(["asked", "killed", "itself", "interrupted", "restarted"])
    try:
        await client.wait_for_ready(timeout=PATIENCE)
        SLOWEST.our_values.append((time.perf_counter() - began) * 1000)
        if not isinstance(manager.provisioner.process, ForkedProcess):
            seen["ordinary"] += 1
            print(f"not forked: {manager.provisioner.hindrance}", flush=True)
        await compute(client, chance.randrange(10**6))
        await finish(end, manager, client, chance)
    except Exception as error:  # noqa: BLE001 - counted
        seen["failed"] += 1
        print(f"{end}: {type(error).__name__}: {error}", flush=True)
    finally:
        seen[end] += 1
        client.stop_channels()
        await manager.shutdown_kernel(now=end != "asked")
        manager.context.destroy()


async def compute(client: object, number: int) -> None:
    said: list[str] = []
    reply = await client.execute_interactive(
        f"print({number} + 1)",
        output_hook=lambda m: said.append(m["content"].get("text", "")),
        timeout=PATIENCE,
    )
    assert reply["content"]["status"] == "ok", reply["content"]
    assert "".join(said).strip() == str(number + 1), said


async def finish(
    end: str, manager: AsyncKernelManager, client: object, chance: random.Random
) -> None:
    if end == "killed":
        os.kill(manager.provisioner.pid, signal.SIGKILL)
        await gone(manager, -signal.SIGKILL)
    elif end == "itself":
        client.execute("import os; os._exit(4)")
        await gone(manager, 4)
    elif end == "interrupted":
        # Else what is asked for right after the error may be left out, as in any kernel.
        asked = client.execute("import time\nwhile True: time.sleep(1)", stop_on_error=False)
        await asyncio.sleep(0.3 + chance.random() / 5)
        await manager.interrupt_kernel()
        while True:
            message = await client.get_shell_msg(timeout=PATIENCE)
            if message["parent_header"].get("msg_id") == asked:
                break
        assert message["content"]["ename"] == "KeyboardInterrupt"
        await compute(client, 1)
    elif end == "restarted":
        await manager.restart_kernel(now=True)
        await client.wait_for_ready(timeout=PATIENCE)
        await compute(client, 2)


async def gone(manager: AsyncKernelManager, code: int) -> None:
    process = manager.provisioner.process
    until = time.monotonic() + PATIENCE
    while process.poll() is None:
        assert time.monotonic() < until, "it did not end"
        await asyncio.sleep(0.01)
    # Without its zygote nobody knows.
    assert process.returncode in (code, -signal.SIGKILL), process.returncode


def zygotes() -> list[psutil.Process]:
    return [
        each
        for each in psutil.Process().children()
        if each.status() != psutil.STATUS_ZOMBIE and "forking.zygote" in " ".join(each.cmdline())
    ]


async def run(kernels: int, seed: int) -> None:
    chance = random.Random(seed)
    seen: Counter[str] = Counter()
    await one(chance, seen)
    before = psutil.Process().num_fds()
    for burst in range(kernels // BURST):
        work = [asyncio.ensure_future(one(chance, seen)) for _ in range(BURST)]
        if chance.random() < 0.1:
            await asyncio.sleep(chance.random())
            for each in zygotes():
                each.kill()
                seen["zygotes killed"] += 1
        await asyncio.gather(*work)
        print(f"{(burst + 1) * BURST} kernels, {dict(seen)}", flush=True)
    await asyncio.sleep(1)
    left = psutil.Process().children(recursive=True)
    states = [each.status() for each in left]
    kept = zygotes()
    FAILED.our_values.append(seen["failed"])
    ORDINARY.our_values.append(seen["ordinary"])
    ZOMBIES.our_values.append(states.count(psutil.STATUS_ZOMBIE))
    LEFT.our_values.append(len(left) - len(kept))
    OPEN.our_values.append(max(0, psutil.Process().num_fds() - before))
    write("soak", ROWS)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--kernels", type=int, default=1000, help="how many (default 1000)")
    parser.add_argument("--seed", type=int, default=1, help="of chance (default 1)")
    arguments = parser.parse_args()
    asyncio.run(run(arguments.kernels, arguments.seed))


if __name__ == "__main__":
    main()
