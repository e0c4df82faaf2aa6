"""The line over which a stamp's cells are run before there is a kernel with sockets.

What goes over it are the messages of Jupyter's protocol, framed as on the wire. Both ends
of the line are one pair of sockets that nobody else can open: to sign them is a formality.
"""

from __future__ import annotations

import asyncio
import contextlib
import json
import socket
import struct
from collections.abc import Sequence
from typing import Any, Literal

Channel = Literal["shell", "iopub", "end"]

_CHANNELS: tuple[Channel, ...] = ("shell", "iopub", "end")
# The protocol knows no message without a signature; to know this one gives nobody anything.
KEY = b"on a line of our own"
_HEAD = struct.Struct("!BI")
_LENGTH = struct.Struct("!Q")
_MOST_FRAMES = 4096


class LineError(Exception):
    """The other side is gone, or says what it may not."""


def packed(channel: Channel, frames: Sequence[Any]) -> bytes:
    """Return what stands for a message on the line."""
    parts = [bytes(each) for each in frames]
    lengths = (_LENGTH.pack(len(each)) for each in parts)
    return b"".join((_HEAD.pack(_CHANNELS.index(channel), len(parts)), *lengths, *parts))


class Line:
    """The end of the process that runs the cells.

    Parameters
    ----------
    ours : socket.socket
        A stream that waits.
    """

    def __init__(self, ours: socket.socket) -> None:
        self._socket = ours
        self._reader = ours.makefile("rb")
        self._open = True

    @property
    def number(self) -> int:
        """The number of its file."""
        return self._socket.fileno()

    def send(self, channel: Channel, frames: Sequence[Any]) -> None:
        """Send a message; to a line that is closed nothing is said."""
        if self._open:
            self._socket.sendall(packed(channel, frames))

    def receive(self) -> tuple[Channel, list[bytes]]:
        """Wait for the next message.

        Raises
        ------
        LineError
            If none will come.
        """
        number, count = _HEAD.unpack(self._exactly(_HEAD.size))
        lengths = [_LENGTH.unpack(self._exactly(_LENGTH.size))[0] for _ in range(count)]
        return _CHANNELS[number], [self._exactly(each) for each in lengths]

    def end(self, **told: Any) -> None:
        """Say the last word."""
        with contextlib.suppress(OSError):
            self.send("end", [json.dumps(told).encode()])
        self._open = False
        self._reader.close()
        self._socket.close()

    def _exactly(self, length: int) -> bytes:
        data = self._reader.read(length)
        if len(data) != length:
            message = "the line was cut"
            raise LineError(message)
        return data


class LineSocket:
    """What a kernel takes for a socket, and what for the thread that publishes.

    Parameters
    ----------
    line : Line
    channel : str
    """

    def __init__(self, line: Line, channel: Channel) -> None:
        self._line = line
        self._channel = channel

    def send_multipart(self, frames: Sequence[Any], **_how: Any) -> None:
        """Send a message at once."""
        self._line.send(self._channel, frames)


async def receive(reader: asyncio.StreamReader, most: int) -> tuple[Channel, list[bytes], int]:
    """Return the next message from a process that is not trusted, and its size.

    Parameters
    ----------
    reader : asyncio.StreamReader
    most : int
        Bytes that it may have.

    Raises
    ------
    LineError
        If none will come, or it is too large.
    """
    try:
        number, count = _HEAD.unpack(await reader.readexactly(_HEAD.size))
        if number >= len(_CHANNELS) or count > _MOST_FRAMES:
            message = "it speaks otherwise"
            raise LineError(message)
        sizes = await reader.readexactly(_LENGTH.size * count)
        lengths = [length for (length,) in _LENGTH.iter_unpack(sizes)]
        if sum(lengths) > most:
            message = "its output is too large"
            raise LineError(message)
        return _CHANNELS[number], [await reader.readexactly(each) for each in lengths], sum(lengths)
    except (asyncio.IncompleteReadError, OSError) as error:
        message = "its process ended"
        raise LineError(message) from error
