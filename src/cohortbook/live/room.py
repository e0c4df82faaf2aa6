"""One room, what it is made of, and what it may take."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path
from typing import Protocol

import nbformat
from nbformat import NotebookNode

from cohortbook.learning.rooms import RoomKey
from cohortbook.live.kernel_facts import KernelFacts
from cohortbook.live.page import KeptPage
from cohortbook.live.status import LiveKernel, RoomStatus, RoomUnknownError


@dataclass(frozen=True, slots=True)
class StampedFile:
    """A stamp on disk.

    Parameters
    ----------
    path : pathlib.Path
    version : str
        Differs when the stamp was made anew.
    executed : bool
        Whether it carries its outputs.
    folder : pathlib.Path
        Where its cells run: the programme's, where they ran when it was stamped.
    """

    path: Path
    version: str
    executed: bool
    folder: Path

    def read(self) -> NotebookNode:
        """Read it.

        Raises
        ------
        RoomUnknownError
            If it is gone.
        """
        try:
            read: NotebookNode = nbformat.read(self.path, as_version=4)  # type: ignore[no-untyped-call]
        except FileNotFoundError as error:
            message = f"the stamp {self.path.name} is gone"
            raise RoomUnknownError(message, mend="Stamp the programme again.") from error
        return read


@dataclass(frozen=True, slots=True)
class RoomLimits:
    """What rooms may take of the machine.

    Parameters
    ----------
    kernels : int
        Kernels at once.
    starts : int
        Kernels being started at once.
    idle : datetime.timedelta
        How long a kernel outlives the last person in its room.
    spare : datetime.timedelta
        How long it does so when another room asks for its place.
    deaths : int
        How often a kernel may die in ten minutes before it is left dead.
    """

    kernels: int = 20
    starts: int = 2
    idle: timedelta = timedelta(minutes=30)
    spare: timedelta = timedelta(minutes=1)
    deaths: int = 3


class Kernels(Protocol):
    """What a room keeper needs of kernels; see `cohortbook.live.kernels.RoomKernels`."""

    async def bring_up(  # noqa: D102
        self, kernel_id: str, stamp: StampedFile, notebook: NotebookNode
    ) -> None: ...
    async def alive(self, kernel_id: str) -> bool: ...  # noqa: D102
    def opens_slowly_because(self, kernel_id: str) -> str | None: ...  # noqa: D102
    def connections(self, kernel_id: str) -> int: ...  # noqa: D102
    def facts(self, kernel_id: str) -> KernelFacts | None: ...  # noqa: D102
    async def stop(self, kernel_id: str) -> None: ...  # noqa: D102
    async def stop_all(self) -> None: ...  # noqa: D102


@dataclass(slots=True)
class Room:
    """What is known of one room while the server runs."""

    key: RoomKey
    touched: datetime
    status: RoomStatus = field(default_factory=RoomStatus)
    kernel_id: str | None = None
    live: LiveKernel | None = None
    ran: NotebookNode | None = None
    kernel_version: str | None = None
    page: KeptPage | None = None
    page_version: str | None = None
    starting: asyncio.Task[None] | None = None
    rendering: asyncio.Task[KeptPage] | None = None
    rendering_version: str | None = None
    deaths: list[datetime] = field(default_factory=list)
