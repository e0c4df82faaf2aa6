"""What WebSockets share."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Awaitable
from typing import Any, ClassVar
from urllib.parse import urlsplit

from tornado.ioloop import PeriodicCallback
from tornado.web import HTTPError
from tornado.websocket import WebSocketHandler

from cohortbook.learning.errors import WorkbookClosed
from cohortbook.server.handlers.base import Handler
from cohortbook.server.handlers.frame import framed
from cohortbook.server.handlers.room import RoomHandler

SIGNED_OUT = 4401
FORBIDDEN = 4403
NO_SUCH_ROOM = 4404
TRY_AGAIN = 1013
_RECHECK_MILLISECONDS = 5000
# What pages say of where they are, in characters.
_LONGEST_WORD = 200
# Twice what the largest document needs.
_MOST_UNSENT = 16 * 2**20  # bytes
# More than is accepted, so that whoever sends too much is told so by a code of ours.
_LARGEST_FRAME = 10 * 2**20  # bytes


class LiveSocket(WebSocketHandler, Handler):
    """A WebSocket for whom the permission table lets in.

    A browser cannot read the HTTP status of a refused WebSocket: who may not
    come in is let in as far as the close code that tells why.
    """

    _refused: int | None = None
    _recheck: PeriodicCallback | None = None
    _unsent = 0

    def prepare(self) -> Awaitable[None] | None:
        """Find out who asks; the refusal is told once the socket is open."""
        try:
            super().prepare()
            self.find()
        except HTTPError as error:
            codes = {401: SIGNED_OUT, 403: FORBIDDEN, 404: NO_SUCH_ROOM}
            if error.status_code not in codes:
                raise
            self._refused = codes[error.status_code]
        except WorkbookClosed:
            self._refused = FORBIDDEN
        return None

    def find(self) -> None:
        """Look up what the socket is about; HTTP 404 if there is no such thing."""

    def check_origin(self, origin: str) -> bool:
        """Accept sockets opened by our own pages only."""
        return urlsplit(origin).netloc.lower() == self.request.host.lower()

    @property
    def max_message_size(self) -> int:
        """Return the largest message that is read, in bytes."""
        return _LARGEST_FRAME

    async def open(self, *_args: str, **_kwargs: str) -> None:
        """Begin, or tell why not."""
        if self._refused is not None:
            self.close(self._refused)
            return
        self.set_nodelay(True)
        self._recheck = PeriodicCallback(self._check_again, _RECHECK_MILLISECONDS)
        self._recheck.start()
        await self.begin()

    def on_close(self) -> None:
        """End."""
        if self._recheck is not None:
            self._recheck.stop()
            self._recheck = None
            self.end()

    async def begin(self) -> None:
        """Do what is to be done once the socket is open."""

    def end(self) -> None:
        """Do what is to be done when a socket that had begun is closed."""

    @staticmethod
    def said(message: str | bytes) -> Any:
        """Read what a page said as JSON; None when it is none, or too much to be a word."""
        if len(message) > _LONGEST_WORD:
            return None
        try:
            return json.loads(message)
        except ValueError:
            return None

    def write_soon(self, message: str | bytes) -> None:
        """Send without waiting; a socket that is closing takes nothing more.

        One that takes nothing while ever more waits for it is closed: it will
        catch up when it comes again.
        """
        connection = self.ws_connection
        if connection is None or connection.is_closing() or connection.stream is None:
            return
        size = len(message)
        if self._unsent + size > _MOST_UNSENT:
            self.close(TRY_AGAIN, "too slow")
            return
        # Tornado's own way makes a task of each message, which costs more than sending it.
        sending = connection.stream.write(framed(message))
        if sending.done():
            return

        def sent(done: asyncio.Future[None]) -> None:
            self._unsent -= size
            if not done.cancelled():
                done.exception()

        self._unsent += size
        sending.add_done_callback(sent)

    def _check_again(self) -> None:
        """Close when the session ended or the role did."""
        self.principal = self._signed_in()
        if self.principal is None:
            self.close(SIGNED_OUT)
        elif not self.may(self.PERMISSIONS["get"]):
            self.close(FORBIDDEN)


class RoomSocket(LiveSocket, RoomHandler):
    """A WebSocket of one room."""

    PERMISSIONS: ClassVar = {"get": "room.join"}

    def find(self) -> None:
        """Look up the room."""
        _ = self.room
