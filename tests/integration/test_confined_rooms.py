"""Kernels of rooms and of stamping see the programme alone, and facilitators see how."""

from __future__ import annotations

import asyncio
import html
import json
import re
import time

import nbformat
import psutil
import pytest

from cohortbook_kernels.sandbox.ability import ability
from factories import WORKBOOK, code, exercise_cell, workbook, write_programme
from factories import exercise as exercise_of
from roles import EMAILS, cohort
from serving import Served

pytestmark = pytest.mark.skipif(
    asyncio.run(ability()).hindrance is not None, reason="kernels cannot be confined here"
)
PATIENCE_SECONDS = 60

LOOKS = """
import glob, json, os, socket
def tried(what):
    try:
        what()
    except OSError as error:
        return type(error).__name__
    return "yes"
def environments():
    for each in glob.glob("/proc/[0-9]*/environ"):
        with open(each, "rb") as file:
            if b"A_SECRET" in file.read():
                return
    raise FileNotFoundError
print("SEEN" + json.dumps({
    "data": tried(lambda: open("data.csv").close()),
    "new": tried(lambda: open("new.csv", "w").close()),
    "cohort": tried(lambda: open("cohort.yaml").close()),
    "database": tried(lambda: open(%(database)r).close()),
    "stamp": tried(lambda: open(%(stamp)r).close()),
    "secret": tried(environments),
    "port": tried(lambda: socket.create_connection(("127.0.0.1", %(port)d), 2).close()),
}) + "END")
"""
SEES = {
    "data": "yes",
    "new": "yes",
    "cohort": "FileNotFoundError",
    "database": "FileNotFoundError",
    "stamp": "FileNotFoundError",
    "secret": "FileNotFoundError",
    "port": "ConnectionRefusedError",
}


@pytest.fixture(scope="module")
def server(tmp_path_factory):
    """A served programme whose workbook says what its kernel could see, made by its rooms."""
    folder = tmp_path_factory.mktemp("confined")
    programme = folder / "programme"
    running = Served(programme, folder)
    known = {
        "database": str(running.data / "cohortbook.sqlite3"),
        "stamp": str(running.outputs / "autumn" / "south" / f"{WORKBOOK}.ipynb"),
        "port": running.port,
    }
    node = workbook(widget=True)
    node.cells += [code(LOOKS % known, "sees"), exercise_cell(exercise_of("text", "told"))]
    write_programme(programme, cohort=cohort(), workbooks={WORKBOOK: node})
    (programme / "data.csv").write_text("1")
    running.stamp("--prepare-only")
    running.start(A_SECRET="of the server")
    yield running
    children = psutil.Process(running.process.pid).children(recursive=True)
    running.stop()
    assert psutil.wait_procs(children, timeout=10)[1] == []


@pytest.fixture(scope="module")
def noor(server):
    client = server.client(EMAILS["facilitator"])
    yield client
    client.close()


def seen_in(text):
    return json.loads(re.search(r"SEEN(.*?)END", html.unescape(text))[1])


def until(noor, state):
    ends = time.monotonic() + PATIENCE_SECONDS
    while time.monotonic() < ends:
        told = noor.get(f"/api/rooms/north/{WORKBOOK}/kernel").json()
        if told["state"] == state:
            return told
        time.sleep(0.05)
    raise AssertionError(told)


def until_shown(noor, words):
    ends = time.monotonic() + PATIENCE_SECONDS
    while words not in noor.get("/desk/kernels").text:
        assert time.monotonic() < ends
        time.sleep(0.05)


def test_a_stamp_is_made_by_a_kernel_that_sees_the_programme_alone(server, tmp_path):
    executed = Served(server.programme, tmp_path)
    executed.stamp()
    copy = nbformat.read(executed.outputs / "autumn" / "north" / f"{WORKBOOK}.ipynb", 4)
    (cell,) = (each for each in copy.cells if each.cell_type == "code" and "SEEN" in each.source)
    assert seen_in(cell.outputs[0].text) == {**SEES, "port": "ConnectionRefusedError"}
    assert not (server.programme / "new.csv").exists()


def test_a_room_has_a_kernel_that_sees_the_programme_alone(server, noor):
    page = noor.get(f"/workbooks/north/{WORKBOOK}")
    assert page.status_code == 200
    assert seen_in(page.text) == SEES


def test_facilitators_see_kernels_and_end_or_renew_them(server, noor):
    noor.get(f"/workbooks/north/{WORKBOOK}")
    first = until(noor, "ready")
    page = noor.get("/desk/kernels").text
    assert "1 of 20 kernels run." in page
    assert f"north.{WORKBOOK}." in page
    assert page.count('class="cb-badge is-good">In force') == 3
    # What is tried as an origin of the next kernel is none itself.
    until_shown(noor, "1 kernel now;")
    sent = {"_xsrf": noor.cookies["_xsrf"], "group": "north", "workbook": WORKBOOK}
    assert noor.post("/desk/kernels/end", data={**sent, "action": "end"}).status_code == 400
    noor.post("/desk/kernels/end", data={**sent, "action": "restart"})
    second = until(noor, "ready")
    until_shown(noor, "1 kernel now;")
    assert second["generation"] > first["generation"]
    noor.post("/desk/kernels/end", data={**sent, "action": "stop"})
    until(noor, "stopped")
    assert server.kernels() == []
    assert "0 of 20 kernels run." in noor.get("/desk/kernels").text
    # It waits for somebody's wish; what is not there any more is no error.
    noor.post("/desk/kernels/end", data={**sent, "group": "south", "action": "stop"})
    noor.post(f"/api/rooms/north/{WORKBOOK}/kernel/wake")
    until(noor, "ready")
