"""One order of a revival: a process that runs cells, and then forks kernels."""

from __future__ import annotations

import asyncio
import contextlib
import os
import secrets
import socket
from dataclasses import dataclass, replace
from pathlib import Path

from cohortbook_kernels.forking.identity import NotForkableError
from cohortbook_kernels.forking.launching import answer, kill_group
from cohortbook_kernels.forking.messages import MessageError, new_socket, send
from cohortbook_kernels.forking.origin import Origin
from cohortbook_kernels.forking.process import ForkedProcess
from cohortbook_kernels.forking.revival_client import RevivalClient
from cohortbook_kernels.forking.runtime import runtime_folder
from cohortbook_kernels.sandbox.holder import Sandbox, SandboxError

_BACKLOG = 128


@dataclass(frozen=True, slots=True)
class Launched:
    """A process that waits for cells.

    Parameters
    ----------
    path : pathlib.Path
        Where kernels can be ordered from it, when the cells have run.
    process : ForkedProcess
    client : RevivalClient
        Runs them.
    """

    path: Path
    process: ForkedProcess
    client: RevivalClient


def comes_from(path: Path, key: str) -> bool:
    """Say whether a revival is of the origin with this key."""
    return path.name.startswith(f"{key}-")


async def launch_revival(origin: Origin, *, most_mb: int, age_seconds: int) -> Launched:
    """Order a process that is, and sees, what a kernel of the same origin would.

    Parameters
    ----------
    origin : Origin
        Of a kernel that has run the same cells.
    most_mb : int
        Memory of its own that it may have, in MiB.
    age_seconds : int
        How old it may become.

    Raises
    ------
    NotForkableError
        If the zygote refuses, or the sandbox that it has to be in cannot be made.
    """
    settings = {"most_mb": most_mb, "age_seconds": age_seconds}
    # Before the sandbox: what changes meanwhile makes it another.
    path = runtime_folder() / f"{origin.key}-{secrets.token_hex(4)}.sock"
    with contextlib.ExitStack() as undone:
        sandbox = await _sandbox_of(origin)
        inside: list[int] = []
        if sandbox is not None:
            undone.callback(sandbox.close)
            inside.append(sandbox.handle)
        order = replace(
            origin.order, revival=settings, namespaces=sandbox.namespaces if sandbox else 0
        )
        asking = await origin.connect()
        undone.callback(asking.close)
        asking.settimeout(0)
        lifeline, hold = os.pipe()
        undone.callback(os.close, hold)
        ours, theirs = socket.socketpair()
        undone.callback(ours.close)
        listening = new_socket()
        try:
            listening.bind(str(path))
            undone.callback(path.unlink, missing_ok=True)
            listening.listen(_BACKLOG)
            with open(os.devnull, "r+b") as nothing:  # noqa: ASYNC230, PTH123 - opens at once
                given = [nothing.fileno()] * 3
                files = [*given, lifeline, theirs.fileno(), listening.fileno(), *inside]
                send(asking, {"do": "fork", "order": order.to_json()}, files)
        except (MessageError, OSError) as error:
            raise NotForkableError(str(error)) from error
        finally:
            os.close(lifeline)
            theirs.close()
            listening.close()
        answered = await answer(asking)
        if answered is None:
            message = "its zygote has retired"
            raise NotForkableError(message)
        pid, handle = answered
        undone.callback(os.close, handle)
        undone.callback(kill_group, pid, handle)
        reader, writer = await asyncio.open_unix_connection(sock=ours)
        undone.pop_all()
    process = ForkedProcess(pid, handle, asking, hold, sandbox=sandbox)
    return Launched(path, process, RevivalClient(reader, writer, process))


async def _sandbox_of(origin: Origin) -> Sandbox | None:
    if origin.view is None:
        return None
    try:
        return await Sandbox.make(origin.view.options())
    except SandboxError as error:
        raise NotForkableError(str(error)) from error
