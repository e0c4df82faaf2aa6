"""One Y document while people work on it: relayed at once, durable soon, then acknowledged."""

from __future__ import annotations

import asyncio
import contextlib
import logging
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass, field
from typing import Any, Protocol

from pycrdt import YMessageType, YSyncMessageType, create_update_message, write_var_uint

from cohortbook.errors import CohortbookError
from cohortbook.learning.errors import LearningError
from cohortbook.live.awareness import Awareness, Signature, States
from cohortbook.live.y_document import YDocument
from cohortbook.live.y_format import Cursor, MalformedError, read_awareness
from cohortbook.workbook.exercise import ExerciseDefinition

ACKNOWLEDGED = 100  # message type; y-protocols uses small numbers
EMPTY_UPDATE = b"\x00\x00"
LARGEST_DOCUMENT = 8 * 2**20  # bytes
_BATCH_SECONDS = 0.06
_SETTLE_SECONDS = 1.0
_RETRY_SECONDS = 1.0
_AWARENESS_SECONDS = 0.1
_COMPACT_UPDATES = 500
_COMPACT_BYTES = 2**20

_log = logging.getLogger(__name__)


MALFORMED, READ_ONLY, TOO_LARGE = 4400, 4403, 4413
_REFUSALS = {
    MALFORMED: "a message that is not one of y-protocols",
    READ_ONLY: "this peer may only read",
    TOO_LARGE: "the message or the document is larger than may be",
}


class DocumentRefusedError(CohortbookError):
    """A message that this peer may not send, or that nobody could understand.

    Parameters
    ----------
    close_code : int
        With which its WebSocket is closed.
    """

    code = "document-refused"

    def __init__(self, close_code: int) -> None:
        super().__init__(_REFUSALS[close_code])
        self.close_code = close_code


class Peer(Protocol):
    """One connection to a document."""

    person_id: str
    name: str
    may_write: bool
    wants_acks: bool

    def send(self, message: bytes) -> None:
        """Send a binary message; must not block and may raise when gone."""


@dataclass(slots=True, eq=False)
class _Seat:
    """A peer, how many updates it has sent, and how many of them it knows to be safe."""

    peer: Peer
    received: int = 0
    acknowledged: int = 0


@dataclass(slots=True)
class Storage:
    """How a document is kept; each runs in order, off the event loop.

    Parameters
    ----------
    append : callable
        Makes ``(update, person id)`` pairs durable; returns the last number.
    compact : callable
        Puts a snapshot in the place of the updates up to a number; False when
        it did not.
    record : callable
        Keeps an answer: definition, raw value, who changed it last.
    """

    append: Callable[[Sequence[tuple[bytes, str | None]]], Awaitable[int]]
    compact: Callable[[bytes, int], Awaitable[bool]]
    record: Callable[[ExerciseDefinition, Any, str | None], Awaitable[None]]


@dataclass(slots=True)
class _Batch:
    updates: list[tuple[bytes, str | None]] = field(default_factory=list)
    received: dict[_Seat, int] = field(default_factory=dict)


