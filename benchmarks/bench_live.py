"""Many people in one room: how soon they see each other's work, what it costs, what a kill leaves.

The peer is the relay that Yjs's documentation starts with: it lets in everybody
and keeps nothing. We know who writes, and what we acknowledge is on the disk.
Both get the same messages from the same clients on the same cores in turns.
"""

from __future__ import annotations

import argparse
import asyncio
import contextlib
import statistics
import tempfile
import time
from collections.abc import Awaitable, Callable, Sequence
from contextlib import AbstractContextManager
from pathlib import Path

import live_relay
from live_cohort import EXERCISES, GROUPS, LargeCohort, prepare, room
from live_crowd import Member, Place, listeners, members, writing_client
from live_durability import kill_again_and_again
from report import Limit, Row, write

from serving import Server, cohortbook

FEW, MANY = 5, 50
EDITS, COMMENTS = 60, 30  # of a run
IDLE, ACTIVE = 200, 50
WATCHED = 10.0  # seconds
PER_SECOND = 2  # characters that an active member types
KILLS = 3  # of a run

# An edit passes the permission table, a check of its form and a document of ours.
EDIT = {
    (size, part): Row(f"an edit seen by all {size} others, {part}", live_relay.NAME, "ms", 0.5)
    for size in (FEW, MANY)
    for part in ("p50", "p95")
}
COMMENT = {
    (size, part): Limit(f"a comment seen by all {size} others, {part}", 50, "ms")
    for size in (FEW, MANY)
    for part in ("p50", "p95")
}
SAVED = Limit("an edit on the disk and acknowledged, p95", 250, "ms")
IDLE_CPU = Limit(f"processor, {IDLE} members who only read", 5, "% of a core")
ACTIVE_CPU = Row(
    f"processor, {ACTIVE} members in one room, {PER_SECOND} characters a second each",
    live_relay.NAME,
    "% of a core",
    0.25,
)
MEMORY = Limit("memory that one more member adds", 256, "KiB")
KILLED = Limit("acknowledged changes lost by kill -9 in the middle of writing", 0, "changes")
ROWS: list[Row | Limit] = [
    *EDIT.values(),
    *COMMENT.values(),
    SAVED,
    IDLE_CPU,
    ACTIVE_CPU,
    MEMORY,
    KILLED,
]


def percentiles(times: Sequence[float]) -> dict[str, float]:
    return {"p50": statistics.median(times), "p95": statistics.quantiles(times, n=20)[-1]}


async def edits(places: list[Place], path: str, side: str) -> None:
    """Measure the way of single edits from one member to the last of the others."""
    for size in (FEW, MANY):
        async with members(places[: size + 1], path) as (writer, *others):
            times = []
            for _ in range(EDITS):
                times.append(await seen_by_all(writer, others) * 1000)
                # As far apart as people type, and not in step with the server's batches.
                await asyncio.sleep(0.037)
        for part, value in percentiles(times).items():
            getattr(EDIT[size, part], side).append(value)


async def seen_by_all(writer: Member, others: list[Member]) -> float:
    counts = [each.seen + 1 for each in others]
    before = time.perf_counter()
    await writer.write("x")
    for each, count in zip(others, counts, strict=True):
        await each.until(lambda member, count=count: member.seen >= count)
    return max(each.seen_at for each in others) - before


async def acknowledgements(place: Place) -> None:
    async with members([place], f"{room()}/document?acks=1") as (writer,):
        await writer.until(lambda member: member.sent == member.acknowledged)
        times = []
        for _ in range(EDITS):
            before = time.perf_counter()
            await writer.write("x")
            await writer.until(lambda member: member.sent == member.acknowledged)
            times.append((time.perf_counter() - before) * 1000)
            await asyncio.sleep(0.037)
    SAVED.our_values.append(percentiles(times)["p95"])


