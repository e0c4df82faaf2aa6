"""What a zygote and those who ask it say to each other: JSON, and open files beside it."""

from __future__ import annotations

import json
import os
import socket
import struct
from collections.abc import Sequence
from typing import Any

# An environment is the largest thing in them.
_LARGEST_BYTES = 2**17
_MOST_FILES = 8


class MessageError(Exception):
    """What came was no message, or nothing will come any more."""


def new_socket() -> socket.socket:
    """Return a socket that keeps messages apart."""
    return socket.socket(socket.AF_UNIX, socket.SOCK_SEQPACKET)


def send(to: socket.socket, message: dict[str, Any], files: Sequence[int] = ()) -> None:
    """Send a message, with files that the other side will have open too.

    Raises
    ------
    MessageError
        If it is too large.
    OSError
        If the other side is gone.
    """
    data = json.dumps(message).encode()
    if len(data) > _LARGEST_BYTES:
        problem = f"a message of {len(data)} bytes is more than {_LARGEST_BYTES}"
        raise MessageError(problem)
    socket.send_fds(to, [data], files)


def receive(source: socket.socket) -> tuple[dict[str, Any], list[int]]:
    """Return the next message, and the files that came with it.

    Raises
    ------
    MessageError
        If the other side is gone, or sent something else.
    BlockingIOError
        If nothing has come, and the socket does not wait.
    """
    try:
        # socket.recv_fds would let programs that are started inherit the files.
        data, beside, _, _ = source.recvmsg(
            _LARGEST_BYTES + 1, socket.CMSG_SPACE(_MOST_FILES * 4), socket.MSG_CMSG_CLOEXEC
        )
    except BlockingIOError:
        raise
    except OSError as error:
        raise MessageError(str(error)) from error
    files = [number for _, _, held in beside for (number,) in struct.iter_unpack("i", held)]
    try:
        message = json.loads(data) if data else None
        if isinstance(message, dict):
            return message, files
    except ValueError:
        pass
    for each in files:
        os.close(each)
    problem = "the other side is gone" if not data else "the other side speaks otherwise"
    raise MessageError(problem)


def other_side(line: socket.socket) -> tuple[int, int]:
    """Return the process that connected, and its user, as the system knows them."""
    credentials = line.getsockopt(socket.SOL_SOCKET, socket.SO_PEERCRED, struct.calcsize("3i"))
    process, user, _ = struct.unpack("3i", credentials)
    return process, user
