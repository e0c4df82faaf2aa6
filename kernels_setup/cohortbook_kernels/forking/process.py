"""A forked kernel, seen from the process that ordered it."""

from __future__ import annotations

import contextlib
import os
import select
import signal
import socket
import subprocess
import time
from typing import IO

from cohortbook_kernels.forking.messages import MessageError, receive
from cohortbook_kernels.forking.zygotes import bury
from cohortbook_kernels.sandbox.holder import Sandbox

# Of a process whose end nobody saw.
UNKNOWN = -signal.SIGKILL
# How long a zygote may take to tell of an end that the system has told of.
_TOLD_SECONDS = 1.0


class ForkedProcess:
    """What `subprocess.Popen` is to a child, for the child of a zygote.

    Parameters
    ----------
    pid : int
        The kernel's.
    handle : int
        A pidfd of it, which names it also when the number is given to another.
    line : socket.socket
        To the zygote, which tells how the process ends. Closing it ends the process.
    lifeline : int
        The end to write to of a pipe; closing it ends the process too.
    sandbox : Sandbox, optional
        That it is in; whatever else is left in there ends with it.
    stdin, stdout, stderr : file or None
        Our ends, where pipes were asked for.
    """

    def __init__(  # noqa: PLR0913 - what a process has
        self,
        pid: int,
        handle: int,
        line: socket.socket,
        lifeline: int,
        *,
        sandbox: Sandbox | None = None,
        stdin: IO[bytes] | None = None,
        stdout: IO[bytes] | None = None,
        stderr: IO[bytes] | None = None,
    ) -> None:
        self.pid = pid
        self.returncode: int | None = None
        self.stdin, self.stdout, self.stderr = stdin, stdout, stderr
        self._handle = handle
        self._line: socket.socket | None = line
        self._lifeline = lifeline
        self._sandbox = sandbox
        self._seen_ended: float | None = None
        line.settimeout(0)

    def poll(self) -> int | None:
        """Return how it ended, or None while it runs."""
        if self.returncode is None and self._line is not None:
            try:
                told, _ = receive(self._line)
            except BlockingIOError:
                if not self._has_long_ended():
                    return None
            except MessageError:
                # The zygote is gone; the kernel may well live on.
                self._line.close()
                self._line = None
                bury()
            else:
                code = told.get("exited")
                # A revival says this, too, and is not trusted to make sense.
                self._end(code if isinstance(code, int) else UNKNOWN)
        if self.returncode is None and _readable(self._handle, 0):
            self._end(UNKNOWN)
        return self.returncode

    def wait(self, timeout: float | None = None) -> int:
        """Wait until it has ended.

        Raises
        ------
        subprocess.TimeoutExpired
            If that takes longer than `timeout`, in seconds.
        """
        until = None if timeout is None else time.monotonic() + timeout
        while (code := self.poll()) is None:
            if until is not None and time.monotonic() >= until:
                what = f"kernel {self.pid}"
                raise subprocess.TimeoutExpired(what, timeout or 0)
            left = 1.0 if until is None else min(1.0, until - time.monotonic())
            # The zygote tells a moment after the system does.
            if _readable(self._handle, left):
                time.sleep(0.001)
        return code

    def send_signal(self, number: int) -> None:
        """Send a signal to the process alone; one that is gone is no error."""
        if self.poll() is None:
            with contextlib.suppress(ProcessLookupError):
                signal.pidfd_send_signal(self._handle, number)

    def terminate(self) -> None:
        """Ask it to end."""
        self.send_signal(signal.SIGTERM)

    def kill(self) -> None:
        """End it."""
        self.send_signal(signal.SIGKILL)

    @property
    def is_confined(self) -> bool:
        """Whether a sandbox ends with it."""
        return self._sandbox is not None

    def move_into(self, sandbox: Sandbox) -> None:
        """Have a sandbox that it is in already end with it."""
        self._sandbox = sandbox
        if self.returncode is not None:
            sandbox.close()

    def leave_sandbox(self) -> Sandbox:
        """Let its sandbox go on without it; return that."""
        assert self._sandbox is not None
        sandbox, self._sandbox = self._sandbox, None
        return sandbox

    def let_go(self) -> None:
        """End it and all that it started, and do not wait for that."""
        if self.returncode is None:
            self._end(UNKNOWN)

    def _has_long_ended(self) -> bool:
        """Say whether it ended a while ago: whoever waits may not wait for the zygote for ever."""
        if not _readable(self._handle, 0):
            return False
        now = time.monotonic()
        if self._seen_ended is None:
            self._seen_ended = now
        return now - self._seen_ended > _TOLD_SECONDS

    def _end(self, code: int) -> None:
        self.returncode = code
        self._close()

    def _close(self) -> None:
        if self._line is not None:
            self._line.close()
            self._line = None
        for each in (self._handle, self._lifeline):
            if each != -1:
                os.close(each)
        self._handle = self._lifeline = -1
        if self._sandbox is not None:
            self._sandbox.close()

    def __del__(self) -> None:
        # Forgotten by whoever started it, it would be reached by nobody any more.
        with contextlib.suppress(Exception):
            self._close()


def _readable(handle: int, seconds: float) -> bool:
    poll = select.poll()
    poll.register(handle, select.POLLIN)
    return bool(poll.poll(seconds * 1000))
