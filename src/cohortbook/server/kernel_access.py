"""Who may reach a kernel: the people of its room, and only to move its widgets."""

from __future__ import annotations

import json
import struct
from collections.abc import Callable
from http import HTTPStatus
from typing import Any

from jupyter_client.jsonutil import json_default
from jupyter_server.auth.authorizer import Authorizer
from jupyter_server.auth.decorator import authorized
from jupyter_server.auth.identity import IdentityProvider, User
from jupyter_server.base.handlers import APIHandler
from tornado.ioloop import PeriodicCallback
from tornado.web import HTTPError, RequestHandler, authenticated
from tornado.websocket import WebSocketProtocol, WebSocketProtocol13
from voila.tornado.kernel_websocket_handler import VoilaKernelWebsocketHandler

from cohortbook.access.permissions import Resource, allows
from cohortbook.access.principal import Principal
from cohortbook.learning.rooms import OwnRoom, RoomKey
from cohortbook.server.security import HEADERS

PrincipalOf = Callable[[RequestHandler], Principal | None]
RoomOf = Callable[[str], RoomKey | None]
ResourceOf = Callable[..., Resource]

# What a widget needs. A member cannot run code, nor interrupt, restart or end
# the kernel.
MESSAGES = (
    "comm_open",
    "comm_close",
    "comm_msg",
    "comm_info_request",
    "kernel_info_request",
)


# The only form of message that is spoken. Voila reads every message that is bytes as if
# it had this form, and does not come to an end with one that has another.
PROTOCOL = "v1.kernel.websocket.jupyter.org"
_NUMBER = 8  # bytes
# Where the channel, the four parts of a message, and the end are.
_FEWEST = 6
_MALFORMED = 4400

_RECHECK_MILLISECONDS = 5000


class RoomIdentity(IdentityProvider):
    """Tells Jupyter's handlers who asks, from our own session cookie.

    There is no token, and no other way in.
    """

    def get_user(self, handler: RequestHandler) -> User | None:
        """Return who asks, or None for somebody who is not signed in."""
        principal = principal_of(handler)
        return User(username=principal.person_id, name=principal.name) if principal else None

    def is_token_authenticated(self, handler: RequestHandler) -> bool:  # noqa: ARG002
        """Say no: a request that brings a token is not trusted for it."""
        return False

    def get_handlers(self) -> list[Any]:
        """Return none: signing in is done elsewhere."""
        return []


class RoomAuthorizer(Authorizer):
    """Lets through to a kernel whom the permission table lets into its room."""

    def is_authorized(
        self,
        handler: RequestHandler,
        user: User,  # noqa: ARG002 - the same person, asked for again where it is used
        action: str,  # noqa: ARG002
        resource: str,
    ) -> bool:
        """Say whether the kernel that the request names may be used."""
        if resource != "kernels":
            return False
        room_of: RoomOf = handler.settings["room_of_kernel"]
        resource_of: ResourceOf = handler.settings["resource_of_room"]
        room = room_of(handler.path_kwargs.get("kernel_id", ""))
        if room is None:
            return False
        if isinstance(room, OwnRoom):
            own = resource_of(room.room, room.person_id)
            return allows("kernel.use-own", principal_of(handler), own)
        return allows("kernel.use", principal_of(handler), resource_of(room))


class RoomKernelHandler(APIHandler):
    """What Voila's front-end asks of a kernel before it connects; nothing can be changed."""

    SUPPORTED_METHODS = ("GET",)
    auth_resource = "kernels"

    def set_default_headers(self) -> None:
        """Tell the browser what it must not do."""
        super().set_default_headers()
        _set_our_headers(self)

    def write_error(self, status_code: int, **_told: Any) -> None:
        """Tell an error as our own API does."""
        _tell_error(self, status_code)

    @authenticated
    @authorized
    async def get(self, kernel_id: str) -> None:
        """Send the kernel's model."""
        manager: Any = self.kernel_manager
        model = manager.kernel_model(kernel_id)
        self.finish(json.dumps(model, default=json_default))


class RoomChannelsHandler(VoilaKernelWebsocketHandler):  # type: ignore[misc]
    """The WebSocket of a room's widgets."""

    _recheck: PeriodicCallback | None = None

    def set_default_headers(self) -> None:
        """Tell the browser what it must not do."""
        super().set_default_headers()
        _set_our_headers(self)

    def write_error(self, status_code: int, **_told: Any) -> None:
        """Tell an error as our own API does."""
        _tell_error(self, status_code)

    def get_websocket_protocol(self) -> WebSocketProtocol | None:
        """Leave pings to Jupyter's handler: Tornado would take its milliseconds for seconds."""
        protocol: WebSocketProtocol | None = super().get_websocket_protocol()
        if isinstance(protocol, WebSocketProtocol13):
            protocol.params.ping_interval = 0
        return protocol

    async def open(self, kernel_id: str) -> None:
        """Connect, without waiting to fill packets: a slider's answer is small."""
        self.set_nodelay(True)
        await super().open(kernel_id)
        self._recheck = PeriodicCallback(self._leave_if_it_must, _RECHECK_MILLISECONDS)
        self._recheck.start()

    def on_close(self) -> None:
        """End."""
        if self._recheck is not None:
            self._recheck.stop()
            self._recheck = None
        super().on_close()

    def on_message(self, message: str | bytes) -> None:
        """Pass a message on, unless whoever sends it has left the room meanwhile."""
        if not _is_whole(message):
            self.close(_MALFORMED)
        elif self._may_stay():
            super().on_message(message)

    def _leave_if_it_must(self) -> None:
        self._may_stay()

    def _may_stay(self) -> bool:
        """Close when the session ended or the role did; say whether neither is so."""
        may = self.authorizer.is_authorized(self, self.current_user, "execute", "kernels")
        if not may:
            self.close(4403)
        return bool(may)

    async def pre_get(self) -> None:
        """Refuse kernels that are gone, and other protocols, before Jupyter looks at them."""
        if self.kernel_id not in self.kernel_manager:
            raise HTTPError(404)
        offered = self.request.headers.get("Sec-WebSocket-Protocol", "")
        if PROTOCOL not in [each.strip() for each in offered.split(",")]:
            raise HTTPError(400)
        await super().pre_get()


def _is_whole(message: str | bytes) -> bool:
    """Say whether the table at a message's beginning is all there, and in order."""
    if not isinstance(message, bytes) or len(message) < _NUMBER:
        return False
    count = int.from_bytes(message[:_NUMBER], "little")
    if not _FEWEST <= count <= len(message) // _NUMBER - 1:
        return False
    table = message[_NUMBER : _NUMBER * (count + 1)]
    offsets = [number for (number,) in struct.iter_unpack("<Q", table)]
    return offsets == sorted(offsets) and offsets[-1] <= len(message)


def principal_of(handler: RequestHandler) -> Principal | None:
    """Return who asks, as our own handlers see it."""
    ask: PrincipalOf = handler.settings["principal_of"]
    return ask(handler)


def _tell_error(handler: RequestHandler, status: int) -> None:
    phrase = HTTPStatus(status).phrase
    error = {"code": phrase.lower().replace(" ", "-"), "message": phrase}
    handler.set_header("Content-Type", "application/json")
    handler.finish(json.dumps({"error": error}))


def _set_our_headers(handler: RequestHandler) -> None:
    for name, value in HEADERS.items():
        handler.set_header(name, value)
    handler.clear_header("Server")
