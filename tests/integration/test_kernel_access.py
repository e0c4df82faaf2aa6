"""A room's kernel over HTTP and WebSocket: for its people, and only to move widgets."""

from __future__ import annotations

import asyncio
import contextlib
import json
import shutil
import uuid
from pathlib import Path

import httpx
import nbformat
import psutil
import pytest
import websockets
from click.testing import CliRunner
from jupyter_server.services.kernels.connection.base import (
    deserialize_msg_from_ws_v1,
    serialize_msg_to_ws_v1,
)
from nbformat.v4 import new_code_cell

from cohortbook.cli import main
from cohortbook.server.app import PortTakenError, ServeOptions, serving
from cohortbook.workbook.programme import read_programme
from room_sockets import KERNEL_PROTOCOL

PROGRAMME = Path(__file__).parents[2] / "workbooks" / "from-inbox-to-board"
ROOM = "north/02-finishing-before-starting"


@pytest.fixture(scope="module")
def prepared(tmp_path_factory):
    folder = tmp_path_factory.mktemp("cohort")
    # A kernel at work on the programme may have a socket there.
    kept = shutil.ignore_patterns("kernel-*")
    shutil.copytree(PROGRAMME, folder / "programme", ignore=kept)
    for path in (folder / "programme").glob("0[13]*.ipynb"):
        path.unlink()
    cohort = folder / "programme" / "cohort.yaml"
    told = cohort.read_text().splitlines(keepends=True)
    cohort.write_text(
        "".join(each for each in told if not each.lstrip().startswith(("01-", "03-")))
    )
    path = folder / "programme" / "02-finishing-before-starting.ipynb"
    notebook = nbformat.read(path, as_version=4)
    notebook.cells = [
        *notebook.cells[:2],
        new_code_cell("import os\nimport ipywidgets\nipywidgets.IntSlider()"),
    ]
    nbformat.write(notebook, path)
    return folder


@contextlib.asynccontextmanager
async def served(folder, monkeypatch):
    monkeypatch.setenv("A_SECRET", "of the server")
    outputs, data = folder / "outputs", folder / "data"
    arguments = ["stamp", str(folder / "programme"), "--prepare-only"]
    arguments += ["--outputs", str(outputs), "--data", str(data)]
    done = await asyncio.to_thread(CliRunner().invoke, main, arguments)
    assert done.exit_code == 0, done.output
    async with serving(ServeOptions(folder / "programme", outputs, data, port=0)) as started:
        yield started


def session(started, email):
    sign_in = started.services.sign_in
    link = sign_in.create_link(started.services.people.by_email(email).person_id)
    return {"Cookie": f"cohortbook_session={sign_in.redeem(link.token)}"}


def message(kind, content):
    header = {"msg_id": uuid.uuid4().hex, "msg_type": kind, "session": "s", "username": "u"}
    header |= {"version": "5.3", "date": "2026-09-07T09:00:00Z"}
    parts = [json.dumps(each).encode() for each in (header, {}, {}, content)]
    return serialize_msg_to_ws_v1(parts, "shell")


async def wait_for_reply(socket, kind):
    async with asyncio.timeout(30):
        while True:
            _, (header, *_rest) = deserialize_msg_from_ws_v1(await socket.recv())
            if json.loads(header)["msg_type"] == kind:
                return


def people():
    cohort = read_programme(PROGRAMME).cohort
    member = cohort.groups["north"].members[0].email
    other = next(group for name, group in cohort.groups.items() if name != "north")
    return member, other.members[0].email


def test_a_kernel_is_for_the_people_of_its_room_and_only_to_move_widgets(
    prepared, monkeypatch, caplog
):
    async def scenario():
        async with served(prepared, monkeypatch) as started:
            member, stranger = people()
            ours, others = session(started, member), session(started, stranger)
            async with httpx.AsyncClient(base_url=started.url, timeout=60) as client:
                page = await client.get(f"/workbooks/{ROOM}", headers=ours)
                assert page.status_code == 200
                assert "cb-widget" in page.text
                told = (await client.get(f"/api/rooms/{ROOM}/kernel", headers=ours)).json()
                assert told["state"] == "ready"
                kernel = f"/api/kernels/{told['kernel_id']}"
                assert (await client.get(kernel, headers=ours)).status_code == 200
                assert (await client.get(kernel, headers=others)).status_code == 403
                assert (await client.get(kernel)).status_code == 403
                for attempt in ("interrupt", "restart"):
                    assert (await client.post(f"{kernel}/{attempt}", headers=ours)).status_code in (
                        403,
                        404,
                    )
                assert (await client.delete(kernel, headers=ours)).status_code in (403, 405)
                for address in ("/api/contents", "/api/kernels", "/voila/tree", "/tree", "/lab"):
                    assert (await client.get(address, headers=ours)).status_code == 404

            channel = started.url.replace("http", "ws") + kernel + "/channels?session_id=s"
            for nobody in (others, {}, {"Cookie": "cohortbook_session=made-up"}):
                with pytest.raises(websockets.InvalidStatus, match="403"):
                    await websockets.connect(
                        channel, additional_headers=nobody, subprotocols=[KERNEL_PROTOCOL]
                    )
            with pytest.raises(websockets.InvalidStatus, match="403"):
                await websockets.connect(
                    channel,
                    additional_headers=ours,
                    origin="http://evil.test",
                    subprotocols=[KERNEL_PROTOCOL],
                )

            proof = prepared / "proof"
            async with websockets.connect(
                channel, additional_headers=ours, subprotocols=[KERNEL_PROTOCOL]
            ) as socket:
                code = f"open({str(proof)!r}, 'w').close()"
                for kind, content in (
                    ("execute_request", {"code": code, "silent": False}),
                    ("shutdown_request", {"restart": False}),
                    ("kernel_info_request", {}),
                ):
                    await socket.send(message(kind, content))
                await wait_for_reply(socket, "kernel_info_reply")
            assert not proof.exists()

            (process,) = [
                each
                for each in psutil.Process().children(recursive=True)
                if "ipykernel_launcher" in " ".join(each.cmdline())
            ]
            assert "A_SECRET" not in process.environ()
        assert not process.is_running()

    asyncio.run(scenario())
    assert "websocket_ping" not in caplog.text


def test_a_port_that_is_taken_is_said_in_one_sentence(prepared, monkeypatch):
    async def scenario():
        async with served(prepared, monkeypatch) as started:
            port = int(started.url.rpartition(":")[2])
            again = ServeOptions(
                prepared / "programme", prepared / "outputs", prepared / "data", port=port
            )
            with pytest.raises(PortTakenError, match=str(port)):
                async with serving(again):
                    pass

    asyncio.run(scenario())