class LiveDocument:
    """A shared document and the peers on it.

    Parameters
    ----------
    updates : sequence of bytes
        What makes the document as it was last kept.
    definitions : sequence of ExerciseDefinition
        The exercises whose answers lie in it.
    storage : Storage
        Where it is kept.
    aware : bool
        Whether peers are told of each other's carets.

    Notes
    -----
    The protocol is y-protocols, so any y-websocket client can take part. In
    addition a peer may ask for acknowledgements: a message of type 100 with the
    number of its updates that are on the disk.
    """

    def __init__(
        self,
        updates: Sequence[bytes],
        definitions: Sequence[ExerciseDefinition],
        storage: Storage,
        *,
        aware: bool = True,
    ) -> None:
        self._document = YDocument(updates)
        self._storage = storage
        self._seats: dict[int, _Seat] = {}
        self._batch = _Batch()
        self._log_updates = max(0, len(updates) - 1)
        self._log_bytes = sum(len(each) for each in updates[1:])
        self._awareness = Awareness() if aware else None
        self._telling: asyncio.TimerHandle | None = None
        self._flushing: asyncio.Task[None] | None = None
        self._settling: asyncio.Task[None] | None = None
        self._storing = asyncio.Lock()
        self._recording = asyncio.Lock()
        self._document.define(definitions)
        # What a crash left unrecorded is recorded now; what did not change is not.
        for each in definitions:
            if each.answerable:
                self._document.changed[each.id] = None

    def define(self, definitions: Sequence[ExerciseDefinition]) -> None:
        """Follow the answers to these exercises from now on."""
        self._document.define(definitions)

    @property
    def busy(self) -> bool:
        """Whether somebody is on it, or something is not kept yet."""
        unkept = self._batch.received or self._batch.updates or self._document.changed
        return bool(self._seats or unkept)

    def join(self, peer: Peer) -> None:
        """Take in a peer and ask what it knows that we do not."""
        self._seats[id(peer)] = _Seat(peer)
        state = self._document.state()
        peer.send(bytes([YMessageType.SYNC, YSyncMessageType.SYNC_STEP1]) + _sized(state))
        if self._awareness is not None:
            self._tell(self._seats[id(peer)], self._awareness.states())
        self._settle_soon()

    def leave(self, peer: Peer) -> None:
        """Let a peer go; what it sent is kept all the same."""
        seat = self._seats.pop(id(peer), None)
        if seat is not None and self._awareness is not None and self._awareness.leave(seat):
            self._tell_soon()

    def receive(self, peer: Peer, message: bytes) -> None:
        """Take a message of a peer.

        Raises
        ------
        DocumentRefusedError
            If the peer may not write, the message is malformed, or the document
            would become too large. The document is as it was.
        """
        seat = self._seats.get(id(peer))
        if seat is None:
            return
        try:
            cursor = Cursor(message)
            kind = cursor.number()
            if kind == YMessageType.SYNC:
                self._synchronise(seat, cursor)
            elif kind == YMessageType.AWARENESS and self._awareness is not None:
                entries = read_awareness(message[1:])
                by = Signature(peer.person_id, peer.name)
                # Who only reads along is in nobody's way.
                if peer.may_write and self._awareness.take(seat, by, entries):
                    self._tell_soon()
        except MalformedError as error:
            _log.info("%s sent %d bytes that are refused: %s", peer.person_id, len(message), error)
            raise DocumentRefusedError(MALFORMED) from error

    async def flush(self) -> None:
        """Make everything received durable, and acknowledge it."""
        async with self._storing:
            batch, self._batch = self._batch, _Batch()
            if batch.updates:
                try:
                    number = await self._storage.append(batch.updates)
                except BaseException:
                    self._put_back(batch)
                    raise
                self._log_updates += len(batch.updates)
                self._log_bytes += sum(len(update) for update, _ in batch.updates)
            self._acknowledge(batch.received)
            if batch.updates:
                await self._compact(number)

    async def settle(self) -> None:
        """Flush, then record the answers that changed.

        Raises
        ------
        Exception
            The first that was met; the other answers are recorded all the same.
        """
        async with self._recording:
            await self.flush()
            changed, self._document.changed = self._document.changed, {}
            failure: BaseException | None = None
            for identifier, author in changed.items():
                definition = self._document.definitions[identifier]
                try:
                    await self._storage.record(definition, self.value(definition), author)
                except LearningError:
                    _log.exception("The answer to %s is refused", identifier)
                except BaseException as error:  # noqa: BLE001 - raised below
                    self._document.changed.setdefault(identifier, author)
                    failure = failure or error
            if failure is not None:
                raise failure

    def value(self, definition: ExerciseDefinition) -> Any:
        """Read the raw value of an answer; whether it is one, `clean_value` decides."""
        return self._document.value(definition)

    def close(self) -> None:
        """Let go of everything that the library holds; call it when not `busy`."""
        for task in (self._flushing, self._settling, self._telling):
            if task is not None:
                task.cancel()
        self._document.close()

    def _synchronise(self, seat: _Seat, cursor: Cursor) -> None:
        kind = cursor.number()
        content = cursor.buffer()
        cursor.end()
        if kind == YSyncMessageType.SYNC_STEP1:
            lacking = self._document.beyond(content)
            answer = bytes([YMessageType.SYNC, YSyncMessageType.SYNC_STEP2])
            seat.peer.send(answer + _sized(lacking))
        elif kind in (YSyncMessageType.SYNC_STEP2, YSyncMessageType.SYNC_UPDATE):
            self._take(seat, content)
        else:
            msg = "an unknown step of synchronising"
            raise MalformedError(msg)

    def _take(self, seat: _Seat, update: bytes) -> None:
        if update != EMPTY_UPDATE:
            if not seat.peer.may_write:
                raise DocumentRefusedError(READ_ONLY)
            if (
                self._document.size + len(update) > LARGEST_DOCUMENT
                and self._document.exact_size + len(update) > LARGEST_DOCUMENT
            ):
                raise DocumentRefusedError(TOO_LARGE)
            self._document.apply(update, seat.peer.person_id)
            self._batch.updates.append((update, seat.peer.person_id))
            self._relay(seat, create_update_message(update))
            self._settle_soon()
        seat.received += 1
        self._batch.received[seat] = seat.received
        self._flush_soon()

    def _relay(self, sender: _Seat, message: bytes) -> None:
        for each in list(self._seats.values()):
            if each is not sender:
                # A peer that is gone must not keep the news from the others.
                with contextlib.suppress(Exception):
                    each.peer.send(message)

    def _tell_soon(self) -> None:
        if self._telling is None:
            loop = asyncio.get_running_loop()
            self._telling = loop.call_later(_AWARENESS_SECONDS, self._tell_all)

    def _tell_all(self) -> None:
        self._telling = None
        if self._awareness is not None:
            news = self._awareness.news()
            for each in list(self._seats.values()):
                self._tell(each, news)

    def _tell(self, seat: _Seat, states: States) -> None:
        message = self._awareness.message(states, seat) if self._awareness else None
        if message is not None:
            with contextlib.suppress(Exception):
                seat.peer.send(message)

    def _acknowledge(self, received: dict[_Seat, int]) -> None:
        for seat, count in received.items():
            if not seat.peer.wants_acks or self._seats.get(id(seat.peer)) is not seat:
                continue
            seat.acknowledged = max(seat.acknowledged, count)
            with contextlib.suppress(Exception):
                seat.peer.send(bytes([ACKNOWLEDGED]) + write_var_uint(seat.acknowledged))

    def _put_back(self, batch: _Batch) -> None:
        self._batch.updates[:0] = batch.updates
        for seat, count in batch.received.items():
            self._batch.received[seat] = max(count, self._batch.received.get(seat, 0))

    async def _compact(self, number: int) -> None:
        if self._log_updates < _COMPACT_UPDATES and self._log_bytes < _COMPACT_BYTES:
            return
        # It may hold a little more than the log: what comes twice does no harm.
        count = self._document.count
        snapshot = self._document.snapshot()
        self._log_updates = self._log_bytes = 0
        if snapshot is None:
            return
        try:
            if await self._storage.compact(snapshot, number):
                self._document.replace_log(snapshot, count)
        except CohortbookError:
            _log.exception("A document could not be compacted; its log is whole")

    def _flush_soon(self) -> None:
        if self._flushing is None or self._flushing.done():
            self._flushing = asyncio.create_task(
                _keep_trying(self.flush, _BATCH_SECONDS, lambda: bool(self._batch.received))
            )

    def _settle_soon(self) -> None:
        if self._settling is None or self._settling.done():
            self._settling = asyncio.create_task(
                _keep_trying(self.settle, _SETTLE_SECONDS, lambda: bool(self._document.changed))
            )


def _sized(content: bytes) -> bytes:
    return write_var_uint(len(content)) + content


async def _keep_trying(
    work: Callable[[], Awaitable[None]], after: float, more: Callable[[], bool]
) -> None:
    """Do the work a little later, again while there is more of it, and until it succeeds."""
    pause = after
    while True:
        await asyncio.sleep(pause)
        pause = after
        try:
            await work()
        except Exception:  # noqa: BLE001 - whatever it is, what people typed is still here
            # Nothing is acknowledged until it worked: meanwhile people see "saving".
            _log.exception("A document could not be kept; trying again")
            pause = _RETRY_SECONDS
            continue
        if not more():
            return
