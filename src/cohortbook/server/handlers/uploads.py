"""Files that people answer with: taken in, and shown to whoever may see the answer."""

from __future__ import annotations

from collections.abc import Awaitable
from typing import ClassVar
from urllib.parse import quote

from tornado.web import HTTPError, stream_request_body

from cohortbook.access.permissions import allows
from cohortbook.learning.errors import UploadTooLarge
from cohortbook.learning.upload_content import kept_content
from cohortbook.learning.uploads import Upload
from cohortbook.server.handlers.base import Handler
from cohortbook.server.handlers.room import RoomHandler
from cohortbook.workbook.exercise import ExerciseDefinition
from cohortbook.workbook.kinds.upload import clean_name

_MEGABYTE = 1_000_000
# A browser that sends too much hears why only if we let it finish.
_LARGEST_HEARD = 100 * _MEGABYTE


@stream_request_body
class UploadsHandler(RoomHandler):
    """The files of an answer; the request's body is the file."""

    PERMISSIONS: ClassVar = {"post": "upload.add"}

    _largest = 0
    _received: bytearray
    _too_large = False
    # An answer before the body has come would end the connection, and be lost with it.
    _refused: HTTPError | None = None

    def prepare(self) -> Awaitable[None] | None:
        """Find out whether they may, before anything of the file is kept."""
        self._received = bytearray()
        try:
            prepared = super().prepare()
            self._largest = int(self._asked.options["largest_mb"]) * _MEGABYTE
        except HTTPError as refused:
            self._refused = refused
            return None
        self.request.connection.set_max_body_size(_LARGEST_HEARD)  # type: ignore[union-attr]
        return prepared

    def data_received(self, chunk: bytes) -> None:
        """Keep a part of the file, unless it is too much."""
        if self._refused is not None:
            return
        self._too_large = self._too_large or len(self._received) + len(chunk) > self._largest
        if self._too_large:
            self._received.clear()
        else:
            self._received += chunk

    async def post(self, **_path: str) -> None:
        """Keep it, and say what it is."""
        if self._refused is not None:
            raise self._refused
        if self._too_large:
            msg = f"The file is larger than {self._largest // _MEGABYTE} MB."
            raise UploadTooLarge(msg)
        exercise, services = self._asked, self.services
        kept = await services.run(kept_content, bytes(self._received), exercise.options["accept"])
        name = clean_name(self.get_query_argument("name", ""))
        upload = await services.store(
            services.uploads.add, self.room, exercise, self.me.person_id, name, kept
        )
        self.send_json(upload.to_json(), 201)

    @property
    def _asked(self) -> ExerciseDefinition:
        exercise = self.exercise(self.path_kwargs["exercise_id"])
        if exercise.kind != "upload":
            raise HTTPError(404)
        return exercise


class UploadHandler(Handler):
    """A file, for whoever may see the answer that it belongs to."""

    PERMISSIONS: ClassVar = {"get": "file.see", "head": "file.see"}

    async def get(self, upload_id: str) -> None:
        """Send it: pictures to be shown, everything else to be saved."""
        await self._send(upload_id, small=False)

    head = get

    async def _send(self, upload_id: str, *, small: bool) -> None:
        services = self.services
        upload = await services.run(services.uploads.get, upload_id)
        if not await self._may_see(upload):
            raise HTTPError(403)
        try:
            content = await services.run(services.uploads.content, upload, small=small)
        except OSError:
            raise HTTPError(404) from None
        self.set_header("Content-Type", "image/webp" if small else _sent_as(upload))
        self.set_header("Cache-Control", "private, max-age=86400, immutable")
        # Opened by itself it is a document: it may show itself, and nothing else.
        self.set_header("Content-Security-Policy", "default-src 'none'; img-src 'self'; sandbox")
        if not upload.is_picture:
            name = quote(upload.name, safe="")
            self.set_header("Content-Disposition", f"attachment; filename*=UTF-8''{name}")
        self.finish(content)

    async def _may_see(self, upload: Upload) -> bool:
        services = self.services
        own = services.resource(upload.room, upload.person_id)
        if allows("upload.see-own", self.principal, own):
            return True
        if not allows("upload.see", self.principal, services.resource(upload.room)):
            return False
        if not upload.individual:
            return True
        state = await services.run(services.individual.state, upload.room, upload.exercise_id)
        return any(each.person_id == upload.person_id for each in state.answers)


class SmallUploadHandler(UploadHandler):
    """A picture, small."""

    async def get(self, upload_id: str) -> None:
        """Send it."""
        await self._send(upload_id, small=True)

    head = get


def _sent_as(upload: Upload) -> str:
    text = upload.media_type == "text/plain"
    return f"{upload.media_type}; charset=utf-8" if text else upload.media_type
