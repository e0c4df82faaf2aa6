"""Whether a process can be forked without harm."""

from __future__ import annotations

import os
from collections.abc import Set as AbstractSet

from cohortbook_kernels.forking.own_files import open_files
from cohortbook_kernels.reasons import REASONS


def hindrance(own: AbstractSet[int]) -> str | None:
    """Say why this process cannot be forked; None if it can.

    Parameters
    ----------
    own : set of int
        Files that are known, by their number.

    Notes
    -----
    Only the thread that forks lives on in a child: locks of others stay locked for ever.
    A connection would be shared with every child, and with what the other side believes.
    """
    threads = len(os.listdir("/proc/self/task"))  # noqa: PTH208 - names alone are needed
    if threads > 1:
        return REASONS.say("threads", count=threads)
    sockets = open_sockets(own)
    if sockets:
        return REASONS.say("connections", count=len(sockets))
    return None


def open_sockets(known: AbstractSet[int] = frozenset()) -> set[int]:
    """Return the numbers of the sockets that are open in this process, beside those known."""
    return {number for number, target in open_files(known) if target.startswith("socket:")}
