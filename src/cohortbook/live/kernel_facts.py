"""What a kernel is, has taken and is held to, for whoever runs the machine."""

from __future__ import annotations

import contextlib
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import psutil

_MEBIBYTE = 2**20
_KIBIBYTE = 2**10


@dataclass(frozen=True, slots=True)
class KernelFacts:
    """One kernel, as it is now.

    Parameters
    ----------
    pid : int
    since : datetime.datetime
        When its process began.
    memory_mb : float
        What it and all that it started have for themselves, in MiB: what they share with
        other kernels is left out.
    cpu_seconds : float
        Time on a processor, of all of them.
    processes : int
        How many they are.
    forked : bool
    not_forked : str or None
        Why it was started in the ordinary way.
    confined : str
        ``wholly``, ``network`` (it keeps the machine's) or ``not``.
    less_confined : str or None
        Why it is confined less than was asked for.
    grouped : bool
        Whether it has a cgroup of its own.
    parent : int or None
        The process that it was forked from or started by.
    zygote : str or None
        The key of what it comes from, itself or by a revival; None where it is not forked.
    limits : collections.abc.Mapping of str to int
        What it is held to; see `cohortbook_kernels.limits.Limits`.
    """

    pid: int
    since: datetime
    memory_mb: float
    cpu_seconds: float
    processes: int
    forked: bool
    not_forked: str | None
    confined: str
    less_confined: str | None
    grouped: bool
    parent: int | None = None
    zygote: str | None = None
    limits: Mapping[str, int] = field(default_factory=dict)


def facts_of(provisioner: Any) -> KernelFacts | None:
    """Look at a kernel; None if it has just ended.

    Parameters
    ----------
    provisioner : cohortbook_kernels.provisioner.ScrubbedProvisioner
        That started it.
    """
    try:
        process = psutil.Process(provisioner.pid)
        family = [process, *process.children(recursive=True)]
        since = datetime.fromtimestamp(process.create_time(), UTC)
        parent = process.ppid()
    except (psutil.Error, TypeError, ValueError):
        return None
    hindrance = getattr(provisioner, "hindrance", None)
    confined = provisioner.confined
    return KernelFacts(
        pid=provisioner.pid,
        since=since,
        memory_mb=sum(_own_memory_mb(each.pid) for each in family),
        cpu_seconds=sum(_cpu_seconds(each) for each in family),
        processes=len(family),
        forked=hindrance is None,
        not_forked=hindrance,
        confined="not" if confined is None else "network" if confined.network else "wholly",
        less_confined=provisioner.unconfined,
        grouped=provisioner.group is not None,
        parent=parent,
        zygote=_zygote_of(provisioner) if hindrance is None else None,
        limits=provisioner.limits.to_json(),
    )


def _zygote_of(provisioner: Any) -> str | None:
    origin = getattr(provisioner, "origin", None)
    return None if origin is None else str(origin.identity.key)


def _own_memory_mb(pid: int) -> float:
    own = 0
    with contextlib.suppress(OSError, ValueError):
        for line in Path(f"/proc/{pid}/smaps_rollup").read_text().splitlines():
            if line.startswith("Private_"):
                own += int(line.split()[1])
    return own * _KIBIBYTE / _MEBIBYTE


def _cpu_seconds(process: psutil.Process) -> float:
    with contextlib.suppress(psutil.Error):
        times = process.cpu_times()
        return float(times.user + times.system)
    return 0.0
