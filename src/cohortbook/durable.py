"""Files that are on the disk, whole, once a function returns."""

from __future__ import annotations

import contextlib
import os
import secrets
from pathlib import Path

DRAFT_SUFFIX = ".draft"


def write_durably(file: Path, content: bytes, mode: int = 0o644) -> None:
    """Replace a file, or make it, so that no reader ever sees a part of it.

    Parameters
    ----------
    file : pathlib.Path
        Its folder is made when it is not there.
    content : bytes
        All of it.
    mode : int
        Its permissions.

    Raises
    ------
    OSError
        When it cannot be written; the earlier file is untouched.

    Notes
    -----
    The draft is synced before it takes the file's name, and the folder after, so
    a power cut leaves the old or the new.
    """
    draft = file.with_name(f".{file.name}.{secrets.token_hex(6)}{DRAFT_SUFFIX}")
    file.parent.mkdir(parents=True, exist_ok=True)
    try:
        _write_through(draft, content, mode)
        os.replace(draft, file)  # noqa: PTH105 - one door to the file system, also for tests
    except BaseException:
        with contextlib.suppress(OSError):
            draft.unlink(missing_ok=True)
        raise
    sync_folder(file.parent)


def sync_folder(folder: Path) -> None:
    """Make what happened to the names in a folder durable."""
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def _write_through(file: Path, content: bytes, mode: int) -> None:
    descriptor = os.open(file, os.O_WRONLY | os.O_CREAT | os.O_EXCL, mode)
    try:
        rest = memoryview(content)
        while rest:
            rest = rest[os.write(descriptor, rest) :]
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