async def comments(places: list[Place]) -> None:
    """Measure the way of a comment from its being sent to the last of the others."""
    anchor = {"kind": "exercise", "ref": EXERCISES[0], "quote": None}
    async with writing_client(places[0]) as client:
        thread = await client.post(f"{room()}/threads", json={"anchor": anchor, "body": "First"})
        replies = f"{room()}/threads/{thread.json()['id']}/comments"
        for size in (FEW, MANY):
            async with listeners(places[1 : size + 1], f"{room()}/events") as others:
                times = []
                for number in range(COMMENTS):
                    before = time.perf_counter()
                    answer = await client.post(replies, json={"body": f"Number *{number}*"})
                    answer.raise_for_status()
                    last = 0.0
                    for each in others:
                        at, comment = await asyncio.wait_for(each.comments.get(), 60)
                        assert comment == answer.json()["id"]
                        last = max(last, at)
                    times.append((last - before) * 1000)
                    await asyncio.sleep(0.037)
            for part, value in percentiles(times).items():
                COMMENT[size, part].our_values.append(value)


async def idle(server: Server, cohort: LargeCohort) -> None:
    """Measure what people cost who have the page open and do nothing."""
    before = server.memory_mib()
    async with contextlib.AsyncExitStack() as stack:
        for group in GROUPS:
            places = [Place(server.url, each) for each in cohort.sessions[group][: IDLE // 4]]
            await stack.enter_async_context(listeners(places, f"{room(group)}/events"))
            await stack.enter_async_context(members(places, f"{room(group)}/document?acks=1"))
        await asyncio.sleep(3)
        IDLE_CPU.our_values.append(await processor(server, asyncio.sleep(WATCHED)))
        MEMORY.our_values.append((server.memory_mib() - before) * 1024 / IDLE)


async def active(server: Server, places: list[Place], path: str, side: str) -> None:
    """Measure what it costs when everybody writes at once."""
    async with members(places[:ACTIVE], path) as everybody:

        async def type_evenly(member: Member, number: int) -> None:
            await asyncio.sleep(number / ACTIVE / PER_SECOND)
            until = time.perf_counter() + WATCHED
            while time.perf_counter() < until:
                await member.write("x")
                await asyncio.sleep(1 / PER_SECOND)

        work = asyncio.gather(*(type_evenly(each, n) for n, each in enumerate(everybody)))
        getattr(ACTIVE_CPU, side).append(await processor(server, work))


async def processor(server: Server, work: Awaitable[object]) -> float:
    """Return what a server used while something was done, in % of one core."""
    used, began = server.processor_seconds(), time.perf_counter()
    await work
    return 100 * (server.processor_seconds() - used) / (time.perf_counter() - began)


async def measure_peer(script: Path, scratch: Path) -> None:
    with live_relay.relay(script, scratch / "relay.log") as server:
        places = [Place(server.url)] * (MANY + 1)
        await edits(places, "/room", "peer_values")
        await active(server, places, "/busy-room", "peer_values")


async def measure_us(
    serve: Callable[[], AbstractContextManager[Server]], cohort: LargeCohort
) -> None:
    with serve() as server:
        await idle(server, cohort)
        places = [Place(server.url, each) for each in cohort.sessions[GROUPS[0]]]
        await edits(places, f"{room()}/document", "our_values")
        await acknowledgements(places[0])
        await comments(places)
        busy = [Place(server.url, each) for each in cohort.sessions[GROUPS[1]]]
        path = f"{room(GROUPS[1])}/document?acks=1"
        await active(server, busy, path, "our_values")
    acknowledged, lost = await kill_again_and_again(serve, cohort, times=KILLS)
    KILLED.our_values.append(lost)
    print(f"  {KILLS} kills, {acknowledged} acknowledged changes, {lost} lost", flush=True)


async def run(runs: int, scratch: Path) -> None:
    script = live_relay.install(scratch / "relay")
    for turn in range(runs):
        print(f"run {turn + 1} of {runs}", flush=True)
        cohort = prepare(scratch / f"run-{turn}")

        def serve(cohort: LargeCohort = cohort) -> AbstractContextManager[Server]:
            log = scratch / "cohortbook.log"
            return cohortbook(cohort.programme, cohort.outputs, cohort.data, log)

        await measure_peer(script, scratch)
        await measure_us(serve, cohort)
    write("live", ROWS)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--runs", type=int, default=5, help="interleaved runs (default 5)")
    arguments = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="cohortbook-bench-") as scratch:
        asyncio.run(run(arguments.runs, Path(scratch)))


if __name__ == "__main__":
    main()
