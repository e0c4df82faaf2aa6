"""The shared documents of a room, over y-protocols."""

from __future__ import annotations

import asyncio
from typing import ClassVar

from cohortbook.live.document import TOO_LARGE, DocumentRefusedError, LiveDocument
from cohortbook.live.documents import DocumentKey
from cohortbook.server.handlers.socket import RoomSocket

LARGEST_MESSAGE = 2**20  # bytes


class DocumentSocket(RoomSocket):
    """The group's document: members write, mentors and facilitators read along."""

    PERMISSIONS: ClassVar = {"get": "room.join"}
    WRITE: ClassVar[str] = "answer.write"
    person_id: str
    name: str
    may_write = False
    wants_acks = False
    _document: LiveDocument | None = None
    _key: DocumentKey

    def key(self) -> DocumentKey:
        """Return which document this is about."""
        return DocumentKey(self.room)

    async def begin(self) -> None:
        """Join the document."""
        self.person_id, self.name = self.me.person_id, self.me.name
        self.may_write = self.may(self.WRITE)
        self.wants_acks = self.get_query_argument("acks", "") == "1"
        self._key = self.key()
        document = await self.services.documents.get(self._key)
        if self.ws_connection is not None and not self.ws_connection.is_closing():
            self._document = document
            document.join(self)
        else:
            await self.services.documents.release(self._key)

    async def on_message(self, message: str | bytes) -> None:
        """Take what the peer sends."""
        if self._document is None or not isinstance(message, bytes):
            return
        if len(message) > LARGEST_MESSAGE:
            self.close(TOO_LARGE, "the message is larger than may be")
            return
        self.may_write = self.may(self.WRITE)
        try:
            self._document.receive(self, message)
        except DocumentRefusedError as error:
            self.close(error.close_code, error.message)

    def send(self, message: bytes) -> None:
        """Send to the peer."""
        self.write_soon(message)

    def end(self) -> None:
        """Leave the document; nobody on it means that it can be let go."""
        if self._document is not None:
            self._document.leave(self)
            releasing = asyncio.create_task(self.services.documents.release(self._key))
            releasing.add_done_callback(lambda done: done.cancelled() or done.exception())


class OwnDocumentSocket(DocumentSocket):
    """What a member answers alone: for nobody's eyes but theirs."""

    PERMISSIONS: ClassVar = {"get": "answer.see-own"}
    WRITE: ClassVar[str] = "answer.write-own"

    def key(self) -> DocumentKey:
        """Return the member's own document."""
        return DocumentKey(self.room, self.me.person_id)
