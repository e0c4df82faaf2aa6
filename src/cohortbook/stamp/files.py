"""Files that are there whole or not at all."""

from __future__ import annotations

import contextlib
import errno
from collections.abc import Iterator
from pathlib import Path

from cohortbook.durable import DRAFT_SUFFIX, sync_folder, write_durably
from cohortbook.errors import Place
from cohortbook.stamp.errors import StampDiskFullError, StampError, StampUnwritableError

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
    """
    with typed_errors(file):
        write_durably(file, content)


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
            sync_folder(file.parent)


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
    drafts = list(folder.rglob(f".*{DRAFT_SUFFIX}"))
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
