"""What kernels are forked from, started while workbooks are still being read."""

from __future__ import annotations

import asyncio
import sys
import threading
from contextlib import suppress
from functools import cache
from typing import TYPE_CHECKING

from jupyter_client.kernelspec import NoSuchKernel

from cohortbook.workbook.kernel import ROOMS
from cohortbook_kernels.forking.identity import NotForkableError

if TYPE_CHECKING:
    from cohortbook_kernels.warming import Warming


@cache
def warm_beside() -> None:
    """Start it, once in this process, beside whatever else is done.

    Notes
    -----
    It takes a second, and nearly as long again what has to be done before the first cell
    can be run. Where kernels are not forked, nothing happens.
    """
    if sys.platform != "linux":
        return
    # Elsewhere it cannot even be imported.
    from cohortbook_kernels.warming import Warming  # noqa: PLC0415

    with suppress(NoSuchKernel, NotForkableError):
        warming = Warming.of(ROOMS)
        threading.Thread(target=_wait_for, args=(warming,), name="warm", daemon=True).start()


def _wait_for(warming: Warming) -> None:
    # The first kernel will meet the same trouble, and starts in the ordinary way.
    with suppress(NotForkableError, OSError):
        asyncio.run(warming.done())
