"""A process that has loaded everything, and forks a kernel for whoever asks.

Started with its settings as JSON on standard input. It has no thread and no event
loop: what a child inherits is only what it may have.
"""

from __future__ import annotations

import contextlib
import json
import os
import select
import signal
import socket
import sys
import time
import traceback
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from cohortbook_kernels.forking.freshness import Freshness
from cohortbook_kernels.forking.large_pages import gather_into_large_pages
from cohortbook_kernels.forking.messages import (
    MessageError,
    new_socket,
    other_side,
    receive,
    send,
)
from cohortbook_kernels.forking.order import Order, file_of, renew_chance
from cohortbook_kernels.forking.own_files import only_read, take_over
from cohortbook_kernels.forking.prebuilt import PrebuiltKernel
from cohortbook_kernels.forking.safety import hindrance
from cohortbook_kernels.forking.settled_memory import settle
from cohortbook_kernels.forking.title import place_of_title
from cohortbook_kernels.reasons import REASONS
from cohortbook_kernels.sandbox.entering import fork_into

_BACKLOG = 128
_GLANCE_SECONDS = 5
# Nobody has asked for anything so long: there is time to put things in order.
_QUIET_SECONDS = 1
_LAUNCHER = "ipykernel_launcher"


@dataclass(slots=True)
class _Asker:
    line: socket.socket
    # Its process: forks of that may hold the line open when it is gone itself. Who asks from
    # outside of a sandbox cannot be seen in there: then the end of the line has to do.
    handle: int | None

    @property
    def files(self) -> tuple[int, ...]:
        own = self.line.fileno()
        return (own,) if self.handle is None else (own, self.handle)


@dataclass(slots=True)
class _Child:
    pid: int
    handle: int
    asker: _Asker


