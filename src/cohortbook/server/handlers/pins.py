"""Kept states of simulations: taken in, listed, removed, and shown where they are spoken of."""

from __future__ import annotations

import binascii
from base64 import b64decode
from typing import Annotated, ClassVar

from pydantic import BaseModel, ConfigDict, Field
from tornado.web import HTTPError

from cohortbook.access.permissions import Resource, allows
from cohortbook.learning.pins import Pin
from cohortbook.learning.upload_content import KeptContent, kept_content
from cohortbook.server.handlers.base import Handler
from cohortbook.server.handlers.room import RoomHandler

_Text = Annotated[str, Field(max_length=1000)]
_One = bool | int | float | _Text | None
_Several = Annotated[list[_One], Field(max_length=50)]


class Setting(BaseModel):
    """How one control is set.

    Parameters
    ----------
    place : int
        Which control of its cell, in the order in which its widgets are found.
    key : str
        Name of the trait.
    value : object
        What it is set to.
    label : str
        What the control is called.
    shown : str or None
        The value in words, where it is but a number for them.
    """

    model_config = ConfigDict(extra="forbid")

    place: Annotated[int, Field(ge=0, le=10_000)]
    key: Annotated[str, Field(max_length=40)]
    value: _One | _Several | Annotated[dict[_Text, _One], Field(max_length=20)]
    label: Annotated[str, Field(max_length=200)]
    shown: Annotated[str, Field(max_length=500)] | None


class NewPin(BaseModel):
    """A state to be kept; its picture as base64."""

    model_config = ConfigDict(extra="forbid")

    cell_id: Annotated[str, Field(min_length=1, max_length=200)]
    settings: Annotated[list[Setting], Field(max_length=60)]
    picture: str | None


class PinsHandler(RoomHandler):
    """All kept states of a room."""

    PERMISSIONS: ClassVar = {"get": "pin.see", "post": "pin.keep"}
    # A picture of two pixels to one of the screen's is about a tenth of this.
    LARGEST_BODY: ClassVar = 1024 * 1024

    async def get(self, **_path: str) -> None:
        """Send them, oldest first."""
        found = await self.services.run(self.services.pins.in_room, self.room)
        self.send_json([each.to_json() for each in found])

    async def post(self, **_path: str) -> None:
        """Keep one."""
        new, services = self.body(NewPin), self.services
        picture = None if new.picture is None else await services.run(_picture, new.picture)
        pin = await services.write(
            services.pins.keep,
            self.room,
            new.cell_id,
            [each.model_dump() for each in new.settings],
            picture,
            self.me.person_id,
            self.idempotency_key,
        )
        self.send_json(pin.to_json(), 201)


class PinHandler(RoomHandler):
    """One kept state."""

    PERMISSIONS: ClassVar = {"delete": "pin.see"}

    async def delete(self, pin_id: str, **_path: str) -> None:
        """Remove it. Whose it is only the store knows: the second question is put there."""
        services = self.services
        pin = await services.run(services.pins.get, pin_id)
        self.require("pin.remove", Resource(self.room.group, pin.by.id))
        await services.write(services.pins.remove, self.room, pin_id, self.me.person_id)
        self.set_status(204)
        self.finish()


class _SeenPinHandler(Handler):
    """A kept state that is named without its room, as in a comment."""

    PERMISSIONS: ClassVar = {"get": "file.see", "head": "file.see"}

    async def seen(self, pin_id: str) -> Pin:
        """Return it to whoever may see what happens in its room."""
        pin = await self.services.run(self.services.pins.get, pin_id)
        if not allows("pin.see", self.principal, Resource(pin.room.group)):
            raise HTTPError(403)
        return pin


class PinLinkHandler(_SeenPinHandler):
    """The way from where a state is spoken of to its simulation."""

    PERMISSIONS: ClassVar = {"get": "file.see"}

    async def get(self, pin_id: str) -> None:
        """Lead there."""
        pin = await self.seen(pin_id)
        self.redirect(f"/workbooks/{pin.room}#{pin.id.replace('_', '-', 1)}")


class PinPictureHandler(_SeenPinHandler):
    """What a kept state looked like."""

    async def get(self, pin_id: str) -> None:
        """Send the picture."""
        pin = await self.seen(pin_id)
        try:
            content = await self.services.run(self.services.pins.picture, pin)
        except OSError:
            raise HTTPError(404) from None
        self.set_header("Content-Type", "image/png")
        self.set_header("Cache-Control", "private, max-age=86400, immutable")
        self.set_header("Content-Security-Policy", "default-src 'none'; img-src 'self'; sandbox")
        self.finish(content)

    head = get


def _picture(encoded: str) -> KeptContent:
    try:
        data = b64decode(encoded, validate=True)
    except binascii.Error:
        raise HTTPError(400, "picture: not base64") from None
    kept = kept_content(data, ("image",))
    if kept.media_type != "image/png":
        raise HTTPError(400, "picture: not a PNG")
    return kept
