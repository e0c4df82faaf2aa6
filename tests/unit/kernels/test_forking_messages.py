"""Messages arrive whole, with their files, or not at all."""

from __future__ import annotations

import os
import socket

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cohortbook_kernels.forking.messages import MessageError, other_side, receive, send

VALUES = st.recursive(st.none() | st.booleans() | st.text(max_size=20), st.lists, max_leaves=9)


@pytest.fixture
def line():
    left, right = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
    with left, right:
        yield left, right


@settings(max_examples=30, deadline=None)
@given(st.lists(st.dictionaries(st.text(max_size=9), VALUES, max_size=4), max_size=5))
def test_what_was_said_is_heard_message_by_message(messages):
    left, right = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
    with left, right:
        for each in messages:
            send(left, each)
        assert [receive(right)[0] for _ in messages] == messages


def test_files_come_along_and_are_closed_in_programs_that_are_started(line):
    left, right = line
    reading, writing = os.pipe()
    send(left, {"do": "x"}, [writing])
    os.close(writing)
    message, (arrived,) = receive(right)
    assert message == {"do": "x"}
    assert not os.get_inheritable(arrived)
    os.write(arrived, b"!")
    assert os.read(reading, 1) == b"!"
    os.close(arrived)
    os.close(reading)


def test_what_is_no_message_is_refused_and_its_files_closed(line):
    left, right = line
    reading, writing = os.pipe()
    socket.send_fds(left, [b"[1]"], [writing])
    os.close(writing)
    with pytest.raises(MessageError, match="otherwise"):
        receive(right)
    assert os.read(reading, 1) == b""
    os.close(reading)
    left.close()
    with pytest.raises(MessageError, match="gone"):
        receive(right)


def test_a_message_that_is_too_large_is_not_sent(line):
    left, right = line
    with pytest.raises(MessageError, match="bytes"):
        send(left, {"environment": "x" * 2**18})
    right.settimeout(0)
    with pytest.raises(BlockingIOError):
        receive(right)


def test_the_system_says_whose_the_other_side_is(line):
    assert other_side(line[0]) == (os.getpid(), os.geteuid())
