"""Room kernels forked after their cells have run: which stamps have that, and which cannot."""

from __future__ import annotations

import asyncio
import copy
import hashlib
import json
import sys
from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import Any

from nbformat import NotebookNode

Run = Callable[[Any], Awaitable[NotebookNode]]


class RoomRevivals:
    """The revivals that rooms of one server use.

    Parameters
    ----------
    most : int
        How many stamps stay ready at once; 0 for none.
    """

    def __init__(self, most: int = 8) -> None:
        self._revivals = _revivals(most)
        self._making: set[asyncio.Task[None]] = set()

    def of(self, notebook: NotebookNode, folder: Path, name: str) -> RoomRevival:
        """Return the revival of a stamp, whether it has one or not.

        Parameters
        ----------
        notebook : nbformat.NotebookNode
        folder : pathlib.Path
            Where its cells run.
        name : str
            Of the stamp, as people know it.
        """
        key = hashlib.sha256(json.dumps([notebook, str(folder)]).encode()).hexdigest()
        return RoomRevival(self._revivals, self._making, key, name)

    async def made(self) -> None:
        """Wait until all that are on their way are made or refused."""
        await asyncio.gather(*self._making, return_exceptions=True)

    async def close(self) -> None:
        """End them all, and make no more."""
        for each in self._making:
            each.cancel()
        await self.made()
        if self._revivals is not None:
            self._revivals.close()


class RoomRevival:
    """One stamp's way back to a kernel with its cells run.

    Parameters
    ----------
    revivals : cohortbook_kernels.forking.revivals.Revivals or None
        None where kernels cannot be forked.
    making : set of asyncio.Task
        Takes what is begun here.
    key, name : str
        Of the stamp: the same for the same cells alone, and for people.
    """

    def __init__(self, revivals: Any, making: set[asyncio.Task[None]], key: str, name: str) -> None:
        self._revivals = revivals
        self._making = making
        self._key, self._name = key, name
        self._ready = None if revivals is None else revivals.ready(key)

    @property
    def path(self) -> str | None:
        """Where a kernel can be forked; None if there is no such place."""
        return None if self._ready is None else str(self._ready.path)

    def is_same(self, other: RoomRevival) -> bool:
        """Say whether a kernel of this and one of the `other` come from the same process.

        Their widgets have the same ids; a page that knows of both, the group's and one's
        own, tells them apart by these.
        """
        return self._ready is not None and self._ready is other._ready

    @property
    def reason(self) -> str | None:
        """Why there is none, where that is known."""
        return None if self._revivals is None else self._revivals.reason(self._key)

    def came_to(self, provisioner: Any, notebook: NotebookNode) -> None:
        """Take note that a kernel came from there.

        Parameters
        ----------
        provisioner : jupyter_client.provisioning.KernelProvisionerBase
            Of that kernel.
        notebook : nbformat.NotebookNode
            A copy of the stamp; what its cells had for output is put in.
        """
        assert self._ready is not None
        notebook.cells = copy.deepcopy(self._ready.result.cells)
        self._revivals.hand_over(self._ready, provisioner)

    def leave_alone(self) -> None:
        """Use it not: this kernel is to be an ordinary one."""
        self._ready = None

    def died(self) -> None:
        """Take note that a kernel that came from there died."""
        if self._ready is not None:
            self._revivals.died(self._key)

    def give_up(self) -> None:
        """Take note that no kernel came from there."""
        if self._ready is not None:
            self._revivals.give_up(self._ready, "no kernel could be forked")
        self.leave_alone()

    def not_needed(self) -> None:
        """Take note that a kernel that was to come from there did not."""
        if self._ready is not None:
            self._revivals.not_needed(self._ready)
        self.leave_alone()

    def make_soon(self, provisioner: Any, run: Run) -> None:
        """Make one in the background, after a kernel, unless one is there.

        Parameters
        ----------
        provisioner : jupyter_client.provisioning.KernelProvisionerBase
            Of that kernel.
        run : callable
            Runs the cells by a client, and returns the notebook with their outputs.
        """
        if self._revivals is None or not self._revivals.wanted(self._key):
            return
        origin = getattr(provisioner, "origin", None)
        if origin is None:
            why = getattr(provisioner, "hindrance", None) or "its kernel is not forked"
            self._revivals.refuse(self._key, self._name, why)
            return
        making = asyncio.ensure_future(self._revivals.make(self._key, self._name, origin, run))
        self._making.add(making)
        making.add_done_callback(self._done)

    def _done(self, making: asyncio.Task[None]) -> None:
        self._making.discard(making)
        if not making.cancelled():
            making.exception()


def _revivals(most: int) -> Any:
    if sys.platform != "linux":
        return None
    # Elsewhere it cannot even be imported.
    from cohortbook_kernels.forking.revivals import RevivalLimits, Revivals  # noqa: PLC0415

    return Revivals[NotebookNode](RevivalLimits(most=most))
