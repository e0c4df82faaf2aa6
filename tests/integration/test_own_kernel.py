"""A kernel of one's own: nobody else's, and gone when it is left."""

from __future__ import annotations

import asyncio
import time

import pytest
import websockets

from room_sockets import KERNEL_PROTOCOL, ROOM, listening, opened

OWN = f"{ROOM}/kernel/alone"
PATIENCE_SECONDS = 60


def ready(client):
    deadline = time.monotonic() + PATIENCE_SECONDS
    while time.monotonic() < deadline:
        told = client.get(OWN).json()
        if told["state"] == "ready":
            return told
        time.sleep(0.1)
    raise AssertionError(told)


async def refusal(client, kernel_id):
    path = f"/api/kernels/{kernel_id}/channels?session_id=s"
    try:
        async with opened(client, path, subprotocols=[KERNEL_PROTOCOL]) as socket:
            await socket.ping()
    except websockets.InvalidStatus as refused:
        return refused.response.status_code
    return None


@pytest.fixture
def own(people):
    assert people["member"].post(OWN).status_code == 202
    yield ready(people["member"])
    assert people["member"].delete(OWN).status_code == 204


def test_only_whose_it_is_reaches_it(people, own):
    kernel_id = own["kernel_id"]
    assert own["outputs"]
    assert kernel_id != people["member"].get(f"{ROOM}/kernel").json().get("kernel_id")
    for role in ("other member", "mentor", "facilitator", "outsider"):
        assert asyncio.run(refusal(people[role], kernel_id)) == 403, role
        assert people[role].get(f"/api/kernels/{kernel_id}").status_code == 403
    assert asyncio.run(refusal(people["member"], kernel_id)) is None
    assert people["other member"].get(OWN).json()["state"] == "none"


def test_it_ends_when_it_is_left_also_on_its_way(people, server):
    ada = people["member"]
    before = len(server.kernels())
    assert ada.post(OWN).status_code == 202
    assert ada.delete(OWN).status_code == 204
    assert ada.get(OWN).json()["state"] == "none"
    ada.post(OWN)
    kernel_id = ready(ada)["kernel_id"]
    assert len(server.kernels()) == before + 1
    assert ada.delete(OWN).status_code == 204
    assert ada.get(OWN).json()["state"] == "none"
    assert len(server.kernels()) == before
    assert asyncio.run(refusal(ada, kernel_id)) in (403, 404)


def test_nobody_else_hears_of_it(people):
    async def scene():
        async with listening(people["member"]) as mine, listening(people["mentor"]) as theirs:
            await asyncio.to_thread(people["member"].post, OWN)
            assert (await mine.until("kernel.alone"))["state"] in ("waiting", "starting", "ready")
            await asyncio.to_thread(people["member"].delete, OWN)
            thread = {"anchor": {"kind": "exercise", "ref": "where", "quote": None}, "body": "?"}
            await asyncio.to_thread(lambda: people["member"].post(f"{ROOM}/threads", json=thread))
            await theirs.until("thread.created")
            assert "kernel.alone" not in {each["type"] for each in theirs.heard}

    asyncio.run(scene())


def test_only_who_sees_the_desk_is_told_how_its_cells_run(people, own):
    told = people["facilitator"].get(f"{ROOM}/kernel").json()
    assert told["opens_slowly_because"] is None
    for role in ("member", "mentor"):
        assert "opens_slowly_because" not in people[role].get(f"{ROOM}/kernel").json()
