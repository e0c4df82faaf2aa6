"""Answers whose time came while no server ran are shown as soon as one does, and once."""

import asyncio
from contextlib import closing

import pytest

from factories import WORKBOOK, exercise, exercise_cell, workbook, write_programme
from room_sockets import ROOM, listening
from serving import Served

EXERCISE = "by-noon"


@pytest.fixture
def late(tmp_path):
    """A server that starts long after the time of an exercise."""
    definition = exercise("scale", EXERCISE, individual=True, reveal_at="2020-09-18T12:00")
    notebook = workbook()
    notebook.cells.append(exercise_cell(definition))
    server = Served(
        write_programme(tmp_path / "programme", workbooks={WORKBOOK: notebook}), tmp_path
    )
    server.stamp()
    server.start()
    yield server
    server.stop()


async def reveals(client):
    """Return what is told of reveals from the beginning on, when there is one."""
    async with listening(client) as stream:
        await stream.until("individual.revealed")
        await stream.socket.send('{"type":"ping"}')
        await stream.until("beat")
        return [each for each in stream.heard if each["type"] == "individual.revealed"]


def test_what_is_due_is_shown_once_and_by_nobody(late):
    def told():
        with closing(late.client("ada@example.org")) as ada:
            assert ada.get(f"{ROOM}/individual/{EXERCISE}").json()["revealed"]
            return asyncio.run(reveals(ada))

    (first,) = told()
    assert first["actor"] is None
    assert first["data"] == {"exercise_id": EXERCISE}
    late.stop()
    late.start()
    assert told() == [first]
