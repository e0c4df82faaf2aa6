"""The folder where zygotes are found: closed to everybody else, gone with the session."""

from __future__ import annotations

import os
import stat
from pathlib import Path

from cohortbook_kernels.reasons import REASONS

_NAME = "cohortbook-kernels"
# A path to a socket has 108 bytes, and names in the folder take up to 40.
_LONGEST_FOLDER = 60


class UnsafeFolderError(Exception):
    """The folder is not ours alone.

    Parameters
    ----------
    folder : pathlib.Path
        Which.
    """

    def __init__(self, folder: Path) -> None:
        super().__init__(REASONS.say("folder-open", folder=folder))
        self.folder = folder


def runtime_folder() -> Path:
    """Return the folder of this user's zygotes, made if it is missing.

    Raises
    ------
    UnsafeFolderError
        If it belongs to somebody else, or others may enter it.
    """
    folder = _folder()
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    # Not followed: a link might lead to where somebody else reads along.
    found = folder.lstat()
    closed = stat.S_ISDIR(found.st_mode) and not found.st_mode & 0o077
    if not closed or found.st_uid != os.geteuid():
        raise UnsafeFolderError(folder)
    return folder


def _folder() -> Path:
    given = os.environ.get("XDG_RUNTIME_DIR", "")
    if given and len(given) <= _LONGEST_FOLDER and os.access(given, os.W_OK):
        return Path(given) / _NAME
    return Path("/tmp") / f"{_NAME}-{os.geteuid()}"  # noqa: S108 - and looked at closely
