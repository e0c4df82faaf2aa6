"""What kernels take of the machine, and in which ways they are started, as it is now."""

from __future__ import annotations

import os
import sys
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from cohortbook.live.status import RoomState
from cohortbook_kernels.cgroups import Groups, NoGroupsError
from cohortbook_kernels.provisioner import groups_here

if TYPE_CHECKING:
    from cohortbook.learning.rooms import RoomKey
    from cohortbook.live.kernel_facts import KernelFacts
    from cohortbook.live.rooms import RoomKeeper
    from cohortbook.live.status import RoomStatus
    from cohortbook_kernels.sandbox.ability import Ability


@dataclass(frozen=True, slots=True)
class Seat:
    """What a room has of the machine.

    Parameters
    ----------
    room : RoomKey
    status : RoomStatus
    kernel_id : str or None
    facts : KernelFacts or None
        Only while its kernel runs.
    """

    room: RoomKey
    status: RoomStatus
    kernel_id: str | None
    facts: KernelFacts | None = None


@dataclass(frozen=True, slots=True)
class Operations:
    """All of it.

    Parameters
    ----------
    seats : tuple of Seat
        Rooms that have a kernel or wait for one, by name.
    most : int
        How many kernels there may be.
    able : Ability
        How far kernels can be confined here.
    no_groups : str or None
        Why kernels get no cgroups; None if they do.
    zygotes : tuple of mapping
        What kernels of this server are forked from, as they describe themselves.
    """

    seats: tuple[Seat, ...]
    most: int
    able: Ability
    no_groups: str | None
    zygotes: tuple[Mapping[str, Any], ...]


def seats_taken(keeper: RoomKeeper) -> list[Seat]:
    """Return the rooms that have a kernel or wait for one; for the event loop's thread."""
    taken = [
        Seat(each.key, each.status, each.kernel_id)
        for each in keeper.rooms
        if each.kernel_id or each.status.state is not RoomState.NONE
    ]
    return sorted(taken, key=lambda seat: str(seat.room))


def look_at_kernels(keeper: RoomKeeper, seats: Sequence[Seat], able: Ability) -> Operations:
    """Look at processes and zygotes; takes a moment."""
    return Operations(
        seats=tuple(
            Seat(each.room, each.status, each.kernel_id, keeper.facts(each.kernel_id))
            if each.kernel_id
            else each
            for each in seats
        ),
        most=keeper.limits.kernels,
        able=able,
        no_groups=_no_groups(),
        zygotes=_zygotes(),
    )


def _no_groups() -> str | None:
    if groups_here() is not None:
        return None
    try:
        Groups.handed_to_us()
    except (NoGroupsError, OSError) as error:
        return str(error)
    return None


def _zygotes() -> tuple[Mapping[str, Any], ...]:
    if sys.platform != "linux":
        return ()
    # Elsewhere it cannot even be imported.
    from cohortbook_kernels.forking.zygotes import all_zygotes  # noqa: PLC0415

    return tuple(
        {**each.description, **each.ask("status")}
        for each in all_zygotes()
        if each.description.get("owner") == os.getpid()
    )
