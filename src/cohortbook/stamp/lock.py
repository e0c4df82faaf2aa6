"""One stamper at a time for each cohort."""

from __future__ import annotations

import contextlib
import fcntl
import os
from collections.abc import Iterator
from pathlib import Path

from cohortbook.errors import Place
from cohortbook.stamp.errors import StampLockedError
from cohortbook.stamp.files import typed_errors

FILE_NAME = ".stamp.lock"


@contextlib.contextmanager
def stamping_lock(cohort_folder: Path) -> Iterator[None]:
    """Hold a cohort's outputs for this process.

    Parameters
    ----------
    cohort_folder : pathlib.Path
        Made when it is not there.

    Yields
    ------
    None
        While no other process can hold it. The system lets go of the lock when
        the process ends, however it ends, so a left-over file means nothing.

    Raises
    ------
    StampLockedError
        When another process holds it.
    """
    file = cohort_folder / FILE_NAME
    with typed_errors(file):
        cohort_folder.mkdir(parents=True, exist_ok=True)
        descriptor = os.open(file, os.O_RDWR | os.O_CREAT, 0o644)
    try:
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            raise _locked(file, os.read(descriptor, 32)) from None
        with typed_errors(file):
            os.ftruncate(descriptor, 0)
            os.pwrite(descriptor, str(os.getpid()).encode(), 0)
        yield
    finally:
        os.close(descriptor)


def _locked(file: Path, holder: bytes) -> StampLockedError:
    who = holder.decode(errors="replace").strip()
    return StampLockedError(
        f"Another process{f' ({who})' if who else ''} is stamping this cohort.",
        place=Place(file),
        mend="Wait until it is done, then stamp again.",
    )
