"""Runs commands of ours in processes that need not import everything anew.

Most of a command's time goes into imports. A process that has done them forks
for each command; what happens then is what happens in a process of its own.
"""

from __future__ import annotations

import faulthandler
import multiprocessing
import os
import signal
import sys
from pathlib import Path

from cohortbook.cli import main

_CONTEXT = multiprocessing.get_context("forkserver")
_CONTEXT.set_forkserver_preload(
    ["cohortbook.cli", "cohortbook.server.app", "cohortbook.stamp.stamper"]
)


class Forked:
    """A command that runs; a part of what `subprocess.Popen` can."""

    def __init__(self, arguments: list[str], output: Path, environment: dict[str, str]) -> None:
        self._output = output
        self._process = _CONTEXT.Process(target=_run, args=(arguments, output, environment))
        self._process.start()
        assert self._process.pid is not None
        self.pid: int = self._process.pid

    @property
    def returncode(self) -> int | None:
        return self._process.exitcode

    def poll(self) -> int | None:
        return self._process.exitcode

    def wait(self, timeout: float | None = None) -> int:
        self._process.join(timeout)
        code = self._process.exitcode
        if code is None:
            # It writes where each of its threads is.
            os.kill(self.pid, signal.SIGUSR1)
            self._process.join(2)
            self._process.kill()
            raise TimeoutError(self._output.read_text()[-5000:])
        return code

    def kill(self) -> None:
        self._process.kill()

    def send_signal(self, number: int) -> None:
        if self._process.exitcode is None:
            os.kill(self.pid, number)


def _run(arguments: list[str], output: Path, environment: dict[str, str]) -> None:
    # The process that forks ignores it.
    signal.signal(signal.SIGINT, signal.default_int_handler)
    with output.open("ab") as written:
        os.dup2(written.fileno(), 1)
        os.dup2(written.fileno(), 2)
    faulthandler.register(signal.SIGUSR1)
    os.environ.clear()
    os.environ.update(environment)
    sys.argv = ["cohortbook", *arguments]
    main(arguments)
