"""What goes over the line is what was put on it, and nothing else is believed."""

from __future__ import annotations

import asyncio
import socket

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cohortbook_kernels.forking.revival_line import Line, LineError, packed, receive

FRAMES = st.lists(st.binary(max_size=64), max_size=6)
CHANNELS = st.sampled_from(["shell", "iopub", "end"])


def read(data, most=2**20):
    async def scenario():
        reader = asyncio.StreamReader()
        reader.feed_data(data)
        reader.feed_eof()
        found = []
        while not reader.at_eof():
            channel, frames, size = await receive(reader, most)
            assert size == sum(map(len, frames))
            found.append((channel, frames))
        return found

    return asyncio.run(scenario())


@given(st.lists(st.tuples(CHANNELS, FRAMES), min_size=1, max_size=5))
def test_messages_come_whole_and_in_order(messages):
    assert read(b"".join(packed(*each) for each in messages)) == messages


@given(st.lists(st.tuples(CHANNELS, FRAMES), min_size=1, max_size=3), st.data())
def test_what_is_cut_off_is_no_message(messages, data):
    whole = b"".join(packed(*each) for each in messages)
    ends = {sum(len(packed(*each)) for each in messages[:n]) for n in range(len(messages) + 1)}
    cut = data.draw(st.integers(0, len(whole)).filter(lambda it: it not in ends))
    with pytest.raises(LineError, match="ended"):
        read(whole[:cut])


@pytest.mark.parametrize(
    ("data", "why"),
    [
        (packed("iopub", [b"x" * 100]), "too large"),
        (b"\7" + packed("iopub", [])[1:], "otherwise"),
        (b"\0\xff\xff\xff\xff", "otherwise"),
    ],
)
def test_what_is_too_much_is_not_read(data, why):
    with pytest.raises(LineError, match=why):
        read(data, most=99)


def test_the_other_end_waits_and_hears_the_last_word():
    ours, theirs = socket.socketpair()
    line = Line(theirs)
    with ours:
        ours.sendall(packed("shell", [b"a", b""]))
        assert line.receive() == ("shell", [b"a", b""])
        line.send("iopub", [memoryview(b"b")])
        line.end(refused="so")
        line.send("iopub", [b"nobody hears"])
        assert read(ours.recv(4096)) == [("iopub", [b"b"]), ("end", [b'{"refused": "so"}'])]


def test_a_line_that_is_cut_ends_the_waiting():
    ours, theirs = socket.socketpair()
    line = Line(theirs)
    ours.close()
    with pytest.raises(LineError, match="cut"):
        line.receive()
    line.end()
