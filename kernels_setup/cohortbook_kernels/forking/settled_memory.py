"""Memory of which a child touches little.

A fork shares all pages, and copies each that is written to: four thousand bytes for a count of
references. So what a child writes to shall lie together.
"""

from __future__ import annotations

import ctypes
import gc
import sys
from collections.abc import Iterator

# Python's own allocator: sizes, and what it takes at a time, of which it needs a little itself.
_SMALL = range(48, 513, 16)
_POOL, _POOL_HEAD = 2**14, 48
# The system's; what is larger is mapped by itself.
_LARGE = (*range(122880, 8192, -4096), *range(8192, 1024, -256), *range(1024, 16, -16))
_EMPTY_BYTES = sys.getsizeof(b"")
# Of one size. Twice what was seen; an allocator that works otherwise is left alone then.
_MOST_BYTES = 2**19

# Never given back.
_ballast: list[bytes] = []


class _State(ctypes.Structure):
    """What `mallinfo2` of the GNU C library tells, since 2.33."""

    _fields_ = tuple(
        (each, ctypes.c_size_t)
        for each in (
            *("arena", "ordblks", "smblks", "hblks", "hblkhd"),
            *("usmblks", "fsmblks", "uordblks", "fordblks", "keepcost"),
        )
    )


def settle() -> None:
    """Put memory in order, before the first fork and after everything was loaded.

    Notes
    -----
    The first collection in a child would touch everything that can be in a cycle: it is frozen.
    What types have looked up is remembered with its name, and each new name lets go of an old
    one somewhere: it is forgotten. Objects of a child would be made in the holes that others
    left, each in another page: they are filled, so it begins with pages of its own.
    """
    gc.collect()
    gc.freeze()
    # Deprecated since Python 3.13, for one that forgets more.
    forget = getattr(sys, "_clear_type_cache", None)
    if forget is not None:
        forget()
    _ballast.extend(_small_ballast())
    _fill_large_holes()


def _small_ballast() -> Iterator[bytes]:
    for size in _SMALL:
        whole = (_POOL - _POOL_HEAD) // size - 1
        before = in_order = 0
        for _ in range(_MOST_BYTES // size):
            taken = bytes(size - _EMPTY_BYTES)
            yield taken
            # Where nothing was before, one follows the other.
            in_order = in_order + 1 if id(taken) - before == size else 0
            if in_order == whole:
                break
            before = id(taken)


def _fill_large_holes() -> None:
    library = ctypes.CDLL(None)
    state = getattr(library, "mallinfo2", None)
    if state is None:
        return
    state.restype = _State
    library.malloc.restype, library.malloc.argtypes = ctypes.c_void_p, [ctypes.c_size_t]
    library.free.restype, library.free.argtypes = None, [ctypes.c_void_p]
    now = state()
    free = now.fordblks - now.keepcost
    for size in _LARGE:
        while free > 0:
            top = state().keepcost
            taken = library.malloc(size)
            if state().keepcost != top:
                # It came from what nobody had yet: there is no hole of this size any more.
                library.free(taken)
                break
            free -= size
