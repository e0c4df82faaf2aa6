"""Looks on while cells run, and says what of it could not be had twice from one run."""

from __future__ import annotations

import asyncio
import concurrent.futures
import gc
import os
import re
import signal
import socket
import sqlite3
import sys
import tempfile
from collections.abc import Callable, Mapping
from pathlib import Path
from types import FrameType
from typing import Any

import zmq

from cohortbook_kernels.forking.own_files import is_only_read, open_files
from cohortbook_kernels.forking.safety import hindrance

_WRITES = os.O_WRONLY | os.O_RDWR | os.O_CREAT | os.O_TRUNC | os.O_APPEND
_EVENTS = {
    "os.fork": "starts a program",
    "os.forkpty": "starts a program",
    "os.posix_spawn": "starts a program",
    "os.system": "starts a program",
    "socket.connect": "opens a connection",
    "socket.bind": "opens a connection",
    "socket.sendto": "opens a connection",
    "socket.getaddrinfo": "opens a connection",
    "sqlite3.connect": "opens a database",
    "builtins.input": "asks for input",
}
_CHANGES = frozenset({"os.mkdir", "os.rename", "os.remove", "os.rmdir", "os.link", "os.symlink"})
_LISTS = frozenset({"os.listdir", "os.scandir"})
# What Python and libraries keep for themselves, and can do without.
_CACHES = re.compile(r"__pycache__|/\.cache/|/matplotlib[-/]|^/dev/null$")
# What libraries ask of the system when they are imported, always with the same answer.
_ASKED_BY_LIBRARIES = frozenset({"fc-list", "ldconfig", "uname", "lscpu"})
# A program that is asked for its version does nothing else; libraries look for programs like that.
_FOR_THE_VERSION = (["--version"], ["-version"], ["-V"], ["--without-gui", "-V"])
# What differs from kernel to kernel, or needs one that is complete.
_ASKS = (
    (re.compile(r"connect_info|get_connection|connection_file"), "asks for the connection"),
    (
        re.compile(
            r"^\s*%(hist|history|recall|rerun|save|macro|log\w+|gui|debug|pdb|store)\b",
            re.MULTILINE,
        ),
        "uses a magic that needs a complete kernel",
    ),
)
_SEEDS = re.compile(r"\bseed\s*\(")
# These have their place in the libraries themselves, and do nothing by being there.
_SIGNALS = (signal.SIGINT, signal.SIGTERM, signal.SIGALRM, signal.SIGUSR1, signal.SIGUSR2)


class Watch:
    """What cells have done that matters; begins when it is made.

    Parameters
    ----------
    namespace : mapping
        Of the cells.
    most_mb : int
        How much memory of its own the process may have in the end, in MiB.
    own_sockets : frozenset of int
        Those that are meant to be open.
    """

    def __init__(
        self, namespace: Mapping[str, Any], most_mb: int, own_sockets: frozenset[int]
    ) -> None:
        self.reason: str | None = None
        self.seeds = False
        #: Files and folders that were read, and when each was changed last.
        self.read: dict[str, int] = {}
        self._namespace = namespace
        self._most_mb = most_mb
        self._own_sockets = own_sockets
        self._before = _state()
        self._loop = _NoLoop(self.refuse)
        asyncio._set_running_loop(self._loop)  # type: ignore[arg-type]  # noqa: SLF001 - there is no other way to be found
        self._references = sys.getrefcount(self._loop)
        self._getpid = os.getpid
        os.getpid = self._told_pid
        self._hear_no_more = _hear(self._heard)

    def refuse(self, reason: str) -> None:
        """Note why this run cannot be used again; the first reason counts."""
        self.reason = self.reason or reason

    def look_at(self, source: str) -> None:
        """Look at a cell before it runs."""
        for pattern, reason in _ASKS:
            if pattern.search(source):
                self.refuse(reason)
        self.seeds = self.seeds or bool(_SEEDS.search(source))

    def end(self) -> None:
        """Look at what is left, when the last cell has run."""
        self._hear_no_more()
        os.getpid = self._getpid
        kept = sys.getrefcount(self._loop) > self._references
        asyncio._set_running_loop(None)  # noqa: SLF001
        if kept:
            self.refuse("keeps the event loop")
        if hindered := hindrance(self._own_sockets):
            self.refuse(hindered)
        for name, value in _state().items():
            before = self._before[name]
            if isinstance(value, frozenset) and value - before:
                self.refuse(f"leaves {name}: {min(value - before)}")
            elif value != before:
                self.refuse(f"leaves {name} changed")
        if any(_changed(path) != when for path, when in self.read.items()):
            self.refuse("reads a file that changed meanwhile")
        if memory_mb() > self._most_mb:
            self.refuse(f"takes more than {self._most_mb} MiB")
        self._look_through_memory()

    def _look_through_memory(self) -> None:
        reasons = _kinds()
        kinds = tuple(reasons)
        for each in gc.get_objects():
            # What it is, not what it pretends to be: to ask a proxy might wake it.
            if issubclass(type(each), kinds) and not self._is_harmless(each):
                self.refuse(next(why for kind, why in reasons.items() if isinstance(each, kind)))

    def _is_harmless(self, each: Any) -> bool:
        if isinstance(each, socket.socket):
            return each.fileno() in {-1, *self._own_sockets}
        return bool(getattr(each, "closed", False))

    def _told_pid(self) -> int:
        caller: FrameType = sys._getframe(1)  # noqa: SLF001
        if caller.f_globals is self._namespace:
            self.refuse("asks for the number of its process")
        return self._getpid()

    def _heard(self, event: str, given: tuple[Any, ...]) -> None:
        if event in _EVENTS:
            self.refuse(_EVENTS[event])
        elif event == "subprocess.Popen":
            self._starts(str(given[0]), given[1])
        elif event == "open":
            self._opened(given[0], given[2])
        elif event in _CHANGES:
            self._changes(given[0])
        elif event in _LISTS and isinstance(given[0], str):
            self._reads(given[0])

    def _starts(self, program: str, command: list[Any]) -> None:
        known = os.path.basename(program) in _ASKED_BY_LIBRARIES  # noqa: PTH119
        if not known and command[1:] not in _FOR_THE_VERSION:
            self.refuse(f"starts a program: {program}")

    def _opened(self, path: Any, flags: int) -> None:
        if isinstance(path, bytes):
            path = os.fsdecode(path)
        if not isinstance(path, str):
            return
        if flags & _WRITES:
            self._changes(path)
        else:
            self._reads(path)

    def _changes(self, path: Any) -> None:
        known = isinstance(path, (str, bytes, os.PathLike))
        if not known or not _CACHES.search(os.path.abspath(os.fsdecode(path))):  # noqa: PTH100
            self.refuse("writes a file")

    def _reads(self, path: str) -> None:
        absolute = os.path.abspath(path)  # noqa: PTH100
        if not absolute.startswith(("/proc/", "/sys/", "/dev/")) and "__pycache__" not in absolute:
            self.read.setdefault(absolute, _changed(absolute))


