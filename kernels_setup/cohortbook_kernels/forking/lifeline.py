"""A pipe by which a kernel ends, whatever it is doing, when whoever started it is gone."""

from __future__ import annotations

import fcntl
import os
import select
import signal

# Linux's; Python's own table of them begins later than 3.11.
_F_SETSIG = 10


def hold_on(reading: int) -> None:
    """Let the system kill the process group of the caller when nobody holds the other end.

    Parameters
    ----------
    reading : int
        The end to read from, of a pipe that nobody writes to.

    Notes
    -----
    A thread that watches would wait for the interpreter's lock, which code in C may keep
    for minutes; and what the kernel started would live on.
    """
    tie(reading, -os.getpgrp())
    # What was let go before is told to nobody.
    looking = select.poll()
    looking.register(reading, 0)
    if looking.poll(0):
        os.killpg(os.getpgrp(), signal.SIGKILL)


def tie(reading: int, owner: int) -> None:
    """Let the system kill a process when nobody holds the other end of a pipe any more.

    Parameters
    ----------
    reading : int
        The end to read from; whoever is to be killed, or lives as long, keeps it open.
    owner : int
        The process, or a process group as a negative number.
    """
    fcntl.fcntl(reading, _F_SETSIG, signal.SIGKILL)
    fcntl.fcntl(reading, fcntl.F_SETOWN, owner)
    fcntl.fcntl(reading, fcntl.F_SETFL, fcntl.fcntl(reading, fcntl.F_GETFL) | os.O_ASYNC)
