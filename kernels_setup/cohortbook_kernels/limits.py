"""How much of the machine one kernel may take, as data in its kernelspec."""

from __future__ import annotations

import contextlib
import ctypes
import json
import os
import shutil
import sys
from collections.abc import Mapping
from dataclasses import asdict, dataclass, replace
from typing import Any

# More of them, as JSON, for the kernels that a process starts.
LIMITS_VARIABLE = "COHORTBOOK_KERNELS_LIMITS"
_PR_SET_NO_NEW_PRIVS = 38


@dataclass(frozen=True, slots=True)
class Limits:
    """What a kernel is held to; None leaves the system's own limit.

    Parameters
    ----------
    memory_mb : int or None
        What each of its processes may have of its own, in MiB.
    cpu_seconds : int or None
        Time on a processor, for each of its processes.
    processes : int or None
        Processes and threads of its user at once; root is never counted.
    open_files : int or None
        Files and sockets open at once.
    file_mb : int or None
        The largest file it may write, in MiB.
    core_bytes : int or None
        Size of the memory image that a crash leaves on disk.
    niceness : int or None
        0 (as important as the server) to 19.
    no_new_privileges : int or None
        1: no program that it starts gets more rights than it has.
    """

    memory_mb: int | None = None
    cpu_seconds: int | None = None
    processes: int | None = None
    open_files: int | None = None
    file_mb: int | None = None
    core_bytes: int | None = None
    niceness: int | None = None
    no_new_privileges: int | None = None

    @classmethod
    def from_metadata(cls, metadata: Mapping[str, Any]) -> Limits:
        """Read ``metadata.cohortbook.limits`` of a kernelspec; names not known are ignored."""
        return cls(**_known(metadata.get("cohortbook", {}).get("limits", {})))

    @classmethod
    def for_launch(cls, metadata: Mapping[str, Any], environment: Mapping[str, str]) -> Limits:
        """Read a kernelspec, and above it what whoever launches a kernel says of this one.

        Parameters
        ----------
        metadata : mapping
            Of the kernelspec.
        environment : mapping of str to str
            That the launch was given, before anything is left out of it.
        """
        try:
            given = json.loads(environment.get(LIMITS_VARIABLE, "{}"))
        except ValueError:
            given = {}
        own = _known(given) if isinstance(given, dict) else {}
        return replace(cls.from_metadata(metadata), **own)

    def to_json(self) -> dict[str, int]:
        """Return those that are set, by name."""
        return {name: value for name, value in asdict(self).items() if value is not None}

    def apply(self, pid: int) -> None:
        """Hold a process to these limits, from outside.

        Parameters
        ----------
        pid : int
            A process that the caller started.

        Notes
        -----
        Setting them from outside spares the child any Python between fork and
        exec, which is not safe in a server with threads. Where the system has
        no such call, the kernel runs without.
        """
        if sys.platform == "linux":
            import resource  # noqa: PLC0415 - is not on every system

            for kind, most in (
                # Counts what is written to; libraries map much that they only read.
                (resource.RLIMIT_DATA, _bytes(self.memory_mb)),
                (resource.RLIMIT_CPU, self.cpu_seconds),
                (resource.RLIMIT_NPROC, self.processes),
                (resource.RLIMIT_NOFILE, self.open_files),
                (resource.RLIMIT_FSIZE, _bytes(self.file_mb)),
                (resource.RLIMIT_CORE, self.core_bytes),
            ):
                if most is not None:
                    with contextlib.suppress(ProcessLookupError, PermissionError):
                        _, hard = resource.prlimit(pid, kind)
                        least = most if hard == resource.RLIM_INFINITY else min(most, hard)
                        resource.prlimit(pid, kind, (least, least))
        self.step_back(pid)

    def step_back(self, pid: int) -> None:
        """Make a process as unimportant as it is to be; threads that it has stay as they are."""
        if self.niceness is not None and hasattr(os, "setpriority"):
            with contextlib.suppress(ProcessLookupError, PermissionError):
                os.setpriority(os.PRIO_PROCESS, pid, self.niceness)

    def prefix(self) -> list[str]:
        """Return what to put before a command for what cannot be done from outside."""
        setpriv = shutil.which("setpriv") if self.no_new_privileges else None
        return [setpriv, "--no-new-privs", "--"] if setpriv else []

    def drop_privileges(self) -> None:
        """Take from this process, and all below it, the way to more rights than it has."""
        if self.no_new_privileges:
            libc = ctypes.CDLL(None, use_errno=True)
            if libc.prctl(_PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0):
                raise OSError(ctypes.get_errno(), "prctl")


def _known(given: Mapping[str, Any]) -> dict[str, int]:
    return {name: given[name] for name in Limits.__slots__ if isinstance(given.get(name), int)}


def _bytes(mebibytes: int | None) -> int | None:
    return None if mebibytes is None else mebibytes * 2**20