class _NoLoop:
    """Found where a running event loop is looked for; whoever uses it is noticed."""

    def __init__(self, noticed: Callable[[str], None]) -> None:
        self._noticed = noticed

    def is_running(self) -> bool:
        """Say no, which lets a kernel run cells one after the other."""
        asker = str(sys._getframe(1).f_globals.get("__name__"))  # noqa: SLF001
        if not asker.startswith(("ipykernel.", "IPython.")):
            self._noticed("uses the event loop")
        return False

    def __getattr__(self, name: str) -> Any:
        self._noticed("uses the event loop")
        message = f"there is no event loop yet ({name})"
        raise RuntimeError(message)


def _hear(hear: Callable[[str, tuple[Any, ...]], None]) -> Callable[[], None]:
    """Have `hear` told of what Python audits; return what ends that.

    A hook cannot be taken away, and every ``id()`` is audited: so what is left of it must
    cost next to nothing, and a method in C that does nothing costs least.
    """

    class Ear:
        __slots__ = ()
        # Python looks for it each time, and finding it is quicker than not.
        __cantrace__ = False

        def __call__(self, event: str, given: tuple[Any, ...]) -> None:
            hear(event, given)

    def no_more() -> None:
        nothing: dict[Any, Any] = {}
        Ear.__call__ = nothing.get  # type: ignore[method-assign,assignment]

    sys.addaudithook(Ear())
    return no_more


def memory_mb() -> float:
    """Return how much memory this process shares with no other, in MiB."""
    found = re.findall(
        r"^Private_\w+:\s+(\d+)", Path("/proc/self/smaps_rollup").read_text(), re.MULTILINE
    )
    return sum(map(int, found)) / 1024


def _state() -> dict[str, Any]:
    """Return what would be shared between kernels, or not be in them, or be set anew."""
    for stream in (sys.__stdout__, sys.__stderr__):
        if stream is not None:
            stream.flush()
    return {
        "open files": frozenset(_open_files()),
        "memory that is shared": frozenset(_shared_memory()),
        "the handling of signals": tuple(signal.getsignal(each) for each in _SIGNALS),
        "an alarm": signal.getitimer(signal.ITIMER_REAL),
        "what was written beside Python": tuple(os.fstat(each).st_size for each in (1, 2)),
        "its arguments": tuple(sys.argv),
        "children": Path(f"/proc/self/task/{os.getpid()}/children").read_text(),
    }


def _open_files() -> list[str]:
    return [f"{number} {target}" for number, target in open_files() if not is_only_read(number)]


def _shared_memory() -> list[str]:
    lines = Path("/proc/self/maps").read_text().splitlines()
    return [
        each for each in lines if each.split()[1].startswith("rw") and each.split()[1][3] == "s"
    ]


def _kinds() -> dict[type[Any], str]:
    found: dict[type[Any], str] = {
        zmq.Context: "keeps a zmq context",
        socket.socket: "keeps a connection",
        asyncio.AbstractEventLoop: "keeps an event loop",
        asyncio.Task: "keeps a task",
        concurrent.futures.Executor: "keeps an executor",
        tempfile.TemporaryDirectory: "keeps a temporary folder",
        sqlite3.Connection: "keeps a database",
    }
    if (psutil := sys.modules.get("psutil")) is not None:
        found[psutil.Process] = "keeps the number of its process"
    return found


def _changed(path: str) -> int:
    try:
        return os.stat(path).st_mtime_ns  # noqa: PTH116
    except OSError:
        return -1
