"""A client finds what is there, also when nothing tells it any more."""

from __future__ import annotations

import asyncio
import time
from queue import Empty

import pytest
import zmq
import zmq.asyncio
from jupyter_client.session import Session

from cohortbook_kernels.ready_client import LookingChannel


async def overlooked(patience):
    """Wait on a channel whose socket has been asked about the only message, by somebody else."""
    context, session = zmq.asyncio.Context(), Session(key=b"a")
    here = context.socket(zmq.PAIR)
    there = zmq.Context.shadow(context.underlying).socket(zmq.PAIR)
    try:
        here.bind("inproc://line")
        there.connect("inproc://line")
        channel = LookingChannel(here, session)
        waiting = asyncio.ensure_future(channel.get_msg(patience))
        await asyncio.sleep(0.02)
        session.send(there, "status", {"execution_state": "idle"})
        time.sleep(0.02)  # noqa: ASYNC251 - the loop is to see nothing of it
        asked = zmq.Socket.shadow(here.underlying)
        assert asked.get(zmq.EVENTS) & zmq.POLLIN
        return await waiting
    finally:
        for each in (here, there):
            each.close(linger=0)
        context.term()


def test_a_message_whose_signal_was_used_up_is_found():
    message = asyncio.run(overlooked(30))
    assert message["content"] == {"execution_state": "idle"}


@pytest.mark.parametrize("patience", [0, 0.05, 0.25])
def test_it_waits_as_long_as_it_is_told(patience):
    async def nothing():
        context = zmq.asyncio.Context()
        socket = context.socket(zmq.PAIR)
        socket.bind("inproc://nothing")
        try:
            await LookingChannel(socket, Session(key=b"a")).get_msg(patience)
        finally:
            socket.close(linger=0)
            context.term()

    with pytest.raises(Empty):
        asyncio.run(nothing())
