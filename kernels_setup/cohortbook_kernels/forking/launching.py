"""One order of a kernel, from the question to the answer that it listens."""

from __future__ import annotations

import asyncio
import contextlib
import errno
import json
import os
import signal
import socket
import subprocess
import time
from collections.abc import Mapping
from pathlib import Path
from typing import IO, Any

from cohortbook_kernels.forking.identity import NotForkableError
from cohortbook_kernels.forking.messages import MessageError, receive, send
from cohortbook_kernels.forking.order import Order
from cohortbook_kernels.forking.process import ForkedProcess
from cohortbook_kernels.sandbox.holder import Sandbox

_GLANCE_SECONDS = 0.002
_START_SECONDS = 60


class PortTakenError(Exception):
    """A port of the kernel was free a moment ago, and is somebody else's now."""


class _EndedError(NotForkableError):
    """It has ended already when its zygote answers."""


async def launch(
    line: socket.socket, order: Order, kwargs: Mapping[str, Any], sandbox: Sandbox | None = None
) -> ForkedProcess | None:
    """Order a kernel, and wait until it listens.

    Parameters
    ----------
    line : socket.socket
        To the zygote; afterwards the kernel's, or closed.
    order : Order
        What it is to be.
    kwargs : mapping
        Of the launch: ``stdin``, ``stdout`` and ``stderr``, as `subprocess.Popen` takes them.
    sandbox : Sandbox, optional
        That it is to be in; goes when it ends.

    Returns
    -------
    ForkedProcess or None
        None if the zygote has retired meanwhile.

    Raises
    ------
    NotForkableError
        If the zygote refuses, or the kernel ends before it listens.
    PortTakenError
        If somebody else has one of its ports.
    """
    with contextlib.ExitStack() as undone:
        undone.callback(line.close)
        line.settimeout(0)
        given, ours = _standard_files(kwargs, undone)
        lifeline, hold = os.pipe()
        listening, telling = os.pipe()
        os.set_blocking(listening, False)
        undone.callback(os.close, hold)
        try:
            files = [*given, lifeline, telling, *([sandbox.handle] if sandbox else [])]
            send(line, {"do": "fork", "order": order.to_json()}, files)
        except MessageError as error:
            raise NotForkableError(str(error)) from error
        except OSError:
            return None
        finally:
            os.close(lifeline)
            os.close(telling)
            for each in given:
                os.close(each)
        try:
            try:
                answered = await answer(line)
            except _EndedError:
                # It may have told why.
                await _bound(listening)
                raise
            if answered is None:
                return None
            pid, handle = answered
            undone.callback(os.close, handle)
            undone.callback(kill_group, pid, handle)
            await _bound(listening)
        finally:
            os.close(listening)
        undone.pop_all()
    return ForkedProcess(pid, handle, line, hold, sandbox=sandbox, **ours)


async def answer(line: socket.socket) -> tuple[int, int] | None:
    """Wait for what a zygote says to an order.

    Returns
    -------
    (int, int) or None
        Number and handle of the process. None if the zygote has retired meanwhile.

    Raises
    ------
    NotForkableError
        If it refuses.
    """
    until = time.monotonic() + _START_SECONDS
    while time.monotonic() < until:
        try:
            told, files = receive(line)
        except BlockingIOError:
            await asyncio.sleep(_GLANCE_SECONDS)
            continue
        except MessageError:
            return None
        if "pid" in told:
            return _numbered(files)
        if told.get("retired"):
            return None
        raise NotForkableError(str(told.get("refused")))
    message = "the zygote does not answer"
    raise NotForkableError(message)


def _numbered(files: list[int]) -> tuple[int, int]:
    """Return the number of a process, as it is seen from here, and its handle.

    In a sandbox it has another, and who comes from there is not believed either.
    """
    for each in files[1:]:
        os.close(each)
    told = Path(f"/proc/self/fdinfo/{files[0]}").read_text() if files else ""
    for line in told.splitlines():
        name, _, number = line.partition(":")
        # Of one that has ended it is -1, and 0 of one that is not to be seen.
        if name == "Pid" and int(number) > 0:
            return int(number), files[0]
    for each in files[:1]:
        os.close(each)
    message = "it ended before it listened"
    raise _EndedError(message)


async def _bound(listening: int) -> None:
    until = time.monotonic() + _START_SECONDS
    said = b""
    while time.monotonic() < until:
        try:
            chunk = os.read(listening, 65536)
        except BlockingIOError:
            await asyncio.sleep(_GLANCE_SECONDS)
            continue
        said += chunk
        if chunk:
            continue
        told = json.loads(said) if said else {}
        if told.get("bound"):
            return
        if told.get("number") == errno.EADDRINUSE:
            raise PortTakenError
        raise NotForkableError(str(told.get("error", "it ended before it listened")))
    message = "it does not listen"
    raise NotForkableError(message)


def kill_group(pid: int, handle: int) -> None:
    """End a process that a zygote has forked, and what it started."""
    with contextlib.suppress(OSError):
        signal.pidfd_send_signal(handle, 0)
        os.killpg(pid, signal.SIGKILL)
    with contextlib.suppress(OSError):
        signal.pidfd_send_signal(handle, signal.SIGKILL)


def _standard_files(
    kwargs: Mapping[str, Any], undone: contextlib.ExitStack
) -> tuple[list[int], dict[str, IO[bytes]]]:
    """Return what the kernel reads and writes, to be closed here, and our ends of pipes."""
    given: list[int] = []
    ours: dict[str, IO[bytes]] = {}
    try:
        for name, own in (("stdin", None), ("stdout", 1), ("stderr", 2)):
            wanted = kwargs.get(name)
            if wanted is None and own is not None:
                given.append(os.dup(own))
            elif wanted is None or wanted == subprocess.DEVNULL:
                given.append(os.open(os.devnull, os.O_RDWR))
            elif wanted == subprocess.PIPE:
                reading, writing = os.pipe()
                theirs, mine = (reading, writing) if name == "stdin" else (writing, reading)
                given.append(theirs)
                ours[name] = os.fdopen(mine, "wb" if name == "stdin" else "rb")
                undone.callback(ours[name].close)
            elif wanted == subprocess.STDOUT:
                given.append(os.dup(given[1]))
            else:
                given.append(os.dup(wanted if isinstance(wanted, int) else wanted.fileno()))
    except OSError as error:
        for each in given:
            os.close(each)
        message = f"its standard files are not open: {error}"
        raise NotForkableError(message) from error
    return given, ours