class Zygote:
    """Listens, forks, and tells how its children end.

    Parameters
    ----------
    kernel : PrebuiltKernel
        What a child becomes.
    settings : mapping
        As it was started with: ``socket``, ``idle_seconds``, ``age_seconds``, ``owner``
        (a process with which it ends, or 0), and what it is only to tell about.
    """

    def __init__(self, kernel: PrebuiltKernel, settings: Mapping[str, Any]) -> None:
        self._kernel = kernel
        self._settings = settings
        self._path = Path(settings["socket"])
        self._children: dict[int, _Child] = {}
        # By both of the files that each has.
        self._askers: dict[int, _Asker] = {}
        self._forked = 0
        self._began = self._last_used = time.monotonic()
        self._freshness = Freshness(kernel.settings_files)
        self._owner = os.pidfd_open(settings["owner"]) if settings["owner"] else None
        self._listening: socket.socket | None = None
        self._poll = select.poll()
        self._place = 0
        # None once there is nothing left to gather.
        self._gathering: Iterator[int] | None = gather_into_large_pages()

    def serve(self) -> tuple[Order, list[int]] | None:
        """Fork for whoever asks.

        Returns
        -------
        (Order, list of int) or None
            In a child: what it is to be, with its files. None in the zygote, at its end.
        """
        self._listen()
        if self._owner is not None:
            self._poll.register(self._owner, select.POLLIN)
        while self._listening is not None or self._children:
            for number, _ in self._poll.poll(self._patience() * 1000):
                if number == self._owner:
                    self._end_everything()
                    return None
                ordered = self._attend(number)
                if ordered is not None:
                    return ordered
            self._glance()
        return None

    def _listen(self) -> None:
        listening = new_socket()
        beside = self._path.with_suffix(".new")
        beside.unlink(missing_ok=True)
        listening.bind(str(beside))
        self._described_in().write_text(json.dumps(self.description()))
        listening.listen(_BACKLOG)
        # Whoever finds it can connect already.
        beside.rename(self._path)
        self._listen_on(listening)

    def _listen_on(self, listening: socket.socket) -> None:
        self._listening = listening
        listening.settimeout(0)
        self._poll.register(listening, select.POLLIN)
        with contextlib.suppress(FileNotFoundError):
            self._place = self._path.stat().st_ino

    def _described_in(self) -> Path:
        return self._path.with_suffix(".json")

    def description(self) -> dict[str, Any]:
        """Return what there is to know about this zygote."""
        told = {name: value for name, value in self._settings.items() if name != "environment"}
        return told | {
            "pid": os.getpid(),
            "since": datetime.now(UTC).isoformat(timespec="seconds"),
            "loaded": self._kernel.loaded,
            "left_out": self._kernel.left_out,
        }

    def _attend(self, number: int) -> tuple[Order, list[int]] | None:
        if self._listening is not None and number == self._listening.fileno():
            self._welcome(self._listening)
        elif number in self._children:
            self._bury(self._children[number])
        elif number in self._askers:
            asker = self._askers[number]
            if number == asker.handle:
                self._leave(asker)
            else:
                return self._answer(asker)
        return None

    def _welcome(self, listening: socket.socket) -> None:
        with contextlib.suppress(BlockingIOError):
            line, _ = listening.accept()
            process, user = other_side(line)
            if user != os.geteuid():
                line.close()
                return
            try:
                handle = os.pidfd_open(process) if process else None
            except ProcessLookupError:
                line.close()
                return
            line.settimeout(0)
            asker = _Asker(line, handle)
            for each in asker.files:
                self._askers[each] = asker
                self._poll.register(each, select.POLLIN)

    def _answer(self, asker: _Asker) -> tuple[Order, list[int]] | None:
        try:
            asked, files = receive(asker.line)
        except BlockingIOError:
            return None
        except MessageError:
            self._leave(asker)
            return None
        try:
            if asked.get("do") == "fork":
                order = Order(**asked["order"])
                if len(files) == order.files:
                    return self._fork(asker, order, files)
            self._tell(asker, self._obey(asked.get("do")))
        except (KeyError, TypeError, OSError) as error:
            self._tell(asker, {"refused": f"{type(error).__name__}: {error}"})
        finally:
            for each in files:
                with contextlib.suppress(OSError):
                    os.close(each)
        return None

    def _obey(self, asked: object) -> dict[str, Any]:
        if asked == "status":
            children = sorted(each.pid for each in self._children.values())
            return {"children": children, "forked": self._forked, "hindrance": self._hindrance()}
        if asked == "retire":
            self._retire()
            return {"retired": True}
        if asked == "stop":
            self._end_everything()
            return {"stopped": True}
        return {"refused": "what was asked is not known"}

    def _fork(
        self, asker: _Asker, order: Order, files: list[int]
    ) -> tuple[Order, list[int]] | None:
        if path := self._freshness.changed():
            self._retire()
            self._tell(asker, {"retired": True, "refused": f"{path} has changed"})
            return None
        if hindered := self._hindrance(files):
            self._tell(asker, {"refused": hindered})
            return None
        # No grandchild shall write again what is waiting to be written.
        sys.stdout.flush()
        sys.stderr.flush()
        pid = fork_into(files[-1], order.namespaces) if order.namespaces else os.fork()
        if pid == 0:
            self._forget_everything()
            kept = files[:-1] if order.namespaces else list(files)
            # A handle of the sandbox is closed with whatever else is the zygote's.
            del files[: len(kept)]
            return order, kept
        handle = os.pidfd_open(pid)
        self._children[handle] = _Child(pid, handle, asker)
        self._poll.register(handle, select.POLLIN)
        self._forked += 1
        self._last_used = time.monotonic()
        self._tell(asker, {"pid": pid}, [handle])
        return None

    def _hindrance(self, given: Sequence[int] = ()) -> str | None:
        own = {*given, *self._askers, *self._children}
        if self._listening is not None:
            own.add(self._listening.fileno())
        return hindrance(own)

    def _tell(self, asker: _Asker, message: dict[str, Any], files: list[int] | None = None) -> None:
        try:
            send(asker.line, message, files or [])
        except OSError:
            self._leave(asker)

    def _leave(self, asker: _Asker) -> None:
        """End with an asker what it asked for: nobody is there any more to use it."""
        if asker.line.fileno() == -1:
            return
        for each in self._children.values():
            if each.asker is asker:
                _kill_group(each.pid)
        for number in asker.files:
            self._poll.unregister(number)
            del self._askers[number]
        asker.line.close()
        if asker.handle is not None:
            os.close(asker.handle)

    def _bury(self, child: _Child) -> None:
        _, status = os.waitpid(child.pid, 0)
        self._poll.unregister(child.handle)
        os.close(child.handle)
        del self._children[child.handle]
        self._last_used = time.monotonic()
        if child.asker.line.fileno() != -1:
            self._tell(child.asker, {"exited": os.waitstatus_to_exitcode(status)})

    def _patience(self) -> float:
        if self._gathering is None:
            return _GLANCE_SECONDS
        return max(0, self._last_used + _QUIET_SECONDS - time.monotonic())

    def _glance(self) -> None:
        now = time.monotonic()
        if self._gathering is not None and now - self._last_used >= _QUIET_SECONDS:
            # A little at a time: whoever asks for a kernel meanwhile hardly waits.
            gathered = next(self._gathering, None)
            self._gathering = self._gathering if gathered is not None else None
        idle = not self._children and now - self._last_used > self._settings["idle_seconds"]
        if idle or now - self._began > self._settings["age_seconds"]:
            self._retire()

    def _retire(self) -> None:
        """Fork no more; end when the last child has ended."""
        if self._listening is not None:
            self._poll.unregister(self._listening)
            self._listening.close()
            self._listening = None
            with contextlib.suppress(OSError):
                # Another may have taken its place.
                if self._path.stat().st_ino == self._place:
                    for ending in (".sock", ".json", ".log"):
                        self._path.with_suffix(ending).unlink(missing_ok=True)

    def _end_everything(self) -> None:
        self._retire()
        for each in self._children.values():
            _kill_group(each.pid)

    def _forget_everything(self) -> None:
        """Close, in a child, what is the zygote's."""
        for number in (*self._askers, *self._children):
            os.close(number)
        for each in self._askers.values():
            each.line.detach()
        if self._listening is not None:
            self._listening.close()
        if self._owner is not None:
            os.close(self._owner)


