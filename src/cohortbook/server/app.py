"""Serving a cohort: everything put together, from the files to the port."""

from __future__ import annotations

import asyncio
import contextlib
import errno
import os
import re
import signal
import socket
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path
from typing import Any

from tornado.httpserver import HTTPServer
from tornado.web import RequestHandler

from cohortbook.access.principal import Principal
from cohortbook.access.secret import load_secret
from cohortbook.cohort.served import ServedCohort
from cohortbook.errors import CohortbookError
from cohortbook.learning.rooms import RoomKey
from cohortbook.live.kernels import RoomKernels
from cohortbook.live.revivals import RoomRevivals
from cohortbook.live.room import RoomLimits
from cohortbook.live.rooms import RoomKeeper
from cohortbook.server.assets import Assets
from cohortbook.server.handlers.base import SESSION_COOKIE, Unknown
from cohortbook.server.messages.settings import MessageOptions, message_settings
from cohortbook.server.render import PageRenderer
from cohortbook.server.routes import routes
from cohortbook.server.services import Services
from cohortbook.server.stamps import Stamps
from cohortbook.server.static import A_DAY, StaticFiles, StaticHandler
from cohortbook.server.voila_app import CohortbookVoila
from cohortbook.store.blobs import Blobs
from cohortbook.store.database import Database
from cohortbook.workbook.kernel_environment import environment_of
from cohortbook.workbook.programme import read_programme

# Far more than any request of ours has; nobody fills the memory before we know who it is.
_LARGEST_BODY = 2**20  # bytes


class PortTakenError(CohortbookError):
    """Something else listens there already, or we may not."""

    code = "port-taken"


@dataclass(frozen=True, slots=True)
class ServeOptions:
    """What `serve` is told.

    Parameters
    ----------
    programme, outputs, data : pathlib.Path
        The programme's folder, where its stamps are, and where people's work is
        kept.
    ip : str
        Address to listen on.
    port : int
        0 takes a free one.
    kernels : int
        The most kernels at once.
    idle_minutes : float
        How long a kernel outlives the last person in its room.
    revivals : int
        The most workbooks that stay ready to be opened without running their cells.
    print_links : bool
        Whether the command line prints a join link for each person.
    messages : MessageOptions
        How people are reached outside the pages.
    """

    programme: Path
    outputs: Path
    data: Path
    ip: str = "127.0.0.1"
    port: int = 8866
    kernels: int = 20
    idle_minutes: float = 30
    revivals: int = 8
    print_links: bool = False
    messages: MessageOptions = field(default_factory=MessageOptions)


@dataclass(frozen=True, slots=True)
class Serving:
    """A server that listens.

    Parameters
    ----------
    options : ServeOptions
    url : str
        Where it is reached, without a slash at the end.
    services : Services
    """

    options: ServeOptions
    url: str
    services: Services


def serve(options: ServeOptions, on_ready: Callable[[Serving], None] | None = None) -> None:
    """Serve a stamped cohort until a signal ends it.

    Parameters
    ----------
    options : ServeOptions
    on_ready : callable, optional
        Told once the port is open.

    Raises
    ------
    CohortbookError
        If the programme, its stamps, the data folder or the port cannot be used.
    """
    asyncio.run(_serve(options, on_ready))


async def _serve(options: ServeOptions, on_ready: Callable[[Serving], None] | None) -> None:
    ended = asyncio.Event()
    loop = asyncio.get_running_loop()
    for number in (signal.SIGINT, signal.SIGTERM):
        # Not everywhere, and not in every thread.
        with contextlib.suppress(NotImplementedError, ValueError, RuntimeError):
            loop.add_signal_handler(number, ended.set)
    async with serving(options) as started:
        if on_ready:
            on_ready(started)
        await ended.wait()


