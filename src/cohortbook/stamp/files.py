"""Files that are there whole or not at all."""

from __future__ import annotations

import contextlib
import errno
import os
import secrets
from collections.abc import Iterator
from pathlib import Path

from cohortbook.errors import Place
from cohortbook.stamp.errors import StampDiskFullError, StampError, StampUnwritableError

_DRAFT_SUFFIX = ".draft"
_NO_ROOM = frozenset({errno.ENOSPC, errno.EDQUOT})


def write_atomically(file: Path, content: bytes) -> None:
    """Replace a file, or make it, so that no reader ever sees a part of it.

    Parameters
    ----------
    file : pathlib.Path
        Its folder is made when it is not there.
    content : bytes
        All of it.

    Raises
    ------
    StampDiskFullError
        When there is no room; the earlier file is untouched.
    StampUnwritableError
        When it cannot be written for another reason; the earlier file is untouched.

    Notes
    -----
    Durable when the function returns: the draft is synced before it takes the
    file's name, and the folder after, so a power cut leaves the old or the new.
    """
    draft = file.with_name(f".{file.name}.{secrets.token_hex(6)}{_DRAFT_SUFFIX}")
    with typed_errors(file):
        file.parent.mkdir(parents=True, exist_ok=True)
        try:
            _write_through(draft, content)
            os.replace(draft, file)  # noqa: PTH105 - one door to the file system, also for tests
        except BaseException:
            with contextlib.suppress(OSError):
                draft.unlink(missing_ok=True)
            raise
        _sync_folder(file.parent)


def remove_file(file: Path) -> None:
    """Remove a file durably; that it is gone already is fine.

    Raises
    ------
    StampUnwritableError
        When it cannot be removed.
    """
    with typed_errors(file):
        if file.parent.is_dir():
            file.unlink(missing_ok=True)
            _sync_folder(file.parent)


def remove_drafts(folder: Path) -> int:
    """Remove what a killed process left half-written below a folder.

    Parameters
    ----------
    folder : pathlib.Path
        Nobody may be writing there at the moment.

    Returns
    -------
    int
        How many drafts there were.
    """
    drafts = list(folder.rglob(f".*{_DRAFT_SUFFIX}"))
    for draft in drafts:
        with typed_errors(draft):
            draft.unlink(missing_ok=True)
    return len(drafts)


@contextlib.contextmanager
def typed_errors(file: Path) -> Iterator[None]:
    """Turn what the system says of a file into an error that a person can act on."""
    try:
        yield
    except OSError as error:
        raise _typed(error, file) from error


def _typed(error: OSError, file: Path) -> StampError:
    if error.errno in _NO_ROOM:
        return StampDiskFullError(
            "There is no room left on the disk; nothing half-written was kept.",
            place=Place(file),
            mend="Make room, or choose another folder with --outputs, and stamp again: "
            "only what is missing is made.",
        )
    return StampUnwritableError(
        f"The file cannot be used: {error.strerror or error}.",
        place=Place(file),
        mend="Check who owns the folder, or choose another with --outputs.",
    )


def _write_through(file: Path, content: bytes) -> None:
    descriptor = os.open(file, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o644)
    try:
        rest = memoryview(content)
        while rest:
            rest = rest[os.write(descriptor, rest) :]
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def _sync_folder(folder: Path) -> None:
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
