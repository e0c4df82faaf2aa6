"""A cgroup for each kernel, below one that was handed to us.

With version 2 of Linux's cgroups a manager (systemd: ``Delegate=yes``) hands a part of the
tree to a service. There a kernel and all that it starts are held to limits together,
which limits of single processes cannot do, and what they took can be read.
"""

from __future__ import annotations

import contextlib
import os
import secrets
import time
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from cohortbook_kernels.limits import Limits
from cohortbook_kernels.reasons import REASONS

# Names the cgroup to use, where it is not the one that this process is in.
CGROUP_VARIABLE = "COHORTBOOK_KERNELS_CGROUP"
CONTROLLERS = ("memory", "pids", "cpu")
_MEBIBYTE = 2**20
_OWN_LEAF = "server"
_PREFIX = "kernel-"
# As the system weighs niceness: each step is a quarter more or less.
_WEIGHT, _STEP = 100, 1.25
_PATIENCE_SECONDS = 1.0


class NoGroupsError(Exception):
    """There is no cgroup in which kernels could get groups of their own, and why."""


@dataclass(frozen=True, slots=True)
class Group:
    """The cgroup of one kernel.

    Parameters
    ----------
    path : pathlib.Path
        Its folder.
    """

    path: Path

    def hold(self, limits: Limits) -> None:
        """Hold all of its processes together to limits."""
        wanted = {}
        if limits.memory_mb is not None:
            wanted["memory.max"] = limits.memory_mb * _MEBIBYTE
            # Else what has no room in memory would go on, at the cost of everybody's disk.
            wanted["memory.swap.max"] = 0
        if limits.processes is not None:
            wanted["pids.max"] = limits.processes
        if limits.niceness is not None:
            wanted["cpu.weight"] = max(1, round(_WEIGHT / _STEP**limits.niceness))
        for name, value in wanted.items():
            # A controller that was not handed over has no file here.
            with contextlib.suppress(FileNotFoundError):
                _write(self.path / name, value)

    def take(self, pid: int) -> None:
        """Take a process in; what it starts from now on is in it too."""
        with contextlib.suppress(ProcessLookupError):
            _write(self.path / "cgroup.procs", pid)

    def read(self, name: str) -> str:
        """Return what one of its files says; empty if there is none."""
        try:
            return (self.path / name).read_text().strip()
        except OSError:
            return ""

    def remove(self) -> None:
        """End what is left in it, and remove it."""
        with contextlib.suppress(OSError):
            _write(self.path / "cgroup.kill", 1)
        until = time.monotonic() + _PATIENCE_SECONDS
        while True:
            try:
                self.path.rmdir()
            except FileNotFoundError:
                return
            except OSError:
                # Those that were ended are not buried yet.
                if time.monotonic() > until:
                    return
                time.sleep(0.002)
            else:
                return


class Groups:
    """A cgroup that was handed to us, and the groups of kernels below it.

    Parameters
    ----------
    path : pathlib.Path
        Its folder.

    Raises
    ------
    NoGroupsError
        If it cannot be used.
    """

    def __init__(self, path: Path) -> None:
        self.path = path
        try:
            offered = set((path / "cgroup.controllers").read_text().split())
            self.controllers = tuple(each for each in CONTROLLERS if each in offered)
            if not self.controllers:
                named = ", ".join(CONTROLLERS)
                raise NoGroupsError(REASONS.say("no-controllers", folder=path, controllers=named))
            self._make_way()
            for each in self.controllers:
                _write(path / "cgroup.subtree_control", f"+{each}")
        except OSError as error:
            message = f"{error.filename or path}: {error.strerror}"
            raise NoGroupsError(message) from error
        self.sweep()

    @classmethod
    def handed_to_us(cls) -> Groups:
        """Find the cgroup that was handed to this process.

        Raises
        ------
        NoGroupsError
            If none was.
        """
        named = os.environ.get(CGROUP_VARIABLE)
        if named:
            return cls(Path(named))
        own = _own_folder(
            Path("/proc/self/cgroup").read_text().splitlines(),
            Path("/proc/self/mountinfo").read_text().splitlines(),
        )
        if own.name == _OWN_LEAF and _is_handed_over(own.parent):
            own = own.parent
        if not _is_handed_over(own):
            raise NoGroupsError(REASONS.say("cgroup-not-ours", folder=own))
        return cls(own)

    def group(self, limits: Limits) -> Group:
        """Make a group for a kernel, held to limits."""
        made = Group(self.path / f"{_PREFIX}{os.getpid()}-{secrets.token_hex(4)}")
        made.path.mkdir()
        made.hold(limits)
        return made

    def sweep(self) -> None:
        """Remove what servers left that were killed, with all that runs there."""
        for each in self.path.glob(f"{_PREFIX}*-*"):
            pid = each.name.removeprefix(_PREFIX).partition("-")[0]
            if not Path(f"/proc/{pid}").exists():
                Group(each).remove()

    def _make_way(self) -> None:
        """Move whoever is in it one step down: only leaves may have processes."""
        inside = (self.path / "cgroup.procs").read_text().split()
        if not inside:
            return
        leaf = self.path / _OWN_LEAF
        leaf.mkdir(exist_ok=True)
        for each in inside:
            with contextlib.suppress(ProcessLookupError):
                _write(leaf / "cgroup.procs", each)


def _own_folder(groups: Iterable[str], mounts: Iterable[str]) -> Path:
    path = next((each[3:] for each in groups if each.startswith("0::")), None)
    for each in mounts:
        before, _, after = each.partition(" - ")
        if path is not None and after.startswith("cgroup2 "):
            _, _, _, root, where, *_ = before.split()
            inside = Path("/") / os.path.relpath(path, root) if path != root else Path("/")
            return Path(where) / inside.relative_to("/")
    raise NoGroupsError(REASONS.say("no-cgroups"))


def _is_handed_over(folder: Path) -> bool:
    # systemd notes it so; who may write there for other reasons may not take it for theirs.
    for name in ("user.delegate", "trusted.delegate"):
        with contextlib.suppress(OSError):
            if os.getxattr(folder, name) == b"1":
                return os.access(folder, os.W_OK)
    return False


def _write(path: Path, value: object) -> None:
    # Not created: where there is no such file, there is no such thing.
    handle = os.open(path, os.O_WRONLY)
    try:
        os.write(handle, str(value).encode())
    finally:
        os.close(handle)