def _kill_group(pid: int) -> None:
    for kill in (os.killpg, os.kill):
        # It is a group of its own only a moment after the fork.
        with contextlib.suppress(ProcessLookupError, PermissionError):
            kill(pid, signal.SIGKILL)


def _be_a_kernel(
    kernel: PrebuiltKernel, order: Order, files: list[int], begun: Mapping[str, str]
) -> None:
    # Until the order is fulfilled there is nobody else to tell.
    telling = files[-1]

    def tell(**message: Any) -> None:
        os.write(telling, json.dumps(message).encode())
        os.close(telling)

    told = False

    def bound() -> None:
        nonlocal told
        told = True
        tell(bound=True)

    try:
        order.fulfil(files, begun)
        kernel.live(
            order.connection_file,
            order.late_arguments,
            when_bound=bound,
            when_ready=order.step_back,
        )
    except Exception as error:
        if told:
            raise
        traceback.print_exc()
        tell(error=str(error), number=getattr(error, "errno", None))
        os._exit(1)


def main() -> None:
    """Load, listen, fork."""
    settings = json.loads(sys.stdin.read())
    # Where the command was typed has nothing to do with kernels elsewhere.
    del sys.path[0]
    kernel = PrebuiltKernel(settings["arguments"])
    hindered = kernel.load(settings["preload"]) or hindrance(own=frozenset())
    if hindered:
        sys.exit(REASONS.say("unforkable", why=hindered))
    if not settings["owner"] and os.fork():
        # Whoever started it may end, and need not wait for it.
        os._exit(0)
    zygote = Zygote(kernel, settings)
    # What is done once here is done in no child.
    renew_chance()
    place_of_title()
    file_of(_LAUNCHER)
    begun = dict(settings["environment"])
    settle()
    open_before = only_read()
    ordered = zygote.serve()
    if ordered is None:
        # Nothing of what the shell would do at its end is meant for a process without one.
        os._exit(0)
    order, files = ordered
    take_over(open_before)
    if order.revival:
        # It is a zygote itself; what it needs beside is loaded only where it is needed.
        from cohortbook_kernels.forking.revival import become_a_revival  # noqa: PLC0415

        kernel, order, files = become_a_revival(kernel, order, files, begun)
    _be_a_kernel(kernel, order, files, begun)


if __name__ == "__main__":
    main()
