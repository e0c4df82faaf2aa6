"""The revivals of one server: made once each, few at a time, none too old."""

from __future__ import annotations

import asyncio
import contextlib
import json
import os
import time
from collections.abc import Awaitable, Callable, Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Generic, TypeVar

from cohortbook_kernels.forking.identity import NotForkableError
from cohortbook_kernels.forking.messages import MessageError, new_socket, send
from cohortbook_kernels.forking.origin import Origin
from cohortbook_kernels.forking.process import ForkedProcess
from cohortbook_kernels.forking.revival_client import RevivalClient, RevivalRefusedError
from cohortbook_kernels.forking.revival_launching import launch_revival
from cohortbook_kernels.forking.runtime import UnsafeFolderError, runtime_folder

T = TypeVar("T")

_SUFFIX = ".revivals"
# One may have any reason; more have a common one.
_MOST_DEATHS = 1
_DEADLY = "has had kernels that died"
_ALIVE = frozenset({"ready", "used"})


@dataclass(frozen=True, slots=True)
class RevivalLimits:
    """What revivals may take of the machine.

    Parameters
    ----------
    most : int
        How many wait at once; the one that was not used for the longest time goes first.
        None is made where it is 0.
    each_mb, all_mb : int
        Memory of their own that one, and all of them, may have, in MiB.
    run_seconds : int
        The longest that all cells of one may run.
    age_seconds : int
        How old one may become: what its cells made of the day and the time is that old.
    """

    most: int = 8
    each_mb: int = 512
    all_mb: int = 1024
    run_seconds: int = 120
    age_seconds: int = 12 * 3600


@dataclass(slots=True)
class Revival(Generic[T]):
    """One that was made, or why it was not.

    Parameters
    ----------
    name : str
        Of what it was made, as people know it.
    state : str
        ``made``, ``ready``, ``used`` (by the one kernel that may), ``refused`` or ``ended``.
    reason : str or None
        Why it was refused, or ended.
    """

    name: str
    state: str = "made"
    reason: str | None = None
    since: str = field(default_factory=lambda: datetime.now(UTC).isoformat(timespec="seconds"))
    memory_mb: int = 0
    used: int = 0
    deaths: int = 0
    path: Path | None = None
    process: ForkedProcess | None = None
    result: T | None = None
    last_used: float = field(default_factory=time.monotonic)
    began: float = field(default_factory=time.monotonic)

    def to_json(self) -> dict[str, Any]:
        """Return what there is to know of it."""
        told = ("name", "state", "reason", "since", "memory_mb", "used")
        pid = self.process.pid if self.process else None
        path = str(self.path) if self.path else None
        return {name: getattr(self, name) for name in told} | {"pid": pid, "path": path}