@contextlib.asynccontextmanager
async def serving(options: ServeOptions) -> Any:
    """Serve for as long as the block runs.

    Yields
    ------
    Serving
    """
    cohort = read_programme(options.programme).cohort
    served = ServedCohort(cohort)
    messages = message_settings(cohort, options.messages, os.environ)
    stamps = Stamps(options.outputs / cohort.id, served, options.programme)
    assets = Assets.built()
    listening = _bind(options)
    try:
        database = Database.in_folder(options.data)
        database.migrate()
        secret = load_secret(options.data)
        voila = CohortbookVoila(secret)
        kernels = RoomKernels(
            voila.kernel_manager,
            environment=environment_of(cohort, options.programme, (options.outputs, options.data)),
            revivals=RoomRevivals(options.revivals),
        )
        keeper = RoomKeeper(
            kernels,
            stamps.file,
            PageRenderer(stamps.page_context, assets),
            limits=RoomLimits(
                kernels=options.kernels, idle=timedelta(minutes=options.idle_minutes)
            ),
        )

        extensions = [each.to_json() for each in voila.widget_extensions]

        def widget_config(room: RoomKey) -> dict[str, Any] | None:
            live = keeper.kernel(room)
            if live is None:
                return None
            return {
                "kernel_id": live.kernel_id,
                "extensions": extensions,
                "page_config": voila.page_config(live.kernel_id),
                "outputs": dict(live.outputs),
            }

        services = Services(
            cohort=served,
            database=database,
            blobs=Blobs(options.data / "uploads"),
            secret=secret,
            stamps=stamps,
            keeper=keeper,
            widget_config=widget_config,
            assets=assets,
            messages=messages,
        )
        services.membership.follow(cohort)
        services.organising.resume()
        if services.messaging is not None:
            # Where messages begin is settled before anybody can do what is told of.
            services.messaging.outbox.make_messages()
    except BaseException:
        listening.close()
        raise

    def principal_of(handler: RequestHandler) -> Principal | None:
        token = handler.get_cookie(SESSION_COOKIE)
        return services.sign_in.principal(token) if token else None

    application = voila.application(
        [*routes(services, voila.static_folders), _extensions(services, voila)],
        principal_of=principal_of,
        room_of_kernel=keeper.room_of_kernel,
        resource_of_room=services.resource,
        not_found=Unknown,
        not_found_arguments={"services": services},
    )
    server = HTTPServer(application, xheaders=True, max_body_size=_LARGEST_BODY)
    server.add_socket(listening)
    port = listening.getsockname()[1]
    loop = asyncio.get_running_loop()
    kept = [
        _warm(kernels, stamps),
        keeper.keep(),
        services.keep_sessions_known(),
        services.keep_uploads_swept(),
        services.scheduled_reveals.keep(),
        services.nudging.keep(),
    ]
    if services.messaging is not None:
        kept.append(services.messaging.postman.keep())
    await services.make_missing_copies()
    keeping = [loop.create_task(each) for each in kept]
    try:
        yield Serving(options, f"http://{_shown(options.ip)}:{port}", services)
    finally:
        server.stop()
        for each in keeping:
            each.cancel()
        await asyncio.gather(*keeping, return_exceptions=True)
        await services.close()
        voila.forget_connections()
        await server.close_all_connections()


async def _warm(kernels: RoomKernels, stamps: Stamps) -> None:
    with contextlib.suppress(OSError):
        if await asyncio.to_thread(stamps.show_widgets):
            await kernels.warm()


def _bind(options: ServeOptions) -> socket.socket:
    try:
        family, *_, address = socket.getaddrinfo(
            options.ip, options.port, type=socket.SOCK_STREAM, flags=socket.AI_PASSIVE
        )[0]
        listening = socket.create_server(address[:2], family=family, backlog=128)
    except OSError as error:
        where = f"{_shown(options.ip)}:{options.port}"
        if error.errno == errno.EADDRINUSE:
            message = f"Something else listens on {where} already."
            mend = "End it, or choose another port with --port."
        else:
            message = f"It is not possible to listen on {where}: {error.strerror or error}."
            mend = "Choose another address with --ip, or another port with --port."
        raise PortTakenError(message, mend=mend) from error
    listening.setblocking(False)  # noqa: FBT003 - the library's own
    return listening


def _extensions(services: Services, voila: CohortbookVoila) -> tuple[str, Any, dict[str, Any]]:
    names = "|".join(re.escape(each) for each in voila.extension_names)
    return (
        rf"/voila/labextensions/(?P<name>(?:{names})/static/.+)",
        StaticHandler,
        {
            "services": services,
            "files": StaticFiles(voila.extension_folders),
            "caching": A_DAY,
        },
    )


def _shown(ip: str) -> str:
    return f"[{ip}]" if ":" in ip else ip
