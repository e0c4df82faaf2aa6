"""What has to be the same for two kernels to come from one zygote."""

from __future__ import annotations

import hashlib
import json
import os
import re
import shutil
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, fields
from pathlib import Path
from typing import Any

from cohortbook_kernels.forking.settings import Settings
from cohortbook_kernels.reasons import REASONS

# Says to which trust the kernels belong that a process starts; comes before the kernelspec.
TRUST_VARIABLE = "COHORTBOOK_KERNELS_TRUST"
# Differ from kernel to kernel, and are read by nothing when it is imported.
_OF_ONE_KERNEL = frozenset({"JPY_PARENT_PID", "JPY_SESSION_NAME", "COHORTBOOK_ROOM"})
_LAUNCHERS = ("ipykernel_launcher", "ipykernel")
# nbclient gives each of its kernels one of these.
_LATE = "--HistoryManager."
_CONNECTION_FILE = re.compile(r"--?f=(.*)", re.DOTALL)


class NotForkableError(Exception):
    """A kernel that has to be started in the ordinary way, and why."""


@dataclass(frozen=True, slots=True)
class Launch:
    """A command that starts an IPython kernel, taken apart.

    Parameters
    ----------
    interpreter : str
        Path of the Python that runs it.
    flags : tuple of str
        For the interpreter.
    arguments : tuple of str
        For the kernel, without those that name the connection file.
    late_arguments : tuple of str
        Those of what is made after the fork alone.
    connection_file : str
        Its path.
    """

    interpreter: str
    flags: tuple[str, ...]
    arguments: tuple[str, ...]
    late_arguments: tuple[str, ...]
    connection_file: str

    @classmethod
    def from_command(cls, command: Sequence[str], search: str | None) -> Launch:
        """Take a command apart.

        Parameters
        ----------
        command : sequence of str
            As a kernelspec has it, filled in.
        search : str or None
            Where programs are looked for.

        Raises
        ------
        NotForkableError
            If it starts something else.
        """
        module = command.index("-m") if "-m" in command else len(command)
        if not any(each in _LAUNCHERS for each in command[module + 1 : module + 2]):
            raise NotForkableError(REASONS.say("not-ipython"))
        interpreter = shutil.which(os.path.expanduser(command[0]), path=search)  # noqa: PTH111
        if interpreter is None:
            raise NotForkableError(REASONS.say("program-missing", program=command[0]))
        rest, connection_file = _without_connection_file(command[module + 2 :])
        late = tuple(each for each in rest if each.startswith(_LATE))
        early = tuple(each for each in rest if each not in late)
        return cls(interpreter, tuple(command[1:module]), early, late, connection_file)


@dataclass(frozen=True, slots=True)
class Identity:
    """Everything that a zygote's kernels have in common.

    Parameters
    ----------
    interpreter, flags, arguments
        See `Launch`.
    environment : tuple of (str, str)
        Names and values, sorted; what differs from kernel to kernel is left out.
    preload : tuple of str
        Modules.
    trust : str
        Kernels that trust each other have the same. They share what is random at the
        start of a process: where things lie in memory, and the seed of hashes.
    user : int
        Whose.
    """

    interpreter: str
    flags: tuple[str, ...]
    arguments: tuple[str, ...]
    environment: tuple[tuple[str, str], ...]
    preload: tuple[str, ...]
    trust: str
    user: int

    @classmethod
    def of(
        cls, launch: Launch, environment: Mapping[str, str], settings: Settings, trust: str
    ) -> Identity:
        """Return whom a kernel can come from."""
        common = {name: value for name, value in environment.items() if name not in _OF_ONE_KERNEL}
        return cls(
            launch.interpreter,
            launch.flags,
            launch.arguments,
            tuple(sorted(common.items())),
            settings.preload,
            trust,
            os.geteuid(),
        )

    @property
    def key(self) -> str:
        """A short name: the same for the same identity alone."""
        return hashlib.sha256(json.dumps(self.to_json()).encode()).hexdigest()[:20]

    def to_json(self) -> dict[str, Any]:
        """Return everything as plain values."""
        return {each.name: getattr(self, each.name) for each in fields(self)}


def process_trust() -> str:
    """Return what only kernels of this very process have in common."""
    return f"process {os.getpid()} of {started(os.getpid())}"


def started(pid: int) -> str:
    """Return when a process started, in ticks of the system; empty if there is none."""
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[19]
    except OSError:
        return ""


def _without_connection_file(arguments: Sequence[str]) -> tuple[tuple[str, ...], str]:
    rest = list(arguments)
    for at, each in enumerate(rest):
        if each == "-f" and at + 1 < len(rest):
            connection_file = rest[at + 1]
            del rest[at : at + 2]
            return tuple(rest), connection_file
        if matched := _CONNECTION_FILE.fullmatch(each):
            del rest[at]
            return tuple(rest), matched[1]
    raise NotForkableError(REASONS.say("no-connection-file"))
