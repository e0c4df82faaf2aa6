"""Sockets that listen before zmq is there, which takes them over."""

from __future__ import annotations

import os
import socket

import pytest
import zmq

from cohortbook_kernels.forking.listening import can_listen, listen


@pytest.mark.parametrize(
    ("transport", "ip", "can"),
    [
        ("tcp", "127.0.0.1", True),
        ("tcp", "0.0.0.0", True),
        ("tcp", "localhost", False),
        ("tcp", "*", False),
        ("tcp", "::1", False),
        ("ipc", "/tmp/kernel-ipc", True),
        ("inproc", "kernel", False),
    ],
)
def test_an_address_is_one_that_is_known(transport, ip, can):
    assert can_listen(transport, ip) is can


@pytest.fixture(params=["tcp", "ipc"])
def address(request, tmp_path):
    if request.param == "ipc":
        return "ipc", str(tmp_path / "kernel"), 3
    with socket.create_server(("127.0.0.1", 0)) as free:
        return "tcp", "127.0.0.1", free.getsockname()[1]


def test_what_is_said_before_zmq_is_there_is_heard_by_it(address):
    transport, ip, port = address
    endpoint = f"{transport}://{ip}{':' if transport == 'tcp' else '-'}{port}"
    listening = listen(*address)
    with zmq.Context() as context, context.socket(zmq.DEALER) as client:
        client.connect(endpoint)
        client.send(b"early")
        with context.socket(zmq.ROUTER) as server:
            server.setsockopt(zmq.USE_FD, listening)
            server.bind(endpoint)
            assert server.poll(10_000)
            asker, said = server.recv_multipart()
            assert said == b"early"
            server.send_multipart([asker, b"late"])
            assert client.poll(10_000)
            assert client.recv() == b"late"


def test_a_file_that_one_left_who_died_is_replaced(tmp_path):
    stem = str(tmp_path / "kernel")
    os.close(listen("ipc", stem, 1))
    listening = listen("ipc", stem, 1)
    with socket.socket(socket.AF_UNIX) as client:
        client.connect(f"{stem}-1")
    os.close(listening)


def test_a_port_that_is_taken_is_an_error_that_says_so():
    with socket.create_server(("127.0.0.1", 0)) as taken, pytest.raises(OSError, match="in use"):
        listen("tcp", "127.0.0.1", taken.getsockname()[1])
