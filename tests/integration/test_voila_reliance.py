"""Everything that we rely on in Voila and its libraries beyond their promises.

When a new version of one of them comes, this file says whether it fits.
"""

from __future__ import annotations

import asyncio
import inspect
import json
import logging
import re
from pathlib import Path

import pytest
import websockets
import zmq
import zmq.asyncio
from jupyter_server.base.websocket import WebSocketMixin
from jupyter_server.services.kernels.kernelmanager import MappingKernelManager
from jupyter_server.services.kernels.websocket import KernelWebsocketHandler
from nbclient import NotebookClient
from nbconvert.filters.markdown_mistune import IPythonRenderer
from tornado.httpserver import HTTPServer
from tornado.netutil import bind_sockets
from tornado.web import Application, RequestHandler
from tornado.websocket import WebSocketHandler
from voila.app import Voila
from voila.execute import VoilaExecutor
from voila.exporter import VoilaExporter, VoilaMarkdownRenderer
from voila.tornado.kernel_websocket_handler import VoilaKernelWebsocketHandler

from cohortbook.access.permissions import Resource
from cohortbook.server.voila_app import EXTENSIONS, CohortbookVoila


def make_voila():
    async def make():
        return CohortbookVoila(b"a secret of at least thirty bytes")

    return asyncio.run(make())


@pytest.fixture(scope="module")
def voila():
    made = make_voila()
    yield made
    made.forget_connections()


@pytest.fixture(scope="module")
def front_end(voila):
    folder = next(each for each in voila.static_folders if (each / "voila.js").is_file())
    return {path.name: path.read_text() for path in Path(folder).glob("*voila.js")}


def test_the_application_can_be_made_without_reading_configuration_files(voila):
    assert isinstance(voila, Voila)
    assert not voila.loaded_config_files


def test_what_talks_to_kernels_is_closed_and_not_left_to_the_collector():
    voila = make_voila()
    kernel = voila.kernel_manager.kernel_manager_factory(parent=voila.kernel_manager)
    voila.forget_connections()
    assert kernel.context.closed
    assert not Path(voila.connection_dir).exists()


def test_only_messages_of_widgets_reach_a_kernel(voila):
    assert set(voila.kernel_manager.allowed_message_types) == {
        "comm_open",
        "comm_close",
        "comm_msg",
        "comm_info_request",
        "kernel_info_request",
    }


def test_kernels_are_not_restarted_behind_our_back(voila):
    kernel = voila.kernel_manager.kernel_manager_factory(parent=voila.kernel_manager)
    assert kernel.autorestart is False
    assert voila.kernel_manager.buffer_offline_messages is False
    assert isinstance(voila.kernel_manager, MappingKernelManager)


def test_nobody_gets_in_by_a_token(voila):
    assert voila.identity_provider.get_handlers() == []
    assert voila.identity_provider.is_token_authenticated(None) is False


def test_the_front_end_is_told_to_load_nothing_from_elsewhere(voila):
    config = voila.page_config("0" * 8)
    assert "://" not in json.dumps(config)
    assert config["kernelId"] == "0" * 8
    assert config["fullMathjaxUrl"] == config["mathjaxConfig"] == "null"
    loaded = {each["name"] for each in config["federated_extensions"]}
    assert loaded == set(voila.extension_names)
    assert loaded > {*EXTENSIONS, "anywidget", "bqplot", "jupyter-matplotlib"}


def test_the_extensions_are_installed_where_they_are_served_from(voila):
    for name in voila.extension_names:
        assert any((folder / name / "static").is_dir() for folder in voila.extension_folders)


def test_the_front_end_starts_at_load_and_looks_for_outputs_in_the_page(front_end):
    everything = "".join(front_end.values())
    assert 'window.addEventListener("load",(async function' in everything
    assert 'script[type="application/vnd.voila.cell-output+json"]' in everything
    assert "window.jupyterapp=" in everything
    assert 'getElementById("jupyter-config-data")' in front_end["voila.js"]


