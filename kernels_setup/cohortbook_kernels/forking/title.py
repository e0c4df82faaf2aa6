"""What a process is called in lists of processes."""

from __future__ import annotations

import contextlib
import ctypes
import functools
from collections.abc import Sequence
from pathlib import Path

# Room for the name of a connection file; given to a zygote as an argument.
ROOM = "." * 300


def call_this_process(arguments: Sequence[str]) -> None:
    """Show other arguments in place of those that this process was started with.

    Notes
    -----
    They are written over the old ones, which is what `ps` reads; what does not fit is
    left out. Where the system does not tell where they are, the old ones stay.
    """
    start, length = place_of_title()
    if start and length > 0:
        text = " ".join(arguments).encode()[: length - 2]
        # A last byte that is not null tells the system to read up to the first that is.
        ctypes.memmove(start, text.ljust(length - 1, b"\0") + b".", length)


@functools.cache
def place_of_title() -> tuple[int, int]:
    """Return where the arguments of this process are in its memory, and how long; a fork's too."""
    with contextlib.suppress(OSError, ValueError, IndexError):
        # What follows the name, which may hold blanks and brackets.
        fields = Path("/proc/self/stat").read_text().rpartition(")")[2].split()
        start, end = int(fields[45]), int(fields[46])
        return start, end - start
    return 0, 0