class Revivals(Generic[T]):
    """Makes them, and says where kernels can be had with all cells run.

    Parameters
    ----------
    limits : RevivalLimits, optional
    """

    def __init__(self, limits: RevivalLimits | None = None) -> None:
        self._limits = limits or RevivalLimits()
        self._known: dict[str, Revival[T]] = {}
        self._ending: list[ForkedProcess] = []
        self._one_at_a_time = asyncio.Semaphore(1)

    def ready(self, key: str) -> Revival[T] | None:
        """Return the revival of a key, if kernels can be forked from it."""
        known = self._known.get(key)
        if known is None or known.state != "ready":
            return None
        if known.process is None or known.process.poll() is not None:
            self._end(known, "its process ended")
            return None
        if time.monotonic() - known.began > self._limits.age_seconds:
            self._end(known, "it was too old")
            return None
        known.last_used = time.monotonic()
        known.used += 1
        if known.process.is_confined:
            # Its kernel is in the sandbox with it, and could leave anything there: it has one.
            known.state = "used"
            self._write()
        return known

    def hand_over(self, revival: Revival[T], provisioner: Any) -> None:
        """Let the sandbox of one that is used up belong to its kernel.

        Parameters
        ----------
        revival : Revival
        provisioner : cohortbook_kernels.forking.provisioner.ForkingProvisioner
            Of the kernel that came from it.
        """
        if revival.state == "used" and revival.process is not None:
            provisioner.move_into(revival.process.leave_sandbox())
            self._end(revival, "its kernel was forked")

    def reason(self, key: str) -> str | None:
        """Return why there is no revival of a key, if that is known."""
        known = self._known.get(key)
        return known.reason if known else None

    def give_up(self, revival: Revival[T], reason: str) -> None:
        """End a revival: nothing could be forked from it."""
        if revival.state in _ALIVE:
            self._end(revival, reason)

    def not_needed(self, revival: Revival[T]) -> None:
        """End a revival that was kept for one kernel, which was given up meanwhile."""
        if revival.state == "used":
            self._end(revival, "its kernel was not wanted any more")

    def died(self, key: str) -> None:
        """Take note that a kernel that came from a revival died; when more do, it is given up."""
        if (known := self._known.get(key)) is None:
            return
        known.deaths += 1
        if known.deaths > _MOST_DEATHS and known.state == "ready":
            self._refuse(known, _DEADLY)

    def refuse(self, key: str, name: str, reason: str) -> None:
        """Note why there will be none of a key."""
        self._known[key] = Revival(name, "refused", reason)
        self._write()

    def wanted(self, key: str) -> bool:
        """Say whether one should be made: there is none, and nothing speaks against it."""
        known = self._known.get(key)
        return self._limits.most > 0 and (known is None or known.state in {"ended", "used"})

    async def make(
        self,
        key: str,
        name: str,
        origin: Origin,
        run: Callable[[RevivalClient], Awaitable[T]],
    ) -> None:
        """Make one, unless there is one, or it was refused before.

        Parameters
        ----------
        key : str
            Of what it is made: the cells, and all that makes them run otherwise.
        name : str
            As people know it.
        origin : Origin
            Of a kernel that has run the same cells.
        run : callable
            Runs the cells; what it returns is the revival's `result`.
        """
        if not self.wanted(key):
            return
        before = self._known.get(key)
        made = self._known[key] = Revival[T](name, deaths=before.deaths if before else 0)
        self._write()
        async with self._one_at_a_time:
            try:
                await self._make(made, origin, run)
            except TimeoutError:
                self._refuse(made, f"runs for more than {self._limits.run_seconds} s")
            except (NotForkableError, RevivalRefusedError, UnsafeFolderError, OSError) as error:
                self._refuse(made, str(error))
            except BaseException:
                self._refuse(made, "was not run to its end")
                raise
        self._make_room()
        self._write()

    def to_json(self) -> list[dict[str, Any]]:
        """Return what there is to know."""
        return [each.to_json() for each in self._known.values()]

    def close(self) -> None:
        """End them all; kernels that came from them are left to whoever started them."""
        for each in self._known.values():
            if each.state in _ALIVE:
                self._end(each, "the server ended", kill=True)
        for process in self._ending:
            process.let_go()
        with contextlib.suppress(OSError, UnsafeFolderError):
            _described_in(os.getpid()).unlink(missing_ok=True)

    async def _make(
        self, made: Revival[T], origin: Origin, run: Callable[[RevivalClient], Awaitable[T]]
    ) -> None:
        limits = self._limits
        launched = await launch_revival(
            origin, most_mb=limits.each_mb, age_seconds=limits.age_seconds
        )
        made.path, made.process = launched.path, launched.process
        self._write()
        client = launched.client
        try:
            async with asyncio.timeout(limits.run_seconds) as patience:
                try:
                    made.result = await run(client)
                except Exception as error:
                    # A client may take the end of our patience for that of the kernel.
                    if patience.expired():
                        raise TimeoutError from error
                    # What it gave up for is more to the point than what came of it.
                    reason = await client.refusal() or f"{type(error).__name__}: {error}"
                    raise RevivalRefusedError(reason.strip().rpartition("\n")[2]) from error
                told = await client.end()
        finally:
            client.stop_channels()
        if made.deaths > _MOST_DEATHS:
            raise RevivalRefusedError(_DEADLY)
        made.memory_mb = int(told.get("memory_mb", 0))
        made.began = made.last_used = time.monotonic()
        made.state = "ready"

    def _refuse(self, made: Revival[T], reason: str) -> None:
        self._end(made, reason, kill=True)
        made.state = "refused"
        self._write()

    def _end(self, revival: Revival[T], reason: str, *, kill: bool = False) -> None:
        """End one; one that has kernels ends with the last of them."""
        revival.state, revival.reason, revival.result = "ended", reason, None
        process, path = revival.process, revival.path
        # In a sandbox there is no kernel of it any more that it would have to wait for.
        kill = kill or (process is not None and process.is_confined)
        if process is not None and (kill or path is None or not _retired(path)):
            process.let_go()
        if path is not None:
            path.unlink(missing_ok=True)
        # One that was told to retire may have kernels.
        self._ending = [each for each in (*self._ending, process) if each and each.poll() is None]
        revival.path = revival.process = None
        self._write()

    def _make_room(self) -> None:
        def ready() -> list[Revival[T]]:
            return [each for each in self._known.values() if each.state == "ready"]

        while len(ready()) > self._limits.most or (
            sum(each.memory_mb for each in ready()) > self._limits.all_mb
        ):
            self._end(min(ready(), key=lambda each: each.last_used), "others were used since")

    def _write(self) -> None:
        with contextlib.suppress(OSError, UnsafeFolderError):
            written = _described_in(os.getpid())
            beside = written.with_suffix(".new")
            beside.write_text(json.dumps(self.to_json()))
            beside.rename(written)


def all_revivals() -> Iterator[dict[str, Any]]:
    """Yield what this user's processes say of their revivals; what is left over is removed."""
    for written in sorted(runtime_folder().glob(f"*{_SUFFIX}")):
        try:
            told = json.loads(written.read_text())
        except (OSError, ValueError):
            # It is being written, or was removed by its owner.
            continue
        if Path(f"/proc/{written.stem}").exists():
            yield from ({"owner": int(written.stem), **each} for each in told)
            continue
        for each in told:
            if each["path"]:
                Path(each["path"]).unlink(missing_ok=True)
        written.unlink(missing_ok=True)


def _described_in(pid: int) -> Path:
    return runtime_folder() / f"{pid}{_SUFFIX}"


def _retired(path: Path) -> bool:
    with new_socket() as line:
        line.settimeout(0.5)
        try:
            line.connect(str(path))
            send(line, {"do": "retire"})
        except (MessageError, OSError):
            return False
    return True
