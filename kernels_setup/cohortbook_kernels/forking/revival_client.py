"""Runs cells where there is no kernel yet, as any client runs them in a kernel."""

from __future__ import annotations

import asyncio
import json
from queue import Empty
from typing import Any

from jupyter_client.session import Session

from cohortbook_kernels.forking.process import ForkedProcess
from cohortbook_kernels.forking.revival_line import KEY, Channel, LineError, packed, receive

# What all cells together may put out.
_MOST_BYTES = 2**28
_LAST_WORD_SECONDS = 1


class RevivalRefusedError(Exception):
    """Kernels of these cells cannot be forked after they have run, and why."""


class RevivalClient:
    """What nbclient needs of a client of a kernel, over a line.

    Parameters
    ----------
    reader, writer : asyncio.StreamReader, asyncio.StreamWriter
        The line.
    process : ForkedProcess
        At its other end.
    """

    allow_stdin = False

    def __init__(
        self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter, process: ForkedProcess
    ) -> None:
        self.session = Session(key=KEY)
        self.shell_channel = _Channel(self._send)
        self.iopub_channel = _Channel(self._send)
        self._reader, self._writer, self._process = reader, writer, process
        self._left = _MOST_BYTES
        self._told: asyncio.Future[dict[str, Any]] = asyncio.get_running_loop().create_future()
        self._reading = asyncio.ensure_future(self._read())

    def execute(self, code: str, **how: Any) -> str:
        """Send a cell to be run; return the id of the message."""
        content = {"silent": False, "user_expressions": {}, "allow_stdin": False, **how}
        message = self.session.msg("execute_request", {"code": code, **content})
        self._send(message)
        return str(message["header"]["msg_id"])

    def is_alive(self) -> bool:
        """Say whether somebody is there to answer."""
        return not self._told.done() and self._process.poll() is None

    async def end(self) -> dict[str, Any]:
        """Say that this was the last cell; return what is told of the process.

        Raises
        ------
        RevivalRefusedError
            If kernels cannot be forked from it.
        """
        if not self._told.done():
            self._writer.write(packed("end", []))
        told = await self._told
        if "refused" in told:
            raise RevivalRefusedError(str(told["refused"]))
        return told

    async def refusal(self) -> str | None:
        """Say why it gave up, if it did; it says so a moment after the outputs of a cell."""
        await asyncio.wait([self._told], timeout=_LAST_WORD_SECONDS)
        if not self._told.done():
            return None
        refused = self._told.result().get("refused")
        return None if refused is None else str(refused)

    def stop_channels(self) -> None:
        """Let go of the line."""
        self._reading.cancel()
        self._writer.close()

    def _send(self, message: dict[str, Any]) -> None:
        self._writer.write(packed("shell", self.session.serialize(message)))

    async def _read(self) -> None:
        try:
            while True:
                channel, frames, size = await receive(self._reader, self._left)
                self._left -= size
                if channel == "end":
                    self._told.set_result(dict(json.loads(frames[0])))
                    return
                self._hear(channel, frames)
        except LineError as error:
            self._told.set_result({"refused": str(error)})
        except Exception as error:  # noqa: BLE001 - what it says is not trusted to make sense
            self._told.set_result({"refused": f"says what makes no sense: {error}"})

    def _hear(self, channel: Channel, frames: list[bytes]) -> None:
        _, rest = self.session.feed_identities(frames)
        heard = self.shell_channel if channel == "shell" else self.iopub_channel
        heard.messages.put_nowait(self.session.deserialize(rest))


class _Channel:
    def __init__(self, send: Any) -> None:
        self.send = send
        self.messages: asyncio.Queue[dict[str, Any]] = asyncio.Queue()

    async def get_msg(self, timeout: float | None = None) -> dict[str, Any]:  # noqa: ASYNC109
        try:
            return await asyncio.wait_for(self.messages.get(), timeout)
        except TimeoutError:
            raise Empty from None