def test_the_front_end_takes_its_own_mathjax_when_told_null_twice(front_end):
    everything = "".join(front_end.values())
    assert re.search(r'"null"!==\w+\|\|"null"!==\w+', everything)


def test_the_executor_has_the_parts_that_rooms_use():
    assert list(inspect.signature(VoilaExecutor.execute_cell).parameters)[1:4] == [
        "cell",
        "resources",
        "cell_index",
    ]
    assert inspect.iscoroutinefunction(NotebookClient.async_start_new_kernel_client)


def test_asking_a_socket_for_its_events_wakes_whoever_waits_for_it():
    """A reply that arrives while the same socket sends would otherwise be waited for in vain."""

    async def scenario():
        with zmq.asyncio.Context() as context:
            left, right = context.socket(zmq.PAIR), context.socket(zmq.PAIR)
            with left, right:
                port = left.bind_to_random_port("tcp://127.0.0.1")
                right.connect(f"tcp://127.0.0.1:{port}")
                waiting = asyncio.ensure_future(right.recv())
                await asyncio.sleep(0.05)
                # Blocks the loop, so that the signal of the message is used up below.
                zmq.Socket.shadow(left.underlying).send(b"reply")
                plain = zmq.Socket.shadow(right.underlying)
                while not plain.get(zmq.EVENTS) & zmq.POLLIN:
                    pass
                right.get(zmq.EVENTS)
                assert await asyncio.wait_for(waiting, 5) == b"reply"

    asyncio.run(scenario())


def test_the_exporter_renders_in_pieces_with_a_context_of_ours():
    parameters = inspect.signature(VoilaExporter.generate_from_notebook_node).parameters
    assert "extra_context" in parameters
    assert issubclass(VoilaMarkdownRenderer, IPythonRenderer)
    assert list(inspect.signature(IPythonRenderer.image).parameters) == [
        "self",
        "text",
        "url",
        "title",
    ]


def test_the_channel_handler_has_the_parts_that_are_overridden():
    assert issubclass(VoilaKernelWebsocketHandler, KernelWebsocketHandler)
    assert inspect.iscoroutinefunction(KernelWebsocketHandler.open)
    assert inspect.iscoroutinefunction(KernelWebsocketHandler.pre_get)
    assert len(inspect.signature(KernelWebsocketHandler.on_message).parameters) == 2


def test_a_socket_whose_browser_answers_every_ping_stays_open(voila):
    enough = asyncio.Event()

    class Channels(WebSocketMixin, WebSocketHandler):
        log = logging.getLogger("channels")
        pings = 0

        async def prepare(self) -> None:
            """Let anybody in: who may is not the question here."""

        def send_ping(self) -> None:
            self.pings += 1
            if self.pings == 5:
                enough.set()
            super().send_ping()

    settings = voila.application(
        [],
        principal_of=lambda _handler: None,
        room_of_kernel=lambda _kernel: None,
        resource_of_room=lambda room: Resource(room.group),
        not_found=RequestHandler,
        not_found_arguments={},
    ).settings
    sooner = {name: settings[name] / 200 for name in ("ws_ping_interval", "ws_ping_timeout")} | {
        "allow_origin": "*"
    }

    async def stay() -> None:
        sockets = bind_sockets(0, "127.0.0.1")
        server = HTTPServer(Application([("/", Channels)], **sooner))
        server.add_sockets(sockets)
        port = sockets[0].getsockname()[1]
        async with websockets.connect(f"ws://127.0.0.1:{port}/") as client:
            waits = [asyncio.create_task(each) for each in (enough.wait(), client.wait_closed())]
            await asyncio.wait(waits, return_when=asyncio.FIRST_COMPLETED)
            assert enough.is_set()
            assert client.close_code is None
        server.stop()
        await server.close_all_connections()

    asyncio.run(stay())
