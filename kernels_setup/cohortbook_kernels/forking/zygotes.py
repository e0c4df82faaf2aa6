"""Finds the zygote that a kernel can come from, or starts one."""

from __future__ import annotations

import asyncio
import atexit
import contextlib
import fcntl
import json
import os
import socket
import subprocess
import time
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from cohortbook_kernels.forking.identity import Identity, NotForkableError
from cohortbook_kernels.forking.messages import MessageError, new_socket, receive, send
from cohortbook_kernels.forking.runtime import UnsafeFolderError, runtime_folder
from cohortbook_kernels.forking.settings import Settings
from cohortbook_kernels.forking.title import ROOM
from cohortbook_kernels.reasons import REASONS

_START_SECONDS = 60
_GLANCE_SECONDS = 0.01
# What kept one from starting is seldom gone a moment later.
_FAILED_SECONDS = 60
_ANSWER_SECONDS = 5
_KEPT_SECONDS = 86400

# Of zygotes that this process started, to see them off.
_started: dict[int, subprocess.Popen[bytes]] = {}


@dataclass(frozen=True, slots=True)
class Found:
    """A zygote that runs.

    Parameters
    ----------
    path : pathlib.Path
        Its socket.
    description : mapping
        What it wrote about itself; see `Zygote.description`.
    """

    path: Path
    description: Mapping[str, Any]

    def ask(self, what: str) -> dict[str, Any]:
        """Ask it something; an empty answer means that it is gone.

        Parameters
        ----------
        what : str
            ``status`` or ``retire``.
        """
        with new_socket() as line:
            line.settimeout(_ANSWER_SECONDS)
            try:
                line.connect(str(self.path))
                send(line, {"do": what})
                return receive(line)[0]
            except (MessageError, OSError):
                return {}


def all_zygotes() -> list[Found]:
    """Return the zygotes of this user; what others left behind is cleared away."""
    folder = runtime_folder()
    found = []
    for written in sorted(folder.glob("*.json")):
        try:
            description = json.loads(written.read_text())
        except (OSError, ValueError):
            continue
        path = written.with_suffix(".sock")
        if not _listens(path) and not _runs(description):
            path.unlink(missing_ok=True)
            written.unlink(missing_ok=True)
        else:
            found.append(Found(path, description))
    for left in (*folder.glob("*.log"), *folder.glob("*.failed")):
        with contextlib.suppress(OSError):
            if time.time() - left.stat().st_mtime > _KEPT_SECONDS:
                left.unlink()
    return found


def bury() -> None:
    """Take note of zygotes of this process that have ended, so that no zombie is left."""
    for pid, process in tuple(_started.items()):
        if process.poll() is not None:
            _started.pop(pid, None)


class Zygotes:
    """The zygotes that kernels of one kernelspec come from.

    Parameters
    ----------
    settings : Settings
        Of the kernelspec.
    owned : bool
        Whether those that are started end with this process.
    """

    def __init__(self, settings: Settings, *, owned: bool) -> None:
        self._settings = settings
        self._owned = owned

    async def connect(self, identity: Identity) -> socket.socket:
        """Return a line to the zygote of an identity.

        Raises
        ------
        NotForkableError
            If there is none and none can be started.
        """
        try:
            folder = runtime_folder()
        except (UnsafeFolderError, OSError) as error:
            raise NotForkableError(str(error)) from error
        bury()
        path = folder / f"{identity.key}.sock"
        until = time.monotonic() + _START_SECONDS
        while time.monotonic() < until:
            line = _connected(path)
            if line is not None:
                return line
            _complain_of_failure(path)
            with _alone(folder / f"{identity.key[0]}.lock") as alone:
                # Somebody else may have been faster.
                line = _connected(path) if alone else None
                if line is None and alone:
                    self._make_room()
                    await self._start(identity, path, until)
            if line is not None:
                return line
            if not alone:
                await asyncio.sleep(_GLANCE_SECONDS)
        raise NotForkableError(REASONS.say("unanswered", seconds=_START_SECONDS))

    async def _start(self, identity: Identity, path: Path, until: float) -> None:
        log = path.with_suffix(".log")
        process = self._spawn(identity, path, log)
        while not _listens(path):
            # One that is to outlive this process ends well, and goes on as a fork of itself.
            code = process.poll()
            if code or time.monotonic() > until:
                _give_up(process)
                if code is not None and code < 0:
                    # Somebody has killed it; of the next that says nothing.
                    raise NotForkableError(REASONS.say("unstarted"))
                said = log.read_text(errors="replace").strip().rpartition("\n")[2]
                said = said or REASONS.say("unstarted")
                path.with_suffix(".failed").write_text(said)
                raise NotForkableError(said)
            try:
                await asyncio.sleep(_GLANCE_SECONDS)
            except asyncio.CancelledError:
                # Whoever asks next would start another beside it.
                _give_up(process)
                raise
        path.with_suffix(".failed").unlink(missing_ok=True)

    def _spawn(self, identity: Identity, path: Path, log: Path) -> subprocess.Popen[bytes]:
        settings = {
            "socket": str(path),
            "owner": os.getpid() if self._owned else 0,
            "idle_seconds": self._settings.idle_seconds,
            "age_seconds": self._settings.age_seconds,
            **identity.to_json(),
        }
        with log.open("wb") as written:
            log.chmod(0o600)
            module = "cohortbook_kernels.forking.zygote"
            process = subprocess.Popen(  # noqa: S603 - a command of ours
                [identity.interpreter, *identity.flags, "-m", module, ROOM],
                stdin=subprocess.PIPE,
                stdout=written,
                stderr=written,
                env=dict(identity.environment),
                # In no folder of anybody; nor does it get the signals of a terminal.
                cwd="/",
                start_new_session=True,
            )
        assert process.stdin is not None
        with contextlib.suppress(BrokenPipeError), process.stdin as given:
            given.write(json.dumps(settings).encode())
        if not _started:
            atexit.register(_see_off, os.getpid())
        _started[process.pid] = process
        return process

    def _make_room(self) -> None:
        others = all_zygotes()
        while len(others) >= self._settings.most:
            idle = next((each for each in others if not each.ask("status").get("children")), None)
            if idle is None:
                raise NotForkableError(REASONS.say("zygotes-full", count=len(others)))
            idle.ask("retire")
            others.remove(idle)


@contextlib.contextmanager
def _alone(path: Path) -> Iterator[bool]:
    """Say for a block whether nobody else is in it, in any process or thread."""
    with path.open("w") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            yield False
        else:
            yield True


def _connected(path: Path) -> socket.socket | None:
    line = new_socket()
    try:
        line.connect(str(path))
    except OSError:
        line.close()
        return None
    return line


def _listens(path: Path) -> bool:
    line = _connected(path)
    if line is not None:
        line.close()
    return line is not None


def _complain_of_failure(path: Path) -> None:
    failed = path.with_suffix(".failed")
    with contextlib.suppress(OSError):
        if time.time() - failed.stat().st_mtime < _FAILED_SECONDS:
            message = failed.read_text()
            raise NotForkableError(message)


def _give_up(process: subprocess.Popen[bytes]) -> None:
    _started.pop(process.pid, None)
    process.kill()
    process.wait()


def _runs(description: Mapping[str, Any]) -> bool:
    return Path(f"/proc/{description.get('pid')}").exists()


def _see_off(starter: int) -> None:
    # A fork of the process that started them has no say in this.
    if os.getpid() == starter:
        for process in tuple(_started.values()):
            process.kill()
            process.wait()
