"""What a confined kernel sees, as options of bubblewrap."""

from __future__ import annotations

import hashlib
import json
import os
import stat
import tempfile
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path

from cohortbook_kernels.confinement import seen, system_files
from cohortbook_kernels.sandbox.places import outermost
from cohortbook_kernels.sandbox.wanted import Confine

TEMPORARY = "/tmp"  # noqa: S108 - the sandbox's own
HOME = f"{TEMPORARY}/home"
_SHARED_MEMORY = "/dev/shm"  # noqa: S108 - the sandbox's own
_FONTS = ".cache/matplotlib"
_MEBIBYTE = 2**20
# Sockets take none of it; whatever else is put beside them is not to take more.
_SOCKETS_BYTES = 2**16
# Told apart by name alone, these lead to places that are not there.
_OF_THE_MACHINE = frozenset(
    {
        *("TMPDIR", "TEMP", "TMP", "IPYTHONDIR", "MPLCONFIGDIR", "PYTHONPYCACHEPREFIX"),
        *("JUPYTER_RUNTIME_DIR", "JUPYTER_PATH"),
    }
)
# What finding other machines, and trusting them, needs.
_NETWORK = (
    *("/etc/resolv.conf", "/etc/hosts", "/etc/nsswitch.conf", "/etc/services", "/etc/gai.conf"),
    *("/etc/ssl", "/etc/ca-certificates", "/etc/pki"),
)


@dataclass(frozen=True, slots=True)
class View:
    """What is to be seen inside, and by which names.

    Parameters
    ----------
    confine : Confine
        What was asked for.
    libraries : tuple of pathlib.Path
        Where the interpreter finds what it needs.
    folder : pathlib.Path
        Where the kernel works.
    sockets : pathlib.Path
        The folder for its sockets.
    shared : bool
        Whether that is one outside; else it is inside, and reached from outside through
        whoever is in there.
    connection_file : pathlib.Path or None
        None if whoever is inside writes it.
    home : pathlib.Path
        Of whoever starts it: not to be seen.
    network : bool
        Whether it keeps the network of the machine.
    """

    confine: Confine
    libraries: tuple[Path, ...]
    folder: Path
    sockets: Path
    connection_file: Path | None
    home: Path
    network: bool
    shared: bool = False

    @property
    def works_in(self) -> str:
        """Where the kernel finds itself."""
        return HOME if self._is_everybodys() else str(self.folder)

    def options(self) -> list[str]:
        """Return everything but the program."""
        return [
            *("--new-session", "--clearenv", "--hostname", "workbook", "--cap-drop", "ALL"),
            *("--unshare-ipc", "--unshare-pid", "--unshare-uts", "--unshare-cgroup-try"),
            *(() if self.network else ("--unshare-net",)),
            *system_files(),
            *self._scratch(TEMPORARY, "1777"),
            *("--perms", "0700", "--dir", HOME),
            *self._fonts_known(),
            # Else root, though without any capability, could write to what the system is set by.
            *("--proc", "/proc", "--remount-ro", "/proc", "--dev", "/dev"),
            *self._scratch(_SHARED_MEMORY, "1777"),
            *self._shown(),
            *self._meeting(),
            *self._connection(),
            *("--remount-ro", "/", "--chdir", self.works_in),
        ]

    @property
    def key(self) -> str:
        """A name: the same only while the same is to be seen of the machine.

        Inside, a file that another was put in the place of stays what it was; and so does
        the list of files beside the notebook.
        """
        options = self.options()
        shown = [path for option, path in pairwise(options) if option.startswith("--ro-bind")]
        told = [options, [_which(path) for path in shown]]
        return hashlib.sha256(json.dumps(told).encode()).hexdigest()

    def environment(self, given: Mapping[str, str]) -> dict[str, str]:
        """Return an environment without the names of what is not there."""
        kept = {name: value for name, value in given.items() if name not in _OF_THE_MACHINE}
        return kept | {"HOME": HOME}

    def _meeting(self) -> list[str]:
        place = str(self.sockets)
        if self.shared:
            return ["--bind", place, place]
        return ["--perms", "0700", "--size", str(_SOCKETS_BYTES), "--tmpfs", place]

    def _connection(self) -> list[str]:
        file = self.connection_file
        return [] if file is None else seen(file, str(file))

    def _fonts_known(self) -> list[str]:
        # Else matplotlib would look at all fonts of the machine in every kernel.
        kept = sorted((self.home / _FONTS).glob("fontlist-*.json"))
        return [part for each in kept for part in seen(each, f"{HOME}/{_FONTS}/{each.name}")]

    def _shown(self) -> list[str]:
        readable = [*self.libraries, *(Path(each) for each in self.confine.readable)]
        shown = [
            part
            for each in outermost(each for each in readable if each.exists())
            for part in (*_way_to(each), *seen(each, str(each)))
        ]
        if self.network:
            shown += [part for each in _NETWORK for part in ("--ro-bind-try", each, each)]
        if not self._is_everybodys():
            shown += [*_way_to(self.folder), *self._beside_the_notebook()]
            readable.append(self.folder)
        return shown + list(self._hiding(readable))

    def _beside_the_notebook(self) -> list[str]:
        """Return what lets a kernel read all in its folder and write new files beside it."""
        shown = self._scratch(str(self.folder), "0755")
        # What is hidden need not even be named.
        hidden = set(self.confine.hidden)
        for each in sorted(self.folder.iterdir()):
            if not each.name.startswith(".") and str(each) not in hidden and each.exists():
                shown += seen(each, str(each))
        return shown

    def _hiding(self, readable: Iterable[Path]) -> Iterable[str]:
        folders = tuple(readable)
        for each in map(Path, self.confine.hidden):
            is_seen = any(each.is_relative_to(other) for other in folders)
            if not is_seen or each.parent == self.folder:
                continue
            if each.is_dir():
                yield from ("--tmpfs", str(each), "--remount-ro", str(each))
            elif each.exists():
                yield from seen(Path("/dev/null"), str(each))

    def _scratch(self, name: str, mode: str) -> list[str]:
        size = str(self.confine.scratch_mb * _MEBIBYTE)
        return ["--perms", mode, "--size", size, "--tmpfs", name]

    def _is_everybodys(self) -> bool:
        """Say whether the folder is no place of this work alone, as a home is."""
        others = (self.home, Path(tempfile.gettempdir()))
        return any(each.is_relative_to(self.folder) for each in others)


def _which(path: str) -> list[int]:
    try:
        found = os.stat(path)  # noqa: PTH116 - many times in a row
    except OSError:
        return []
    # Numbers of files are given away again. What becomes of a folder is seen inside.
    changed = [found.st_mtime_ns] if stat.S_ISREG(found.st_mode) else []
    return [found.st_dev, found.st_ino, *changed]


def _way_to(place: Path) -> list[str]:
    # Else a folder on the way is as closed inside as it is outside.
    return [
        part
        for above in sorted(place.parents)[1:]
        for part in ("--perms", "0755", "--dir", str(above))
    ]
