"""The live documents of a server: at most one of each, loaded when needed."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable, Coroutine, Sequence
from dataclasses import dataclass
from typing import Any

from cohortbook.learning.rooms import RoomKey
from cohortbook.live.document import LiveDocument
from cohortbook.workbook.exercise import ExerciseDefinition

_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class DocumentKey:
    """Names a document.

    Parameters
    ----------
    room : RoomKey
        Where it belongs.
    person_id : str or None
        Whose own document it is; None for the group's.
    """

    room: RoomKey
    person_id: str | None = None

    def __str__(self) -> str:
        """Render as the store names it."""
        return f"{self.room}#{self.person_id}" if self.person_id else str(self.room)


Opener = Callable[[DocumentKey], Coroutine[Any, Any, LiveDocument]]


class LiveDocuments:
    """Opens documents once, however many ask, and lets go of them when nobody does.

    Parameters
    ----------
    opener : callable
        Loads a document.
    definitions : callable
        Returns the exercises of a room as its stamp has them now.
    """

    def __init__(
        self,
        opener: Opener,
        definitions: Callable[[DocumentKey], Sequence[ExerciseDefinition]],
    ) -> None:
        self._opener = opener
        self._definitions = definitions
        self._open: dict[DocumentKey, asyncio.Task[LiveDocument]] = {}

    async def get(self, key: DocumentKey) -> LiveDocument:
        """Return a document, loading it if nobody has it open."""
        opening = self._open.get(key)
        if opening is None:
            opening = self._open[key] = asyncio.create_task(self._opener(key))
        try:
            document = await asyncio.shield(opening)
        except Exception:
            self._open.pop(key, None)
            raise
        document.define(self._definitions(key))
        return document

    async def settle(self, key: DocumentKey) -> None:
        """See that the answers in a document are recorded as they are now."""
        # Also when nobody has it open: a crash may have left them unrecorded.
        await (await self.get(key)).settle()
        await self.release(key)

    async def release(self, key: DocumentKey) -> None:
        """Let go of a document that nobody uses, once all of it is kept."""
        opening = self._open.get(key)
        if opening is None or not opening.done() or opening.cancelled() or opening.exception():
            return
        document = opening.result()
        await document.settle()
        if not document.busy and self._open.get(key) is opening:
            del self._open[key]
            document.close()

    async def close(self) -> None:
        """Keep everything; called when the server stops."""
        for key, opening in list(self._open.items()):
            try:
                await (await opening).settle()
            except Exception:  # noqa: BLE001 - the others are to be kept too
                _log.exception("Document %s could not be kept at the end", key)
