"""How much of the machine one kernel may take, as data in its kernelspec."""

from __future__ import annotations

import contextlib
import os
import sys
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True, slots=True)
class Limits:
    """What a kernel is held to; None leaves the system's own limit.

    Parameters
    ----------
    open_files : int or None
        Files and sockets open at once.
    core_bytes : int or None
        Size of the memory image that a crash leaves on disk.
    niceness : int or None
        0 (as important as the server) to 19.
    """

    open_files: int | None = None
    core_bytes: int | None = None
    niceness: int | None = None

    @classmethod
    def from_metadata(cls, metadata: Mapping[str, Any]) -> Limits:
        """Read ``metadata.cohortbook.limits`` of a kernelspec; names not known are ignored."""
        given = metadata.get("cohortbook", {}).get("limits", {})
        known = {name: given[name] for name in cls.__slots__ if isinstance(given.get(name), int)}
        return cls(**known)

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
                (resource.RLIMIT_NOFILE, self.open_files),
                (resource.RLIMIT_CORE, self.core_bytes),
            ):
                if most is not None:
                    with contextlib.suppress(ProcessLookupError, PermissionError):
                        _, hard = resource.prlimit(pid, kind)
                        least = most if hard == resource.RLIM_INFINITY else min(most, hard)
                        resource.prlimit(pid, kind, (least, least))
        if self.niceness is not None and hasattr(os, "setpriority"):
            with contextlib.suppress(ProcessLookupError, PermissionError):
                os.setpriority(os.PRIO_PROCESS, pid, self.niceness)
