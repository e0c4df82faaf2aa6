"""Folders in which one kernel and whoever starts it meet, and which nobody else can reach."""

from __future__ import annotations

import contextlib
import os
import secrets
import shutil
from pathlib import Path

from cohortbook_kernels.forking.runtime import runtime_folder

_FOLDER = "k"
# Below it are the sockets; jupyter_client puts a hyphen and a number behind the stem.
_SOCKETS, _STEM = "r", "s"


class MeetingPlace:
    """A folder for a kernel of this process.

    Raises
    ------
    OSError
        If it cannot be made.
    UnsafeFolderError
        If others may enter the folder that it would be in.
    """

    def __init__(self) -> None:
        self._folder = _parent() / f"{os.getpid()}.{secrets.token_hex(4)}"
        self._folder.mkdir(mode=0o700)

    @property
    def sockets(self) -> Path:
        """Where the sockets are, by the name that both know."""
        return self._folder / _SOCKETS

    @property
    def stem(self) -> str:
        """What the names of sockets begin with."""
        return str(self.sockets / _STEM)

    def lead_into(self, pid: int) -> None:
        """Let the name lead to what a process in a sandbox sees by it: a folder of its own.

        Nothing that a kernel leaves there takes room outside, and all of it goes with it.
        """
        self._clear()
        self.sockets.symlink_to(f"/proc/{pid}/root{self.sockets}")

    def share(self) -> None:
        """Let the name be that of a folder here, for kernels that come to see it."""
        self._clear()
        self.sockets.mkdir(mode=0o700)

    def remove(self) -> None:
        """Remove it, with everything in it."""
        shutil.rmtree(self._folder, ignore_errors=True)

    def _clear(self) -> None:
        with contextlib.suppress(FileNotFoundError):
            if self.sockets.is_symlink():
                self.sockets.unlink()
            else:
                shutil.rmtree(self.sockets)


def all_places() -> Path:
    """Return the folder that all of them are in; it is there."""
    return _parent()


def is_private(stem: str) -> bool:
    """Say whether sockets whose names begin like this are a kernel's own."""
    return Path(stem).parent.parent.parent == runtime_folder() / _FOLDER


def sweep() -> None:
    """Remove what processes left that were killed."""
    for each in _parent().iterdir():
        if not Path(f"/proc/{each.name.partition('.')[0]}").exists():
            shutil.rmtree(each, ignore_errors=True)


def _parent() -> Path:
    folder = runtime_folder() / _FOLDER
    folder.mkdir(mode=0o700, exist_ok=True)
    return folder
