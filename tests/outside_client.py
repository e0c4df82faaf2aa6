"""A client that we did not write: Yjs and y-websocket from npm, in a Node process."""

from __future__ import annotations

import asyncio
import contextlib
import json
import sys
from pathlib import Path

from room_sockets import PATIENCE_SECONDS, ROOM, cookie

FRONT_END = Path(__file__).parents[1] / "widgets" / "ts"
SCRIPT = FRONT_END / "tests" / "outside_client.mjs"


class OutsideClient:
    """Takes part in a document; says what it holds and what happened to its connection."""

    def __init__(self, process):
        self._process = process
        self._replies = asyncio.Queue()
        self._happened = asyncio.Queue()
        self._reading = asyncio.create_task(self._read())

    async def ask(self, what, **details):
        order = json.dumps({"do": what, **details})
        self._process.stdin.write(f"{order}\n".encode())
        return await asyncio.wait_for(self._replies.get(), PATIENCE_SECONDS)

    async def until(self, **expected):
        """Wait until this happened to the connection, such as ``synced=True``."""
        async with asyncio.timeout(PATIENCE_SECONDS):
            while await self._happened.get() != expected:
                pass

    async def until_holds(self, condition, what, name):
        """Wait until what it holds is as it should be, and return it."""
        async with asyncio.timeout(PATIENCE_SECONDS):
            # The other process does not tell.
            while not condition(held := await self.ask(what, name=name)):  # noqa: ASYNC110
                await asyncio.sleep(0.02)
        return held

    async def end(self):
        self._process.stdin.close()
        complaints = await self._process.stderr.read()
        await self._process.wait()
        self._reading.cancel()
        assert complaints == b"", complaints.decode()

    async def _read(self):
        async for line in self._process.stdout:
            told = json.loads(line)
            if "reply" in told:
                self._replies.put_nowait(told["reply"])
            else:
                self._happened.put_nowait(told)


@contextlib.asynccontextmanager
async def outside_client(client, room=ROOM, kind="document"):
    """Let a signed-in httpx client's person take part from outside."""
    assert (FRONT_END / "node_modules/y-websocket").is_dir(), "./run test fetches what is needed"
    node = Path(sys.executable).with_name("node")
    address = str(client.base_url).rstrip("/").replace("http", "ws", 1) + room
    process = await asyncio.create_subprocess_exec(
        str(node),
        str(SCRIPT),
        address,
        kind,
        cookie(client).get("Cookie", ""),
        stdin=asyncio.subprocess.PIPE,
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.PIPE,
    )
    outside = OutsideClient(process)
    try:
        yield outside
    except BaseException:
        process.kill()
        await process.communicate()
        raise
    await outside.end()
