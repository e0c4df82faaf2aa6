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


class LargePages:
    """What this process has loaded, to be put into large pages bit by bit.

    Notes
    -----
    A fork copies an entry for each page that its child will share. For a large page it is one
    instead of 512, until the child writes to it.
    """

    def __init__(self) -> None:
        self._places: Iterator[int] | None = None
        self._madvise = ctypes.CDLL(None).madvise

    def gather_some(self) -> bool:
        """Put the next two megabytes into one page; say whether there may be more.

        It takes a few milliseconds. Where the system cannot, nothing changes.
        """
        if self._places is None:
            self._places = iter(_places() if _are_wanted() else [])
        place = next(self._places, None)
        if place is None:
            return False
        self._madvise(ctypes.c_void_p(place), ctypes.c_size_t(_LARGE), _COLLAPSE)
        return True


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
