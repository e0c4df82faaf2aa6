"""Files that were opened before a fork, each with a place of its own in them after it.

A process and its forks read on from one place: what one reads another would miss.
Libraries keep files open for good, as matplotlib does with fonts.
"""

from __future__ import annotations

import fcntl
import os
import stat
from collections.abc import Container, Iterator, Mapping


def open_files(known: Container[int] = ()) -> Iterator[tuple[int, str]]:
    """Yield the number and the target of everything that is open in this process.

    Parameters
    ----------
    known : collections.abc.Container of int
        Numbers of which nobody has to be told.
    """
    # Names alone: it is done before each fork.
    for each in os.listdir("/proc/self/fd"):  # noqa: PTH208
        if int(each) in known:
            continue
        try:
            target = os.readlink(f"/proc/self/fd/{each}")  # noqa: PTH115
        except OSError:
            # The folder itself was open while it was read.
            continue
        yield int(each), target


def is_only_read(number: int) -> bool:
    """Say whether this is a file on disk that can be opened once more just as it is."""
    try:
        there = os.fstat(number)
        mode = fcntl.fcntl(number, fcntl.F_GETFL) & os.O_ACCMODE
        named = os.stat(os.readlink(f"/proc/self/fd/{number}"))  # noqa: PTH115, PTH116
    except OSError:
        return False
    is_file = stat.S_ISREG(there.st_mode) and os.path.samestat(there, named)
    return is_file and mode == os.O_RDONLY


def only_read() -> dict[int, str]:
    """Return the number and the path of all files on disk that are open to be read."""
    return {number: target for number, target in open_files() if is_only_read(number)}


def take_over(files: Mapping[int, str]) -> None:
    """Open files that are only read anew, under their numbers and at their places."""
    for number, target in files.items():
        # Some are closed by a fork, as matplotlib does with its fonts.
        if not is_only_read(number):
            continue
        try:
            anew = os.open(target, os.O_RDONLY | os.O_CLOEXEC)
        except OSError:
            continue
        os.lseek(anew, os.lseek(number, 0, os.SEEK_CUR), os.SEEK_SET)
        os.dup2(anew, number, inheritable=os.get_inheritable(number))
        os.close(anew)
