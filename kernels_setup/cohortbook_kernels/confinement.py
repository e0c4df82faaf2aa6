"""A process that sees a Python to run, an empty folder to work in, and nothing else.

By bubblewrap, which is Debian's and Flatpak's way to namespaces: no network, no
other process, no file of anybody, no privilege to be had. It works for ordinary
users and needs no daemon.
"""

from __future__ import annotations

import os
import secrets
import shutil
import subprocess
import sys
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path

from cohortbook_kernels.reasons import REASONS

FOLDER = "/home/group"
# Nobody, as every distribution numbers them.
_NOBODY = "65534"
_SYSTEM = ("/bin", "/sbin", "/lib", "/lib32", "/lib64")
# What programs need of the system's settings: where libraries and fonts are, and what time it is.
_SETTINGS = ("/etc/ld.so.cache", "/etc/alternatives", "/etc/fonts", "/etc/localtime")
_SHARED_MEMORY = "/dev/shm"  # noqa: S108 - the sandbox's own
_MEGABYTE = 2**20


@dataclass(frozen=True, slots=True)
class Limits:
    """What a confined process may take.

    Parameters
    ----------
    memory_mb : int
        Memory of all its processes together, in MiB.
    seconds : int
        Time on a processor, for each of its processes.
    processes : int
        Processes and threads at once.
    open_files : int
        Files open at once, in each process.
    file_mb, folder_mb : int
        The largest file it may write, and all files of a folder together, in MiB.
    """

    memory_mb: int = 512
    seconds: int = 20
    processes: int = 32
    open_files: int = 128
    file_mb: int = 20
    folder_mb: int = 50


@dataclass(frozen=True, slots=True)
class Confinement:
    """What is to be seen inside.

    Parameters
    ----------
    limits : Limits
        Of these only what takes room in the folder is put in force here: all else a
        process puts upon itself before it runs what is not trusted.
    readable : mapping of str to pathlib.Path
        More files and folders, by the name they have inside.
    environment : mapping of str to str
        All of it.
    """

    limits: Limits = field(default_factory=Limits)
    readable: Mapping[str, Path] = field(default_factory=dict)
    environment: Mapping[str, str] = field(default_factory=dict)

    def command(self, program: Sequence[str]) -> list[str]:
        """Return the command that runs a program confined.

        Parameters
        ----------
        program : sequence of str
            With its arguments; found inside.
        """
        become, after = _become_nobody()
        return [
            "bwrap",
            *("--die-with-parent", "--new-session", "--clearenv", "--hostname", "workbook"),
            *("--unshare-ipc", "--unshare-pid", "--unshare-net", "--unshare-uts"),
            *("--unshare-cgroup-try", "--cap-drop", "ALL"),
            *become,
            *system_files(),
            *self._folder("/tmp"),  # noqa: S108 - the sandbox's own
            # After it: an environment may lie below.
            *_python(),
            *("--proc", "/proc", "--dev", "/dev"),
            *("--perms", "1777", "--size", str(_MEGABYTE), "--tmpfs", _SHARED_MEMORY),
            *("--remount-ro", "/dev"),
            *self._folder(FOLDER),
            *(part for name, path in self.readable.items() for part in seen(path, name)),
            *("--remount-ro", "/", "--chdir", FOLDER),
            *(
                part
                for name, value in self.environment.items()
                for part in ("--setenv", name, value)
            ),
            "--",
            *after,
            *program,
        ]

    def _folder(self, name: str) -> list[str]:
        size = str(self.limits.folder_mb * _MEGABYTE)
        return ["--perms", "1777", "--size", size, "--tmpfs", name]


def _become_nobody() -> tuple[list[str], list[str]]:
    """Return what makes a process nobody: options of bubblewrap, and what to put before it.

    The system counts processes by their user, and never counts those of root,
    also where a user namespace calls root otherwise. So root becomes somebody
    who does not exist; each time somebody else, to be counted alone.
    """
    if os.geteuid() != 0:
        return ["--unshare-user", "--uid", _NOBODY, "--gid", _NOBODY], []
    number = str(10**9 + secrets.randbelow(10**9))
    options = ["--cap-add", "CAP_SETUID", "--cap-add", "CAP_SETGID"]
    return options, ["setpriv", "--reuid", number, "--regid", number, "--clear-groups"]


def system_files() -> list[str]:
    """Return the options of bubblewrap that show the system's programs and libraries."""
    found = seen(Path("/usr"), "/usr")
    for name in _SYSTEM:
        path = Path(name)
        if path.is_symlink():
            found += ["--symlink", str(path.readlink()), name]
        elif path.is_dir():
            found += seen(path, name)
    found += ["--perms", "0755", "--dir", "/etc"]
    return found + [part for each in _SETTINGS for part in ("--ro-bind-try", each, each)]


def _python() -> list[str]:
    places = {Path(sys.prefix), Path(sys.base_prefix)}
    command: list[str] = []
    for place in sorted(each for each in places if not each.is_relative_to("/usr")):
        # Else a folder on the way is as closed inside as it is outside, to nobody.
        for above in sorted(place.parents)[1:]:
            command += ["--perms", "0755", "--dir", str(above)]
        command += seen(place, str(place))
    return command


def seen(path: Path, name: str) -> list[str]:
    """Return the options of bubblewrap that show a file or folder, read-only, by a name."""
    return ["--ro-bind", str(path), name]


@cache
def hindrance() -> str | None:
    """Say what keeps processes from being confined here, with what to do; None if nothing does."""
    if shutil.which("bwrap") is None:
        return REASONS.say("no-bubblewrap")
    try:
        tried = subprocess.run(  # noqa: S603 - a command of ours
            Confinement().command([sys.executable, "-I", "-c", ""]),
            capture_output=True,
            text=True,
            timeout=30,
            check=False,
        )
    except (OSError, subprocess.TimeoutExpired) as error:
        return REASONS.say("bubblewrap-fails", why=error)
    if tried.returncode:
        said = tried.stderr.strip().rpartition("\n")[2] or f"exit code {tried.returncode}"
        return REASONS.say("no-namespaces", why=said)
    return None
