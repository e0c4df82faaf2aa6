"""Many people in a room, as far as the server can tell: their sockets and what they send."""

from __future__ import annotations

import asyncio
import contextlib
import json
import time
from collections.abc import AsyncIterator, Callable
from dataclasses import dataclass

import httpx
from pycrdt import Decoder, Doc, Text, create_sync_message, create_update_message
from websockets.asyncio.client import ClientConnection, connect

PATIENCE = 60.0  # seconds
_SYNC, _ACKNOWLEDGED = 0, 100
_STEP_1, _STEP_2, _UPDATE = 0, 1, 2


@dataclass(frozen=True)
class Place:
    """Where somebody connects to, and as whom."""

    url: str
    session: str | None = None

    def socket(self, path: str) -> connect:
        headers = {"Cookie": f"cohortbook_session={self.session}"} if self.session else {}
        return connect(
            self.url.replace("http", "ws", 1) + path,
            additional_headers=headers,
            compression=None,
            max_size=None,
            ping_interval=None,
            open_timeout=PATIENCE,
        )


class Member:
    """A connection to a shared document that writes into it and notes what comes back.

    It never applies what others write: that is work for their browsers, which
    do not run on the server's machine.
    """

    def __init__(self, socket: ClientConnection, name: str) -> None:
        self._socket = socket
        self._doc: Doc = Doc()
        self._text = self._doc.get(f"text:{name}", type=Text)
        self._made: list[bytes] = []
        self._doc.observe(lambda event: self._made.append(event.update))
        self._news = asyncio.Event()
        self.seen = 0  # updates of others
        self.seen_at = 0.0
        self.sent = 0  # messages that the server acknowledges
        self.acknowledged = 0
        self.synchronised = False
        self.listening = asyncio.create_task(self._listen())

    async def write(self, words: str) -> None:
        self._text += words
        for update in self._made:
            self.sent += 1
            await self._socket.send(create_update_message(update))
        self._made.clear()

    async def until(self, condition: Callable[[Member], bool]) -> None:
        async with asyncio.timeout(PATIENCE):
            while not condition(self):
                self._news.clear()
                await self._news.wait()

    async def _listen(self) -> None:
        with contextlib.suppress(Exception):
            await self._socket.send(create_sync_message(self._doc))
            async for message in self._socket:
                await self._take(message)
                self._news.set()

    async def _take(self, message: bytes) -> None:
        now = time.perf_counter()
        if message[0] == _ACKNOWLEDGED:
            self.acknowledged = Decoder(message[1:]).read_var_uint()
        elif message[0] == _SYNC and message[1] == _UPDATE:
            self.seen += 1
            self.seen_at = now
        elif message[0] == _SYNC and message[1] == _STEP_2:
            self.synchronised = True
        elif message[0] == _SYNC and message[1] == _STEP_1:
            self.sent += 1
            await self._socket.send(bytes([_SYNC, _STEP_2, 2, 0, 0]))


class Listener:
    """An event stream: when the comment that is waited for came."""

    def __init__(self, socket: ClientConnection) -> None:
        self._socket = socket
        self.ready = asyncio.Event()
        self.comments: asyncio.Queue[tuple[float, str]] = asyncio.Queue()
        self.listening = asyncio.create_task(self._listen())

    async def _listen(self) -> None:
        with contextlib.suppress(Exception):
            async for text in self._socket:
                now = time.perf_counter()
                if '"comment.created"' in text:
                    comment = json.loads(text)["data"]["comment"]
                    self.comments.put_nowait((now, comment["id"]))
                elif '"kernel"' in text:
                    self.ready.set()


@contextlib.asynccontextmanager
async def members(places: list[Place], path: str) -> AsyncIterator[list[Member]]:
    """Have everybody join a document; the n-th writes into the text ``answer-n``."""
    async with contextlib.AsyncExitStack() as stack:
        joined = []
        for number, place in enumerate(places):
            socket = await stack.enter_async_context(place.socket(path))
            joined.append(Member(socket, f"answer-{number % 12 + 1:02}"))
        for each in joined:
            await each.until(lambda member: member.synchronised)
        try:
            yield joined
        finally:
            await _end([each.listening for each in joined])


@contextlib.asynccontextmanager
async def listeners(places: list[Place], path: str) -> AsyncIterator[list[Listener]]:
    """Have everybody listen to what happens from now on."""
    async with contextlib.AsyncExitStack() as stack:
        listening = []
        for place in places:
            socket = await stack.enter_async_context(place.socket(f"{path}?since={10**9}"))
            listening.append(Listener(socket))
        async with asyncio.timeout(PATIENCE):
            for each in listening:
                await each.ready.wait()
        try:
            yield listening
        finally:
            await _end([each.listening for each in listening])


@contextlib.asynccontextmanager
async def writing_client(place: Place) -> AsyncIterator[httpx.AsyncClient]:
    """Have a client that may post as this person does."""
    cookies = {"cohortbook_session": place.session or ""}
    async with httpx.AsyncClient(base_url=place.url, cookies=cookies, timeout=PATIENCE) as client:
        (await client.get("/")).raise_for_status()
        client.headers["X-XSRFToken"] = client.cookies["_xsrf"]
        yield client


async def _end(tasks: list[asyncio.Task[None]]) -> None:
    for each in tasks:
        each.cancel()
    await asyncio.gather(*tasks, return_exceptions=True)
