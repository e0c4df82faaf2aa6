"""Memory put into large pages, of which a fork has less to copy."""

from __future__ import annotations

import contextlib
import ctypes
from collections.abc import Iterator
from pathlib import Path

_LARGE = 2**21
# Of `madvise`, since Linux 6.1; Python does not know it yet.
_COLLAPSE = 25
_SETTING = Path("/sys/kernel/mm/transparent_hugepage/enabled")


def gather_into_large_pages() -> Iterator[int]:
    """Put what this process has loaded into large pages, two megabytes a step.

    Yields
    ------
    int
        Where the page lies that was just made. A step takes a few milliseconds; where the
        system cannot, nothing changes.

    Notes
    -----
    A fork copies an entry for each page that its child will share. For a large page it is one
    instead of 512, until the child writes to it.
    """
    madvise = ctypes.CDLL(None).madvise
    for place in _places() if _are_wanted() else []:
        madvise(ctypes.c_void_p(place), ctypes.c_size_t(_LARGE), _COLLAPSE)
        yield place


def _are_wanted() -> bool:
    with contextlib.suppress(OSError):
        return "[never]" not in _SETTING.read_text()
    return False


def _places() -> list[int]:
    """Return where whole large pages would lie in what was allocated."""
    found: list[int] = []
    for line in Path("/proc/self/maps").read_text().splitlines():
        area, rights, _, _, _, *name = line.split()
        if rights == "rw-p" and name in ([], ["[heap]"]):
            start, end = (int(each, 16) for each in area.split("-"))
            found += range(-(-start // _LARGE) * _LARGE, end - _LARGE + 1, _LARGE)
    return found
