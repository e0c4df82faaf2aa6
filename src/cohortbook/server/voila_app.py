"""Voila, holding rooms instead of a kernel for each visit."""

from __future__ import annotations

import logging
import shutil
import tempfile
from collections.abc import Sequence
from functools import cached_property
from pathlib import Path
from typing import Any

import tornado.web
from traitlets.config import Config
from voila.app import Voila
from voila.configuration import VoilaConfiguration
from voila.utils import get_page_config

from cohortbook.server.kernel_access import (
    MESSAGES,
    PrincipalOf,
    ResourceOf,
    RoomAuthorizer,
    RoomChannelsHandler,
    RoomIdentity,
    RoomKernelHandler,
    RoomOf,
)
from cohortbook.server.widget_extensions import find_widget_extensions

# Voila's own widget manager, and the library that it draws with. Beside them only
# extensions that bring widgets are of use on our pages.
EXTENSIONS = ("@voila-dashboards/widgets-manager8", "@jupyter-widgets/jupyterlab-manager")

_KERNEL = r"(?P<kernel_id>[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12})"
# A socket's whole name may have 107 bytes, of which a kernel's id and what the
# library adds take 60.
_LONGEST_FOLDER = 45

_log = logging.getLogger(__name__)


class CohortbookVoila(Voila):  # type: ignore[misc]
    """Voila's application: its kernels, its WebSocket, its front-end, and no pages.

    What it would serve by itself (a page and a kernel for each visit, the tree,
    contents, files, shutting kernels down) is left out. Nothing is read from
    configuration files: what a server allows must not depend on the folder that
    it was started in.

    Parameters
    ----------
    secret : bytes
        Signs Jupyter's cookies; we set none.
    """

    def __init__(self, secret: bytes) -> None:
        super().__init__(
            config=Config(
                {
                    "KernelManager": {
                        # A kernel that the library restarts is without the stamp's cells.
                        "autorestart": False,
                        "transport": "ipc",
                    },
                    # What a kernel says while nobody listens would pile up.
                    "MappingKernelManager": {"buffer_offline_messages": False},
                }
            ),
            identity_provider_class=RoomIdentity,
            authorizer_class=RoomAuthorizer,
            cookie_secret=secret,
            log_level=logging.WARNING,
        )
        self.voila_configuration = VoilaConfiguration(parent=self)
        self.widget_extensions = find_widget_extensions(self.extension_folders)
        self.voila_configuration.extension_allowlist = self.extension_names
        self.setup_template_dirs()
        self.connection_dir = _folder_for_sockets()
        if len(self.connection_dir) > _LONGEST_FOLDER:
            self.config.KernelManager.transport = "tcp"
        self._settings = self.init_settings()

    def init_settings(self) -> dict[str, Any]:
        """Return Voila's settings, with fewer messages let through to kernels."""
        settings: dict[str, Any] = super().init_settings()
        self.kernel_manager.allowed_message_types = list(MESSAGES)
        return settings

    def init_handlers(self) -> list[Any]:
        """Return what Jupyter and Voila answer: a kernel's model and its WebSocket."""
        return [
            (rf"/api/kernels/{_KERNEL}", RoomKernelHandler),
            (rf"/api/kernels/{_KERNEL}/channels", RoomChannelsHandler),
        ]

    def application(  # noqa: PLR0913 - this is where Voila and we come together
        self,
        routes: Sequence[Any],
        *,
        principal_of: PrincipalOf,
        room_of_kernel: RoomOf,
        resource_of_room: ResourceOf,
        not_found: type[tornado.web.RequestHandler],
        not_found_arguments: dict[str, Any],
    ) -> tornado.web.Application:
        """Return the web application.

        Parameters
        ----------
        routes : sequence
            Ours; they come before Voila's.
        principal_of : callable
            Tells who sent a request.
        room_of_kernel : callable
            Tells which room a kernel belongs to.
        resource_of_room : callable
            Gives a room, and whose thing in it, as the permission table needs it.
        not_found : type
            Answers where nothing else does.
        not_found_arguments : dict
            For its ``initialize``.
        """
        self.app = tornado.web.Application(
            [*routes, *self.init_handlers()],
            **self._settings
            | {
                "principal_of": principal_of,
                "room_of_kernel": room_of_kernel,
                "resource_of_room": resource_of_room,
                "allow_remote_access": True,
                "xsrf_cookies": True,
                "xsrf_cookie_kwargs": {"samesite": "Lax"},
                "websocket_ping_interval": 20,
                "websocket_ping_timeout": 20,
                # For Jupyter's own handler, in milliseconds. It looks for the last pong
                # when it sends the next ping: that one is always an interval old.
                "ws_ping_interval": 20_000,
                "ws_ping_timeout": 50_000,
                "websocket_max_message_size": 1024 * 1024,
                "log_function": _log_request,
                "default_handler_class": not_found,
                "default_handler_args": not_found_arguments,
            },
        )
        return self.app

    @property
    def static_folders(self) -> list[Path]:
        """Where Voila's front-end lies."""
        return [Path(each) for each in self.static_paths]

    @property
    def extension_names(self) -> list[str]:
        """Which of the extensions that are installed may be loaded by our pages."""
        return [*EXTENSIONS, *(each.name for each in self.widget_extensions)]

    @property
    def extension_folders(self) -> list[Path]:
        """Where the extensions that draw widgets lie."""
        return [Path(each) for each in self.labextensions_path if Path(each).is_dir()]

    def page_config(self, kernel_id: str) -> dict[str, Any]:
        """Return what Voila's front-end reads from the page to draw a kernel's widgets."""
        return self._front_end | {"kernelId": kernel_id}

    @cached_property
    def _front_end(self) -> dict[str, Any]:
        found: dict[str, Any] = get_page_config(
            base_url=self.base_url,
            settings=self._settings,
            log=self.log,
            voila_configuration=self.voila_configuration,
        )
        return found | {
            "baseUrl": self.base_url,
            # "null" in both makes it take the MathJax that it brings along; anything
            # else is fetched from another host.
            "fullMathjaxUrl": "null",
            "mathjaxConfig": "null",
            # Means that no theme is loaded: the page has its own colours.
            "jupyterLabTheme": "light",
        }

    def forget_connections(self) -> None:
        """Let go of what talks to kernels and remove their sockets, once they are ended."""
        # Left to the collector it may be found before the manager that would end it.
        self.kernel_manager.context.destroy(linger=0)
        shutil.rmtree(self.connection_dir, ignore_errors=True)


def _folder_for_sockets() -> str:
    return tempfile.mkdtemp(prefix="cohortbook-")


def _log_request(handler: tornado.web.RequestHandler) -> None:
    if handler.get_status() >= 500 and handler.get_status() != 503:
        request = handler.request
        _log.error("%s %s: %d", request.method, request.path, handler.get_status())
