"""What a room's kernel is doing, as people are told."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

from cohortbook.errors import CohortbookError


class RoomState(StrEnum):
    """The states of a room's kernel.

    ``none``: there is none, and none is being started. ``waiting``: others are
    being started first. ``starting``: it starts and runs the cells. ``ready``:
    widgets can be drawn. ``restarting``: it died and is being brought back.
    ``failed``: it could not be started. ``stopped``: a facilitator ended it; it
    stays so until somebody asks for it. ``full``: as many kernels run as may.
    """

    NONE = "none"
    WAITING = "waiting"
    STARTING = "starting"
    READY = "ready"
    RESTARTING = "restarting"
    FAILED = "failed"
    STOPPED = "stopped"
    FULL = "full"


# Nothing but a wish of somebody's starts the kernel again.
LEFT_ALONE = frozenset({RoomState.FAILED, RoomState.STOPPED})
ON_THE_WAY = frozenset({RoomState.WAITING, RoomState.STARTING, RoomState.RESTARTING})


@dataclass(frozen=True, slots=True)
class RoomStatus:
    """A state, and what to say about it.

    Parameters
    ----------
    state : RoomState
    generation : int
        Differs for each kernel that this room has had, also by servers before:
        widgets drawn in another generation are dead.
    message : str or None
        Why, where the state alone does not say it.
    """

    state: RoomState = RoomState.NONE
    generation: int = 0
    message: str | None = None

    def to_json(self) -> dict[str, Any]:
        """Return the data of a ``kernel`` event."""
        return {
            "state": self.state.value,
            "generation": self.generation,
            "message": self.message,
        }


@dataclass(frozen=True, slots=True)
class LiveKernel:
    """A kernel that is ready, with what its widget cells put out.

    Parameters
    ----------
    kernel_id : str
    outputs : collections.abc.Mapping[str, list]
        Outputs as in a notebook file, by the id of their cell.
    """

    kernel_id: str
    outputs: Mapping[str, list[dict[str, Any]]] = field(default_factory=dict)


class RoomUnknownError(CohortbookError):
    """There is no stamp for this group and workbook."""

    code = "room-unknown"


class RoomsFullError(CohortbookError):
    """As many kernels run as may, and this room needs one to be shown at all."""

    code = "rooms-full"


class RoomFailedError(CohortbookError):
    """The room's kernel could not be started, or a cell of its workbook raised."""

    code = "room-failed"
