"""WebSockets of a room, as a browser has them."""

from __future__ import annotations

import asyncio
import contextlib
import json

import websockets
from websockets.asyncio.client import connect

from y_client import YClient

KERNEL_PROTOCOL = "v1.kernel.websocket.jupyter.org"
ROOM = "/api/rooms/north/01-first-steps"
PATIENCE_SECONDS = 20


def cookie(client):
    """Return the header that tells who a signed-in httpx client is."""
    token = client.cookies.get("cohortbook_session")
    return {"Cookie": f"cohortbook_session={token}"} if token else {}


def opened(client, path, **options):
    address = str(client.base_url).rstrip("/").replace("http", "ws", 1) + path
    # Else closing waits for what nobody reads any more to be read.
    options = {"max_size": None, "max_queue": None, "ping_interval": None} | options
    return connect(address, additional_headers=cookie(client), **options)


async def close_code(client, path):
    """Open a socket and return the code with which the server closes it."""
    async with opened(client, path) as socket, asyncio.timeout(PATIENCE_SECONDS):
        await socket.wait_closed()
        return socket.close_code


class Listening:
    """An event stream."""

    def __init__(self, socket):
        self.socket = socket
        self.heard = []

    async def until(self, kind):
        """Listen until a message of this kind comes, and return it."""
        async with asyncio.timeout(PATIENCE_SECONDS):
            while True:
                message = json.loads(await self.socket.recv())
                self.heard.append(message)
                if message["type"] == kind:
                    return message

    def last(self, kind):
        """Return the last message of this kind that came."""
        return [each for each in self.heard if each["type"] == kind][-1]

    @property
    def ids(self):
        return [each["id"] for each in self.heard if "id" in each]


@contextlib.asynccontextmanager
async def listening(client, since=0, room=ROOM):
    async with opened(client, f"{room}/events?since={since}") as socket:
        stream = Listening(socket)
        await stream.until("kernel")
        yield stream


class Typing:
    """A shared document, in step with the server as long as the socket is open."""

    def __init__(self, socket):
        self.socket = socket
        self.y = YClient()
        self._news = asyncio.Event()
        self._pumping = asyncio.create_task(self._pump())

    async def send(self):
        for each in self._taken():
            await self.socket.send(each)

    async def write(self, words, exercise="first-week"):
        self.y.write(words, exercise)
        await self.send()

    async def until(self, condition):
        async with asyncio.timeout(PATIENCE_SECONDS):
            while not condition(self.y):
                self._news.clear()
                await self._news.wait()

    async def until_saved(self):
        await self.until(lambda y: y.saved)

    async def end(self):
        self._pumping.cancel()
        await asyncio.gather(self._pumping, return_exceptions=True)

    def _taken(self):
        taken, self.y.outbox[:] = list(self.y.outbox), []
        return taken

    async def _pump(self):
        with contextlib.suppress(websockets.ConnectionClosed):
            self.y.hello()
            await self.send()
            async for message in self.socket:
                self.y.take(message)
                await self.send()
                self._news.set()


@contextlib.asynccontextmanager
async def typing(client, kind="document", room=ROOM):
    async with opened(client, f"{room}/{kind}?acks=1") as socket:
        document = Typing(socket)
        try:
            await document.until(lambda y: y.synchronised)
            yield document
        finally:
            await document.end()
