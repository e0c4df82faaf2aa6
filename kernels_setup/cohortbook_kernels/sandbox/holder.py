"""A sandbox that is there before the kernel is in it, and goes with whoever made it.

Bubblewrap makes it, with one small program inside that only waits. Whoever has a handle
of that program can enter; when it ends, the system ends everything else in there, and
nothing is left: no mount, no file, no process.
"""

from __future__ import annotations

import contextlib
import json
import os
import shutil
import signal
import subprocess
import threading
import time
from collections.abc import Mapping, Sequence
from typing import Any

from cohortbook_kernels.waiting import until_readable

# Its first process adopts orphans; the system buries them when nobody is told.
_WAIT = ("/bin/sh", "-c", "trap '' CHLD; echo; exec cat")
_SECONDS = 20
_GLANCE_SECONDS = 0.1
_NAMESPACES = {
    "cgroup": 0x02000000,
    "uts": 0x04000000,
    "ipc": 0x08000000,
    "pid": 0x20000000,
    "net": 0x40000000,
    "mnt": 0x00020000,
}
_NEW_USER = 0x10000000


# Closed, and not seen to have ended yet.
_leaving: list[subprocess.Popen[bytes]] = []


class SandboxError(Exception):
    """A sandbox that could not be made, and why."""


class Sandbox:
    """Namespaces that somebody keeps open.

    Parameters
    ----------
    process : subprocess.Popen
        Bubblewrap, waiting for its end.
    pid : int
        The program inside.
    handle : int
        A pidfd of it.
    namespaces : int
        Which are its own, as ``setns`` wants them.
    """

    def __init__(
        self, process: subprocess.Popen[bytes], pid: int, handle: int, namespaces: int
    ) -> None:
        self._process = process
        self.pid = pid
        self.handle = handle
        self.namespaces = namespaces

    @classmethod
    async def make(cls, options: Sequence[str]) -> Sandbox:
        """Make one.

        Parameters
        ----------
        options : sequence of str
            For bubblewrap: what is to be seen inside.

        Raises
        ------
        SandboxError
            If bubblewrap cannot.
        """
        options = ["--as-pid-1", *options]
        process, telling = start_bubblewrap(options, _WAIT, stdout=subprocess.PIPE)
        with contextlib.ExitStack() as undone:
            undone.callback(_end, process)
            try:
                told = await told_by(process, telling)
                assert process.stdout is not None
                await heard(process.stdout.fileno(), process)
                handle = os.pidfd_open(told["child-pid"])
            except OSError as error:
                raise SandboxError(str(error)) from error
            undone.pop_all()
        namespaces = 0 if os.geteuid() == 0 else _NEW_USER
        for name, flag in _NAMESPACES.items():
            namespaces |= flag if f"{name}-namespace" in told else 0
        return cls(process, told["child-pid"], handle, namespaces)

    def close(self) -> None:
        """End everything in it; closing it twice is no error."""
        if self.handle == -1:
            return
        with contextlib.suppress(ProcessLookupError):
            signal.pidfd_send_signal(self.handle, signal.SIGKILL)
        os.close(self.handle)
        self.handle = -1
        for each in (self._process.stdin, self._process.stdout, self._process.stderr):
            if each is not None:
                each.close()
        _leaving.append(self._process)
        _bury()

    async def gone(self) -> None:
        """Wait until nothing of it is left, once it was closed."""
        # The number of one that is buried may be somebody else's by now.
        if self._process.poll() is None:
            with contextlib.suppress(ProcessLookupError):
                handle = os.pidfd_open(self._process.pid)
                try:
                    await until_readable(handle, _SECONDS)
                finally:
                    os.close(handle)
        _bury()


def start_bubblewrap(
    options: Sequence[str], program: Sequence[str], *, files: Sequence[int] = (), **popen: Any
) -> tuple[subprocess.Popen[bytes], int]:
    """Start a program under bubblewrap.

    Parameters
    ----------
    options : sequence of str
        Handed over where the program cannot read them.
    program : sequence of str
        With its arguments.
    files : sequence of int
        More that bubblewrap is to have open.
    **popen
        For `subprocess.Popen`.

    Returns
    -------
    (subprocess.Popen, int)
        And a pipe on which bubblewrap tells of the process that it made.

    Raises
    ------
    OSError
        If there is no bubblewrap.
    """
    more = ["--unshare-user"] if os.geteuid() else []
    # Tied to the thread that asks, and others than the first may end before the kernel does.
    if threading.current_thread() is threading.main_thread():
        more.append("--die-with-parent")
    reading, writing = os.pipe()
    asked = os.memfd_create("options")
    try:
        os.write(asked, "".join(f"{each}\0" for each in (*more, *options)).encode())
        os.lseek(asked, 0, os.SEEK_SET)
        process = subprocess.Popen(  # noqa: S603 - a command of ours
            [_program(), "--args", str(asked), "--info-fd", str(writing), "--", *program],
            pass_fds=(asked, writing, *files),
            **{"stdin": subprocess.PIPE, "stderr": subprocess.PIPE, **popen},
        )
    except OSError:
        os.close(reading)
        raise
    finally:
        os.close(asked)
        os.close(writing)
    return process, reading


def _program() -> str:
    found = shutil.which("bwrap")
    if found is None:
        message = "bubblewrap is not installed"
        raise OSError(message)
    return found


async def told_by(process: subprocess.Popen[bytes], telling: int) -> Mapping[str, Any]:
    """Return what bubblewrap tells of the process that it made; closes `telling`.

    Raises
    ------
    SandboxError
        If it ended instead.
    """
    said = b""
    os.set_blocking(telling, False)
    try:
        until = time.monotonic() + _SECONDS
        while time.monotonic() < until:
            try:
                chunk = os.read(telling, 4096)
            except BlockingIOError:
                await until_readable(telling, until - time.monotonic())
                continue
            said += chunk
            with contextlib.suppress(ValueError):
                found = json.loads(said)
                assert isinstance(found, dict)
                return found
            if not chunk:
                break
    finally:
        os.close(telling)
    raise SandboxError(complaint(process))


def complaint(process: subprocess.Popen[bytes]) -> str:
    """Return what a bubblewrap that has ended, or is ended now, said last."""
    process.kill()
    process.wait()
    said = process.stderr.read().decode(errors="replace").strip() if process.stderr else ""
    return said.rpartition("\n")[2] or "bubblewrap ended and said nothing"


async def heard(reading: int, process: subprocess.Popen[bytes]) -> None:
    """Wait until a program inside says something on a pipe.

    Raises
    ------
    SandboxError
        If it ended instead.
    """
    until = time.monotonic() + _SECONDS
    # The other end may be open here, too: then its end is not heard.
    while time.monotonic() < until and process.poll() is None:
        if await until_readable(reading, _GLANCE_SECONDS):
            if os.read(reading, 1):
                return
            break
    raise SandboxError(complaint(process))


def _bury() -> None:
    _leaving[:] = [each for each in _leaving if each.poll() is None]


def _end(process: subprocess.Popen[bytes]) -> None:
    process.kill()
    process.wait()
    for each in (process.stdin, process.stdout, process.stderr):
        if each is not None:
            each.close()
