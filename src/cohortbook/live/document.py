"""One Y document while people work on it: relayed at once, durable soon, then acknowledged."""

from __future__ import annotations

import asyncio
import contextlib
import logging
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass, field
from typing import Any, Protocol

from pycrdt import (
    Decoder,
    Doc,
    Map,
    Text,
    YMessageType,
    YSyncMessageType,
    create_sync_message,
    create_update_message,
    handle_sync_message,
    write_var_uint,
)

from cohortbook.errors import CohortbookError
from cohortbook.learning.errors import LearningError
from cohortbook.workbook.exercise import ExerciseDefinition

ACKNOWLEDGED = 100  # message type; y-protocols uses small numbers
EMPTY_UPDATE = b"\x00\x00"
LARGEST_DOCUMENT = 8 * 2**20  # bytes
_BATCH_SECONDS = 0.06
_SETTLE_SECONDS = 1.0
_RETRY_SECONDS = 1.0
_COMPACT_UPDATES = 500
_COMPACT_BYTES = 2**20

_log = logging.getLogger(__name__)


MALFORMED, READ_ONLY, TOO_LARGE = 4400, 4403, 4413
_REFUSALS = {
    MALFORMED: "a message that is not one of y-protocols",
    READ_ONLY: "this peer may only read",
    TOO_LARGE: "the document is as large as may be",
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
    may_write: bool
    wants_acks: bool

    def send(self, message: bytes) -> None:
        """Send a binary message; must not block and may raise when gone."""


@dataclass(slots=True)
class _Standing:
    """How many updates a peer has sent, and how many of them it knows to be safe."""

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
        Puts a snapshot in the place of the updates up to a number.
    record : callable
        Keeps an answer: definition, raw value, who changed it last.
    """

    append: Callable[[Sequence[tuple[bytes, str | None]]], Awaitable[int]]
    compact: Callable[[bytes, int], Awaitable[bool]]
    record: Callable[[ExerciseDefinition, Any, str | None], Awaitable[None]]


@dataclass(slots=True)
class _Batch:
    updates: list[tuple[bytes, str | None]] = field(default_factory=list)
    received: dict[int, int] = field(default_factory=dict)


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
    ) -> None:
        self._doc: Doc[Any] = Doc()
        for each in updates:
            self._doc.apply_update(each)
        self._storage = storage
        self._peers: dict[int, Peer] = {}
        self._standings: dict[int, _Standing] = {}
        self._batch = _Batch()
        self._bytes = sum(len(each) for each in updates)
        self._log_updates, self._log_bytes = len(updates), self._bytes
        self._author: str | None = None
        self._definitions: dict[str, ExerciseDefinition] = {}
        self._dirty: dict[str, str | None] = {}
        self._watched: list[Any] = []
        self._flushing: asyncio.Task[None] | None = None
        self._settling: asyncio.Task[None] | None = None
        self._storing = asyncio.Lock()
        self.define(definitions)
        # What a crash left unrecorded is recorded now; what did not change is not.
        self._dirty = dict.fromkeys(self._definitions)

    def define(self, definitions: Sequence[ExerciseDefinition]) -> None:
        """Follow the answers to these exercises from now on."""
        for each in definitions:
            if each.id not in self._definitions and each.kind != "discuss":
                self._watch(each)
            self._definitions[each.id] = each

    @property
    def busy(self) -> bool:
        """Whether somebody is on it, or something is not kept yet."""
        return bool(self._peers or self._batch.received or self._batch.updates or self._dirty)

    def join(self, peer: Peer) -> None:
        """Take in a peer and ask what it knows that we do not."""
        self._peers[id(peer)] = peer
        self._standings[id(peer)] = _Standing()
        peer.send(create_sync_message(self._doc))
        self._settle_soon()

    def leave(self, peer: Peer) -> None:
        """Let a peer go; what it sent is kept all the same."""
        self._peers.pop(id(peer), None)
        self._standings.pop(id(peer), None)

    def receive(self, peer: Peer, message: bytes) -> None:
        """Take a message of a peer.

        Raises
        ------
        DocumentRefusedError
            If the peer may not write, the message is malformed, or the document
            would become too large. The document is as it was.
        """
        if not message:
            raise DocumentRefusedError(MALFORMED)
        if message[0] == YMessageType.AWARENESS:
            self._relay(peer, message)
        elif message[0] == YMessageType.SYNC:
            self._synchronise(peer, message[1:])

    async def flush(self) -> None:
        """Make everything received durable, and acknowledge it."""
        async with self._storing:
            batch, self._batch = self._batch, _Batch()
            if not batch.received and not batch.updates:
                return
            if batch.updates:
                try:
                    number = await self._storage.append(batch.updates)
                except BaseException:
                    self._put_back(batch)
                    raise
                self._log_updates += len(batch.updates)
                self._log_bytes += sum(len(update) for update, _ in batch.updates)
                await self._compact(number)
            self._acknowledge(batch.received)

    async def settle(self) -> None:
        """Flush, then record the answers that changed."""
        await self.flush()
        dirty, self._dirty = self._dirty, {}
        for identifier, author in dirty.items():
            definition = self._definitions[identifier]
            try:
                await self._storage.record(definition, self.value(definition), author)
            except LearningError:
                _log.exception("The answer to %s is refused", identifier)
            except BaseException:
                self._dirty = {**dirty, **self._dirty}
                raise

    def value(self, definition: ExerciseDefinition) -> Any:
        """Read the raw value of an answer; whether it is one, `clean_value` decides."""
        if definition.kind == "text":
            return str(self._doc.get(f"text:{definition.id}", type=Text))
        held = self._doc.get(f"value:{definition.id}", type=Map).to_py() or {}
        if definition.kind == "choice" and definition.options.get("many"):
            return [key for key, chosen in held.items() if chosen is True]
        return held.get("value")

    def _watch(self, definition: ExerciseDefinition) -> None:
        kind, prefix = (Text, "text") if definition.kind == "text" else (Map, "value")
        root = self._doc.get(f"{prefix}:{definition.id}", type=kind)

        def changed(_event: object) -> None:
            self._dirty[definition.id] = self._author

        self._watched.append(root.observe(changed))

    def _synchronise(self, peer: Peer, message: bytes) -> None:
        kind = message[0] if message else None
        reply, update = None, EMPTY_UPDATE
        try:
            if kind == YSyncMessageType.SYNC_STEP1:
                reply = handle_sync_message(message, self._doc)
            elif kind in (YSyncMessageType.SYNC_STEP2, YSyncMessageType.SYNC_UPDATE):
                update = Decoder(message[1:]).read_message() or EMPTY_UPDATE
        except Exception as error:
            raise DocumentRefusedError(MALFORMED) from error
        if reply is not None:
            peer.send(reply)
        elif kind in (YSyncMessageType.SYNC_STEP2, YSyncMessageType.SYNC_UPDATE):
            self._take(peer, update)
        else:
            raise DocumentRefusedError(MALFORMED)

    def _take(self, peer: Peer, update: bytes) -> None:
        if update != EMPTY_UPDATE:
            if not peer.may_write:
                raise DocumentRefusedError(READ_ONLY)
            if self._bytes + len(update) > LARGEST_DOCUMENT:
                self._bytes = len(self._doc.get_update())
                if self._bytes + len(update) > LARGEST_DOCUMENT:
                    raise DocumentRefusedError(TOO_LARGE)
            self._apply(peer, update)
        standing = self._standings[id(peer)]
        standing.received += 1
        self._batch.received[id(peer)] = standing.received
        self._flush_soon()

    def _apply(self, peer: Peer, update: bytes) -> None:
        self._author = peer.person_id
        try:
            self._doc.apply_update(update)
        except Exception as error:
            raise DocumentRefusedError(MALFORMED) from error
        finally:
            self._author = None
        self._bytes += len(update)
        self._batch.updates.append((update, peer.person_id))
        self._relay(peer, create_update_message(update))
        self._settle_soon()

    def _relay(self, sender: Peer, message: bytes) -> None:
        for each in list(self._peers.values()):
            if each is not sender:
                # A peer that is gone must not keep the news from the others.
                with contextlib.suppress(Exception):
                    each.send(message)

    def _acknowledge(self, received: dict[int, int]) -> None:
        for key, count in received.items():
            peer, standing = self._peers.get(key), self._standings.get(key)
            if peer is None or standing is None or not peer.wants_acks:
                continue
            standing.acknowledged = max(standing.acknowledged, count)
            with contextlib.suppress(Exception):
                peer.send(bytes([ACKNOWLEDGED]) + write_var_uint(standing.acknowledged))

    def _put_back(self, batch: _Batch) -> None:
        self._batch.updates[:0] = batch.updates
        for key, count in batch.received.items():
            self._batch.received[key] = max(count, self._batch.received.get(key, 0))

    async def _compact(self, number: int) -> None:
        if self._log_updates < _COMPACT_UPDATES and self._log_bytes < _COMPACT_BYTES:
            return
        if self._batch.updates:
            return  # The document holds more than is in the log: another time.
        snapshot = self._doc.get_update()
        try:
            await self._storage.compact(snapshot, number)
        except CohortbookError:
            _log.exception("A document could not be compacted; its log is whole")
            return
        self._bytes = self._log_bytes = len(snapshot)
        self._log_updates = 1

    def _flush_soon(self) -> None:
        if self._flushing is None or self._flushing.done():
            self._flushing = asyncio.create_task(
                _keep_trying(self.flush, _BATCH_SECONDS, lambda: bool(self._batch.received))
            )

    def _settle_soon(self) -> None:
        if self._settling is None or self._settling.done():
            self._settling = asyncio.create_task(
                _keep_trying(self.settle, _SETTLE_SECONDS, lambda: bool(self._dirty))
            )


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
