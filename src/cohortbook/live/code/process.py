"""One confined process that runs one piece of code, and is watched while it does."""

from __future__ import annotations

import asyncio
import contextlib
import json
import logging
import sys
from collections.abc import AsyncIterator, Mapping
from dataclasses import asdict
from functools import cache
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import psutil

from cohortbook_kernels import confined_run
from cohortbook_kernels.confinement import FOLDER, Confinement, Limits

# A line holds one output; a picture is the largest that there is.
_LONGEST_LINE = 6 * 2**20  # bytes
_START_SECONDS = 60
_WATCH_SECONDS = 0.25
_GRACE_SECONDS = 2
_END_SECONDS = 10
TOO_LONG, TOO_MUCH_MEMORY = "too-long", "too-much-memory"
TOO_MUCH_OUTPUT, DIED = "too-much-output", "died"

_PROGRAM = "/run.py"


_log = logging.getLogger(__name__)


class CodeEndedError(Exception):
    """The code came to an end that is not its own.

    Parameters
    ----------
    outcome : str
        Why: one of the four above.
    """

    def __init__(self, outcome: str) -> None:
        super().__init__(outcome)
        self.outcome = outcome


class CodeProcess:
    """A confined process that waits for code, runs it once, and ends.

    Parameters
    ----------
    limits : Limits
        What it may take.
    """

    def __init__(self, limits: Limits) -> None:
        self.limits = limits
        self._process: asyncio.subprocess.Process | None = None
        self._starting: asyncio.Task[None] | None = None

    def start(self) -> None:
        """Begin to start it; `run` waits until it has."""
        self._starting = asyncio.get_running_loop().create_task(self._start())

    async def run(self, code: str, seconds: float) -> AsyncIterator[Mapping[str, Any]]:
        """Run code and go through what it shows, as it comes.

        Parameters
        ----------
        code : str
            Python, as a notebook's cell would hold it.
        seconds : float
            The longest that it may run, by the clock on the wall.

        Yields
        ------
        mapping
            What the process tells; nothing of it can be relied on.

        Raises
        ------
        CodeEndedError
            When it took too much of anything, or died.
        """
        if self._starting is None:
            self.start()
        assert self._starting is not None
        await self._starting
        process = self._process
        assert process is not None
        assert process.stdin is not None
        assert process.stdout is not None
        guard = _Guard(process, self.limits, seconds)
        try:
            process.stdin.write(_line(code=code))
            async for message in _messages(process.stdout):
                if message.get("done"):
                    break
                yield message
            else:
                raise CodeEndedError(guard.outcome or DIED)
            if guard.outcome is not None:
                raise CodeEndedError(guard.outcome)
        except (ConnectionError, ValueError) as error:
            raise CodeEndedError(TOO_MUCH_OUTPUT) from error
        finally:
            guard.end()
            await self.end()

    def interrupt(self) -> None:
        """Ask the code to stop, as Ctrl+C does."""
        if self._process is not None and self._process.stdin is not None:
            with contextlib.suppress(ConnectionError):
                self._process.stdin.write(_line(interrupt=True))

    async def end(self) -> None:
        """End it and everything that it started."""
        if self._starting is not None and not self._starting.done():
            self._starting.cancel()
            await asyncio.gather(self._starting, return_exceptions=True)
        if self._process is None:
            return
        await _reap(self._process)

    async def _start(self) -> None:
        fonts = await asyncio.get_running_loop().run_in_executor(None, fonts_folder)
        readable = {_PROGRAM: Path(str(confined_run.__file__))}
        if fonts is not None:
            readable[confined_run.FONTS] = fonts
        confinement = Confinement(self.limits, readable, _environment())
        command = confinement.command(
            [sys.executable, "-I", "-B", _PROGRAM, json.dumps(asdict(self.limits))]
        )
        self._process = await asyncio.create_subprocess_exec(
            *command,
            stdin=asyncio.subprocess.PIPE,
            stdout=asyncio.subprocess.PIPE,
            stderr=asyncio.subprocess.DEVNULL,
            limit=_LONGEST_LINE,
        )
        assert self._process.stdout is not None
        try:
            async with asyncio.timeout(_START_SECONDS):
                async for message in _messages(self._process.stdout):
                    if message.get("ready"):
                        return
        except (TimeoutError, ValueError):
            pass
        except asyncio.CancelledError:
            await _reap(self._process)
            raise
        await _reap(self._process)
        raise CodeEndedError(DIED)


