"""Rooms: for each group workbook one kernel and one kept page, for everybody in it."""

from __future__ import annotations

import asyncio
import contextlib
import itertools
import logging
import uuid
from collections.abc import Callable, Coroutine, Sequence
from datetime import timedelta
from typing import Any, TypeVar

from nbformat import NotebookNode

from cohortbook.clock import Clock, utc_now
from cohortbook.learning.rooms import OwnRoom, RoomKey
from cohortbook.live.kernel_facts import KernelFacts
from cohortbook.live.kernels import widget_outputs
from cohortbook.live.page import KeptPage
from cohortbook.live.reasons import ROOM_REASONS
from cohortbook.live.room import Kernels, Room, RoomLimits, StampedFile
from cohortbook.live.status import (
    LEFT_ALONE,
    LiveKernel,
    RoomFailedError,
    RoomsFullError,
    RoomState,
    RoomStatus,
    RoomUnknownError,
)

T = TypeVar("T")

DEATHS_WITHIN = timedelta(minutes=10)
WAITS = timedelta(minutes=2)

_log = logging.getLogger(__name__)


class RoomKeeper:
    """Keeps the rooms: starts their kernels once, renders their pages once.

    All of it runs on one event loop; reading and rendering are done in
    threads. However many visitors ask at once, one kernel is started and one
    page is rendered.

    Parameters
    ----------
    kernels : Kernels
    stamps : callable
        Gives the stamp of a room, or None. Asked on every visit: it must be
        quick.
    render : callable
        Makes a page of an executed notebook. Runs in a thread.
    limits : RoomLimits, optional
    clock : callable, optional
    """

    def __init__(
        self,
        kernels: Kernels,
        stamps: Callable[[RoomKey], StampedFile | None],
        render: Callable[[RoomKey, NotebookNode], KeptPage],
        *,
        limits: RoomLimits | None = None,
        clock: Clock = utc_now,
    ) -> None:
        self._kernels = kernels
        self._stamps = stamps
        self._render = render
        self._limits = limits or RoomLimits()
        self._clock = clock
        self._rooms: dict[RoomKey, Room] = {}
        self._by_kernel: dict[str, RoomKey] = {}
        self._places: set[RoomKey] = set()
        self._turned_away: dict[RoomKey, None] = {}
        self._starts = asyncio.Semaphore(self._limits.starts)
        self._tasks: set[asyncio.Task[Any]] = set()
        # Pages outlive the server: what they drew before must not pass for what there is now.
        self._generations = itertools.count(int(clock().timestamp() * 1000))
        self._closing = False
        self._changed: list[Callable[[RoomKey, RoomStatus], None]] = []
        self._page_changed: list[Callable[[RoomKey, KeptPage], None]] = []
        self._occupied: Callable[[RoomKey], bool] = lambda _room: False

    def on_change(self, callback: Callable[[RoomKey, RoomStatus], None]) -> None:
        """Have `callback` told whenever a room's kernel changes its state."""
        self._changed.append(callback)

    def on_page_changed(self, callback: Callable[[RoomKey, KeptPage], None]) -> None:
        """Have `callback` told when a page was rendered anew and differs."""
        self._page_changed.append(callback)

    def occupied_by(self, occupied: Callable[[RoomKey], bool]) -> None:
        """Ask `occupied` whether somebody is in a room before its kernel is ended."""
        self._occupied = occupied

    def status(self, room: RoomKey) -> RoomStatus:
        """Return what a room's kernel is doing."""
        known = self._rooms.get(room)
        return known.status if known else RoomStatus()

    def kernel(self, room: RoomKey) -> LiveKernel | None:
        """Return a room's kernel if it is ready."""
        known = self._rooms.get(room)
        return known.live if known and known.status.state is RoomState.READY else None

    def opens_slowly_because(self, room: RoomKey) -> str | None:
        """Say why an open room will run its cells again when it is opened next, if so."""
        known = self._rooms.get(room)
        if known is None or known.kernel_id is None:
            return None
        return self._kernels.opens_slowly_because(known.kernel_id)

    def room_of_kernel(self, kernel_id: str) -> RoomKey | None:
        """Return the room that a kernel belongs to."""
        return self._by_kernel.get(kernel_id)

    @property
    def limits(self) -> RoomLimits:
        """What rooms may take of the machine."""
        return self._limits

    @property
    def rooms(self) -> Sequence[Room]:
        """What is known of each room."""
        return tuple(self._rooms.values())

    def facts(self, kernel_id: str) -> KernelFacts | None:
        """Return what a kernel is and takes now; None if there is none. Takes a moment."""
        return self._kernels.facts(kernel_id)

    def touch(self, room: RoomKey) -> None:
        """Note that somebody did something in a room."""
        self._room(room).touched = self._clock()

    async def page(self, room: RoomKey) -> KeptPage:
        """Return a room's page, and wake its kernel if the page has widgets.

        Raises
        ------
        RoomUnknownError
            If there is no such stamp.
        RoomsFullError, RoomFailedError
            If the page can only be made by a kernel, and there is none.
        """
        stamp = self._stamp(room)
        kept = self._room(room)
        kept.touched = self._clock()
        page = kept.page
        if page is None or kept.page_version != stamp.version:
            page = await self._rendered(kept, stamp)
        if page.has_widgets and kept.status.state not in LEFT_ALONE:
            self.wake(room)
        return page

    def wake(self, room: RoomKey) -> RoomStatus:
        """See that a room gets a kernel, soon; returns what is being done.

        Raises
        ------
        RoomUnknownError
            If there is no such stamp.
        """
        woken = self._room(room)
        woken.touched = self._clock()
        if woken.status.state is not RoomState.READY and not self._on_the_way(woken):
            self._stamp(room)
            if not self._closing:
                if woken.status.state is not RoomState.FULL:
                    self._set(woken, RoomState.WAITING)
                woken.starting = self._spawn(self._start(woken, RoomState.STARTING))
        return woken.status

    async def end(self, room: RoomKey, state: RoomState = RoomState.NONE) -> None:
        """End a room's kernel, also one that is on its way; `state` is what it comes to."""
        known = self._rooms.get(room)
        if known is None:
            return
        if known.starting is not None and self._on_the_way(known):
            known.starting.cancel()
            await asyncio.gather(known.starting, return_exceptions=True)
        self._turned_away.pop(room, None)
        await self._end(known, state)

    async def sweep(self) -> None:
        """Look after the rooms once: dead kernels, stamps made anew, idle rooms."""
        for room in list(self._rooms.values()):
            if room.status.state is not RoomState.READY or room.kernel_id is None:
                continue
            if not await self._kernels.alive(room.kernel_id):
                await self._revive(room)
            elif self._in_use(room):
                room.touched = self._clock()
            elif self._clock() - room.touched >= self._idle_of(room):
                _log.info("Room %s is idle: its kernel is ended", room.key)
                await self._end(room)
        for room in list(self._rooms.values()):
            stamp = self._stamps(room.key)
            if stamp and room.page and stamp.version != room.page_version:
                with contextlib.suppress(RoomsFullError, RoomFailedError, RoomUnknownError):
                    await self._rendered(room, stamp)

    async def keep(self, seconds: float = 1.0) -> None:
        """Sweep for ever, every so many `seconds`; end it by cancelling."""
        while True:
            await asyncio.sleep(seconds)
            try:
                await self.sweep()
            except Exception:  # noqa: BLE001
                _log.exception("Looking after the rooms failed; it goes on")

    async def close(self) -> None:
        """End every kernel; nothing is started any more."""
        self._closing = True
        for task in list(self._tasks):
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)
        await self._kernels.stop_all()
        self._by_kernel.clear()

    def _room(self, key: RoomKey) -> Room:
        return self._rooms.setdefault(key, Room(key, self._clock()))

    def _stamp(self, room: RoomKey) -> StampedFile:
        stamp = self._stamps(room)
        if stamp is None:
            message = f"there is no workbook {room.workbook} for the group {room.group}"
            raise RoomUnknownError(message, mend="Stamp the programme first.")
        return stamp

    async def _rendered(self, room: Room, stamp: StampedFile) -> KeptPage:
        if room.rendering is None or room.rendering_version != stamp.version:
            room.rendering = self._spawn(self._make_page(room, stamp))
            room.rendering_version = stamp.version
        # One visitor who leaves must not end the work for the others.
        return await asyncio.shield(room.rendering)

    async def _make_page(self, room: Room, stamp: StampedFile) -> KeptPage:
        try:
            before = room.page
            if room.status.state in LEFT_ALONE:
                self._set(room, RoomState.NONE)
            if room.kernel_id and room.kernel_version != stamp.version:
                await self._restart(room)
            if stamp.executed:
                notebook = await asyncio.to_thread(stamp.read)
            else:
                notebook = await self._run_notebook(room)
            page = await asyncio.to_thread(self._render, room.key, notebook)
            room.page, room.page_version = page, stamp.version
            if before and before.version != page.version:
                self._tell(self._page_changed, room.key, page)
            return page
        finally:
            if room.rendering_version == stamp.version:
                room.rendering = room.rendering_version = None

    async def _run_notebook(self, room: Room) -> NotebookNode:
        self.wake(room.key)
        if room.starting:
            await asyncio.shield(room.starting)
        if room.status.state is RoomState.FULL:
            raise RoomsFullError(room.status.message or "", mend="Try again in a minute.")
        if room.status.state is not RoomState.READY or room.ran is None:
            raise RoomFailedError(room.status.message or ROOM_REASONS.say("kernel-ended"))
        return room.ran

    def _on_the_way(self, room: Room) -> bool:
        return room.starting is not None and not room.starting.done()

    async def _start(self, room: Room, doing: RoomState) -> None:
        if not await self._take_place(room):
            self._turned_away[room.key] = None
            message = ROOM_REASONS.say("rooms-full", count=self._limits.kernels)
            self._set(room, RoomState.FULL, message)
            return
        if self._starts.locked() and doing is RoomState.STARTING:
            # A room that was turned away stood at `full` until now.
            self._set(room, RoomState.WAITING)
        async with self._starts:
            self._set(room, doing)
            try:
                await self._bring_up(room)
            except asyncio.CancelledError:
                raise
            except Exception as error:  # noqa: BLE001
                if not isinstance(error, RoomFailedError):
                    _log.exception("Room %s could not be started", room.key)
                message = getattr(error, "message", ROOM_REASONS.say("kernel-unstarted"))
                await self._end(room, RoomState.FAILED, message)

    async def _bring_up(self, room: Room) -> None:
        stamp = self._stamp(room.key)
        notebook = await asyncio.to_thread(stamp.read)
        room.kernel_id, room.kernel_version = str(uuid.uuid4()), stamp.version
        await self._kernels.bring_up(room.kernel_id, stamp, notebook)
        room.ran = None if stamp.executed else notebook
        room.live = LiveKernel(room.kernel_id, widget_outputs(notebook))
        self._by_kernel[room.kernel_id] = room.key
        room.touched = self._clock()
        self._set(room, RoomState.READY, generation=next(self._generations))

    async def _take_place(self, room: Room) -> bool:
        if room.key not in self._places and len(self._places) >= self._limits.kernels:
            free = [each for each in self._rooms.values() if self._can_give_way(each)]
            if not free:
                return False
            given = min(free, key=lambda each: each.touched)
            await self._drop_kernel(given)
            self._places.discard(given.key)
            self._set(given, RoomState.NONE)
        self._places.add(room.key)
        return True

    def _can_give_way(self, room: Room) -> bool:
        return (
            room.status.state is RoomState.READY
            and not self._in_use(room)
            and self._clock() - room.touched >= self._limits.spare
        )

    def _idle_of(self, room: Room) -> timedelta:
        # Of one's own nothing is lost: whoever comes back begins from what the group has.
        return self._limits.spare if isinstance(room.key, OwnRoom) else self._limits.idle

    def _in_use(self, room: Room) -> bool:
        attached = room.kernel_id is not None and self._kernels.connections(room.kernel_id) > 0
        return attached or self._occupied(room.key)

    async def _revive(self, room: Room) -> None:
        now = self._clock()
        room.deaths = [at for at in room.deaths if now - at < DEATHS_WITHIN] + [now]
        _log.warning("The kernel of room %s died", room.key)
        if len(room.deaths) > self._limits.deaths:
            message = ROOM_REASONS.say("kernel-dies")
            await self._end(room, RoomState.FAILED, message)
        else:
            await self._restart(room)

    async def _restart(self, room: Room) -> None:
        if self._on_the_way(room) and room.starting:
            await asyncio.gather(room.starting, return_exceptions=True)
        self._set(room, RoomState.RESTARTING)
        await self._drop_kernel(room)
        room.starting = self._spawn(self._start(room, RoomState.RESTARTING))

    async def _end(
        self, room: Room, state: RoomState = RoomState.NONE, message: str | None = None
    ) -> None:
        await self._drop_kernel(room)
        self._places.discard(room.key)
        self._set(room, state, message)
        self._hand_on()

    def _hand_on(self) -> None:
        # A room that was turned away while somebody still waits there.
        while self._turned_away and len(self._places) < self._limits.kernels:
            key = next(iter(self._turned_away))
            del self._turned_away[key]
            room = self._room(key)
            if room.status.state is RoomState.FULL and self._clock() - room.touched < WAITS:
                self.wake(key)
                return

    async def _drop_kernel(self, room: Room) -> None:
        kernel_id, room.kernel_id = room.kernel_id, None
        room.live = room.ran = room.kernel_version = None
        if kernel_id:
            self._by_kernel.pop(kernel_id, None)
            await self._kernels.stop(kernel_id)

    def _set(
        self,
        room: Room,
        state: RoomState,
        message: str | None = None,
        *,
        generation: int | None = None,
    ) -> None:
        number = room.status.generation if generation is None else generation
        status = RoomStatus(state, number, message)
        if status != room.status:
            room.status = status
            self._tell(self._changed, room.key, status)

    def _tell(self, callbacks: list[Callable[[RoomKey, T], None]], room: RoomKey, news: T) -> None:
        for callback in callbacks:
            try:
                callback(room, news)
            except Exception:  # noqa: BLE001
                _log.exception("A listener to room %s failed", room)

    def _spawn(self, work: Coroutine[Any, Any, T]) -> asyncio.Task[T]:
        task = asyncio.get_running_loop().create_task(work)
        self._tasks.add(task)
        task.add_done_callback(self._done)
        return task

    def _done(self, task: asyncio.Task[Any]) -> None:
        self._tasks.discard(task)
        if not task.cancelled():
            # Asked for, so that an error nobody waited for is not reported as lost.
            task.exception()
