"""Sockets that listen before the library is there that serves them."""

from __future__ import annotations

import contextlib
import os
import socket

# As many as zmq lets wait.
_BACKLOG = 100


def can_listen(transport: str, ip: str) -> bool:
    """Say whether this is an address as most kernels have it, of a kind that is known here."""
    try:
        socket.inet_pton(socket.AF_INET, ip)
    except OSError:
        return transport == "ipc"
    return transport == "tcp"


def listen(transport: str, ip: str, port: int) -> int:
    """Listen where a socket of zmq is to listen, in its place.

    Parameters
    ----------
    transport : str
        ``tcp`` or ``ipc``.
    ip : str
        An address; with ``ipc``, what the names of the files begin with.
    port : int
        Its number.

    Returns
    -------
    int
        The number of a file that is to be given to zmq as ``USE_FD``.

    Raises
    ------
    OSError
        If it cannot be had.
    """
    if transport == "tcp":
        listening = socket.create_server((ip, port), backlog=_BACKLOG)
    else:
        path = f"{ip}-{port}"
        with contextlib.suppress(FileNotFoundError):
            os.unlink(path)  # noqa: PTH108 - as zmq does; one that died may have left it
        listening = socket.socket(socket.AF_UNIX)
        listening.bind(path)
        listening.listen(_BACKLOG)
    listening.settimeout(0)
    return listening.detach()