async def _reap(process: asyncio.subprocess.Process) -> None:
    """End a process, and wait until it has."""
    with contextlib.suppress(ProcessLookupError):
        process.kill()
    try:
        async with asyncio.timeout(_END_SECONDS):
            # To wait alone is not enough: until all that it wrote is read, it counts as running.
            await process.communicate()
    except (TimeoutError, ConnectionError, ValueError):
        _log.exception("The confined process %s did not end in time", process.pid)


class _Guard:
    """Ends a process that takes too long or too much."""

    def __init__(self, process: asyncio.subprocess.Process, limits: Limits, seconds: float) -> None:
        self.outcome: str | None = None
        self._process, self._limits = process, limits
        self._until = asyncio.get_running_loop().time() + seconds
        self._watching = asyncio.get_running_loop().create_task(self._watch())

    def end(self) -> None:
        self._watching.cancel()

    async def _watch(self) -> None:
        loop = asyncio.get_running_loop()
        most = self._limits.memory_mb * 2**20
        interrupted = False
        while self._process.returncode is None:
            await asyncio.sleep(_WATCH_SECONDS)
            if await loop.run_in_executor(None, _memory, self._process.pid) > most:
                self._kill(TOO_MUCH_MEMORY)
            elif loop.time() > self._until + _GRACE_SECONDS:
                self._kill(TOO_LONG)
            elif loop.time() > self._until and not interrupted:
                interrupted = True
                self.outcome = TOO_LONG
                assert self._process.stdin is not None
                self._process.stdin.write(_line(interrupt=True))

    def _kill(self, outcome: str) -> None:
        self.outcome = outcome
        with contextlib.suppress(ProcessLookupError):
            self._process.kill()


def _memory(pid: int) -> int:
    """Add up what a process and all below it hold, in bytes; what several share counts once."""
    total = 0
    with contextlib.suppress(psutil.Error):
        for each in (psutil.Process(pid), *psutil.Process(pid).children(recursive=True)):
            with contextlib.suppress(psutil.Error):
                total += each.memory_full_info().pss
    return total


async def _messages(stream: asyncio.StreamReader) -> AsyncIterator[Mapping[str, Any]]:
    while line := await stream.readline():
        with contextlib.suppress(json.JSONDecodeError, UnicodeDecodeError, RecursionError):
            message = json.loads(line)
            if isinstance(message, dict):
                yield message


def _line(**order: Any) -> bytes:
    return json.dumps(order).encode() + b"\n"


def _environment() -> dict[str, str]:
    return {
        "HOME": FOLDER,
        "PATH": "/usr/bin:/bin",
        "LANG": "C.UTF-8",
        "IPYTHONDIR": f"{FOLDER}/.ipython",
        "MPLBACKEND": "module://matplotlib_inline.backend_inline",
        "MPLCONFIGDIR": f"{FOLDER}/.matplotlib",
        "OPENBLAS_NUM_THREADS": "1",
        "OMP_NUM_THREADS": "1",
    }


@cache
def fonts_folder() -> Path | None:
    """Return where matplotlib keeps what it knows of the fonts; finding out takes seconds."""
    if find_spec("matplotlib") is None:
        return None
    from matplotlib import font_manager, get_cachedir  # noqa: PLC0415 - only once code is run

    del font_manager
    return Path(get_cachedir())
