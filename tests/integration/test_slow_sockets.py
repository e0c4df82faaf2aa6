"""What the server sends when the other side reads slowly or not at all."""

import asyncio
import contextlib

from tornado.httpserver import HTTPServer
from tornado.netutil import bind_sockets
from tornado.web import Application
from tornado.websocket import WebSocketHandler
from websockets.asyncio.client import connect
from websockets.exceptions import ConnectionClosedError

from cohortbook.server.handlers.socket import TRY_AGAIN, RoomSocket

MESSAGES = [bytes([number]) * 2**20 for number in range(40)]


class Flood(WebSocketHandler):
    """Sends far more at once than a connection takes."""

    write_soon = RoomSocket.write_soon
    _unsent = 0

    async def open(self, count):
        for each in MESSAGES[: int(count)]:
            self.write_soon(each)
        self.write_soon("the end")


@contextlib.asynccontextmanager
async def flooded(count):
    sockets = bind_sockets(0, "127.0.0.1")
    server = HTTPServer(Application([(r"/(\d+)", Flood)]))
    server.add_sockets(sockets)
    try:
        address = f"ws://127.0.0.1:{sockets[0].getsockname()[1]}/{count}"
        async with connect(address, max_size=None) as client:
            yield client
    finally:
        server.stop()
        await server.close_all_connections()


def test_whatever_has_to_wait_comes_whole_and_in_order():
    async def run():
        async with flooded(12) as client:
            assert [await client.recv() for _ in range(12)] == MESSAGES[:12]
            assert await client.recv() == "the end"

    asyncio.run(run())


def test_who_takes_nothing_while_ever_more_waits_is_told_to_come_again():
    async def run():
        async with flooded(len(MESSAGES)) as client:
            received = []
            with contextlib.suppress(ConnectionClosedError):
                while True:
                    received.append(await client.recv())
            assert received == MESSAGES[: len(received)]
            assert len(received) < len(MESSAGES)
            assert client.close_code == TRY_AGAIN

    asyncio.run(run())
