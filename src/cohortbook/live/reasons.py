"""Why a room has no kernel: codes and words, as those of cohortbook_kernels."""

from __future__ import annotations

from cohortbook_kernels.reasons import Reasons

ROOM_REASONS = Reasons(
    {
        "cell-raised": "cell {number} raised {error}",
        "cell-failed": "cell {number} raised an error",
        "cell-slow": "cell {number} ran for more than {seconds} s",
        "cell-ended-kernel": "the kernel ended while it ran cell {number}",
        "kernel-silent": "the kernel ended before it answered",
        "kernel-unstarted": "the kernel could not be started",
        "kernel-ended": "the kernel was ended",
        "kernel-dies": "its kernel died several times in a row",
        "rooms-full": "{count} simulations run already, as many as may",
    }
)
