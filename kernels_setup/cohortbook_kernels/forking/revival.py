"""A process in which a stamp's cells have run once, and from which its kernels are forked."""

from __future__ import annotations

import gc
import json
import os
import socket
from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import NoReturn

from cohortbook_kernels.forking.freshness import Freshness
from cohortbook_kernels.forking.order import Order
from cohortbook_kernels.forking.prebuilt import PrebuiltKernel
from cohortbook_kernels.forking.revival_kernel import EarlyKernel
from cohortbook_kernels.forking.revival_line import Line, LineError
from cohortbook_kernels.forking.revival_watch import Watch, memory_mb
from cohortbook_kernels.forking.settled_memory import settle
from cohortbook_kernels.forking.zygote import Zygote


class StampZygote(Zygote):
    """A zygote that listens where it was told, and forks kernels with all cells run.

    Parameters
    ----------
    kernel : EarlyKernel
    listening : socket.socket
    age_seconds : int
        When it ends, unless it has kernels.
    read : sequence of str
        Files that the cells have read.
    """

    def __init__(
        self, kernel: EarlyKernel, listening: socket.socket, age_seconds: int, read: Sequence[str]
    ) -> None:
        path = str(listening.getsockname())
        ages = {"idle_seconds": age_seconds, "age_seconds": age_seconds}
        super().__init__(kernel, {"socket": path, "owner": 0, **ages})
        self._freshness = Freshness([*kernel.settings_files, *read])
        self._given = listening

    def _listen(self) -> None:
        self._listen_on(self._given)


def become_a_revival(
    built: PrebuiltKernel, order: Order, files: Sequence[int], begun: Mapping[str, str]
) -> tuple[EarlyKernel, Order, list[int]]:
    """Run the cells that come, then fork for whoever asks; return in a child alone.

    Parameters
    ----------
    built : PrebuiltKernel
    order : Order
        One with `revival`.
    files : sequence of int
        That came with it.
    begun : mapping of str to str
        The environment that its zygote began with.

    Returns
    -------
    tuple
        What a child is, is to be, and was given.
    """
    *usual, listening = files
    lifeline = usual[-2]
    line = Line(socket.socket(fileno=order.fulfil(usual, begun)))
    _catch_what_is_written_beside_python()
    order.step_back()
    place = socket.socket(fileno=listening)
    try:
        kernel = EarlyKernel(built, line)
        own = frozenset({line.number, listening})
        watch = Watch(kernel.shell.user_ns, order.revival["most_mb"], own)
        _run_cells(kernel, line, watch)
    except Exception as error:  # noqa: BLE001 - whatever it is, the ordinary way serves
        _give_up(line, f"is not run in advance: {type(error).__name__}: {error}")
    if watch.seeds:
        kernel.keep_chance()
    zygote = StampZygote(kernel, place, order.revival["age_seconds"], sorted(watch.read))
    line.end(memory_mb=round(memory_mb()))
    settle()
    ordered = zygote.serve()
    if ordered is None:
        os._exit(0)
    os.close(lifeline)
    ordered_kernel, given = ordered
    # What the cells made of these is part of what they did.
    lived = replace(ordered_kernel, environment=dict(os.environ), folder=os.getcwd())  # noqa: PTH109
    return kernel, lived, given


def _run_cells(kernel: EarlyKernel, line: Line, watch: Watch) -> None:
    session = kernel.shell.kernel.session
    try:
        while True:
            channel, frames = line.receive()
            if channel == "end":
                break
            # A second look by the session would be taken for a message that was sent twice.
            _, header, _, _, content = session.feed_identities(frames)[1][:5]
            if json.loads(header)["msg_type"] == "execute_request":
                _prepare(kernel, watch, json.loads(content)["code"])
            if watch.reason is None and not kernel.hear(frames):
                watch.refuse("awaits something")
            if watch.reason is not None:
                _give_up(line, watch.reason)
    except LineError:
        os._exit(0)
    # What it says when it is thrown away, it says to those who listen.
    gc.collect()
    if not kernel.has_its_streams():
        watch.refuse("has put something in the place of its output")
    watch.end()
    if watch.reason is not None:
        _give_up(line, watch.reason)


def _prepare(kernel: EarlyKernel, watch: Watch, code: str) -> None:
    watch.look_at(code)
    shell = kernel.shell
    try:
        transformed = shell.transform_cell(code)
    except Exception:  # noqa: BLE001 - the cell will say so itself
        return
    if shell.should_run_async(code, transformed_cell=transformed):
        watch.refuse("awaits something")


def _give_up(line: Line, reason: str) -> NoReturn:
    line.end(refused=reason)
    os._exit(0)


def _catch_what_is_written_beside_python() -> None:
    """Put files where a kernel has pipes: it is noticed later that something was written."""
    for number in (1, 2):
        caught = os.memfd_create("written")
        os.dup2(caught, number)
        os.close(caught)
