"""What kernels take of the machine, and in which ways they are started, as it is now."""

from __future__ import annotations

import os
import sys
from collections.abc import Collection, Mapping, Sequence
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
class ZygoteSeen:
    """What kernels are forked from.

    Parameters
    ----------
    told : mapping
        As it describes itself.
    kernels : int
        How many come from it now, also by a revival.
    revivals : int
        How many processes that have run the cells of a workbook wait to be forked.
    """

    told: Mapping[str, Any]
    kernels: int
    revivals: int


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
    zygotes : tuple of ZygoteSeen
        What kernels of this server are forked from.
    """

    seats: tuple[Seat, ...]
    most: int
    able: Ability
    no_groups: str | None
    zygotes: tuple[ZygoteSeen, ...]


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
    seen = tuple(
        Seat(each.room, each.status, each.kernel_id, keeper.facts(each.kernel_id))
        if each.kernel_id
        else each
        for each in seats
    )
    return Operations(
        seats=seen,
        most=keeper.limits.kernels,
        able=able,
        no_groups=_no_groups(),
        zygotes=_zygotes(seen),
    )


def _no_groups() -> str | None:
    if groups_here() is not None:
        return None
    try:
        Groups.handed_to_us()
    except (NoGroupsError, OSError) as error:
        return str(error)
    return None


def _zygotes(seats: Sequence[Seat]) -> tuple[ZygoteSeen, ...]:
    if sys.platform != "linux":
        return ()
    # Elsewhere they cannot even be imported.
    from cohortbook_kernels.forking.revivals import all_revivals  # noqa: PLC0415
    from cohortbook_kernels.forking.zygotes import all_zygotes  # noqa: PLC0415

    waiting = {each["pid"] for each in all_revivals() if each["owner"] == os.getpid()}
    found = []
    for each in all_zygotes():
        if each.description.get("owner") == os.getpid():
            told = {**each.description, **each.ask("status")}
            facts = (seat.facts for seat in seats)
            own = [one for one in facts if one is not None and one.zygote == each.path.stem]
            found.append(zygote_seen(told, own, waiting))
    return tuple(found)


def zygote_seen(
    told: Mapping[str, Any], own: Collection[KernelFacts], waiting: Collection[int]
) -> ZygoteSeen:
    """Count what came from a zygote.

    Parameters
    ----------
    told : mapping
        What it says: its children are kernels, those of stamping too, and revivals.
    own : collection of KernelFacts
        Rooms' kernels that come from it; those that came by a revival are no children of it.
    waiting : collection of int
        Processes of revivals that wait to be forked.
    """
    children = set(told.get("children", ()))
    # One whose kernel was forked lives on with it, and is nothing by itself.
    spent = {each.parent for each in own}
    kernels = (children - set(waiting) - spent) | {each.pid for each in own}
    return ZygoteSeen(told, len(kernels), len(children & set(waiting)))
