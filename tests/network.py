"""A network between browsers and a server that can be taken away and given back."""

from __future__ import annotations

import contextlib
import socket
import threading
from collections.abc import Iterator
from dataclasses import dataclass, field

from serving import Served

_CHUNK = 65536  # bytes


@dataclass
class Network:
    """One person's way to a server: everything they send and receive goes through it.

    Parameters
    ----------
    server : Served
        Where it leads.
    """

    server: Served
    _listening: socket.socket = field(init=False)
    _open: set[socket.socket] = field(default_factory=set)
    _there: bool = True
    _lock: threading.Lock = field(default_factory=threading.Lock)

    def __post_init__(self) -> None:
        self._listening = socket.create_server(("127.0.0.1", 0))
        threading.Thread(target=self._accept, daemon=True).start()

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self._listening.getsockname()[1]}"

    def session(self, email: str) -> str:
        return self.server.session(email)

    def go(self) -> None:
        """Break every connection; new ones fail at once."""
        with self._lock:
            self._there = False
            broken, self._open = self._open, set()
        for each in broken:
            _shut(each)

    def come_back(self) -> None:
        self._there = True

    def close(self) -> None:
        _shut(self._listening)
        self.go()

    def _accept(self) -> None:
        with contextlib.suppress(OSError):
            while True:
                near, _ = self._listening.accept()
                threading.Thread(target=self._connect, args=(near,), daemon=True).start()

    def _connect(self, near: socket.socket) -> None:
        try:
            if not self._there:
                raise ConnectionError
            far = socket.create_connection(("127.0.0.1", self.server.port))
        except OSError:
            _shut(near)
            return
        with self._lock:
            self._open |= {near, far}
            there = self._there
        if not there:
            self.go()
        for one, other in ((near, far), (far, near)):
            threading.Thread(target=self._carry, args=(one, other), daemon=True).start()

    def _carry(self, one: socket.socket, other: socket.socket) -> None:
        with contextlib.suppress(OSError):
            while data := one.recv(_CHUNK):
                other.sendall(data)
        with self._lock:
            self._open -= {one, other}
        _shut(one)
        _shut(other)


def _shut(each: socket.socket) -> None:
    with contextlib.suppress(OSError):
        each.shutdown(socket.SHUT_RDWR)
    each.close()


@contextlib.contextmanager
def network(server: Served) -> Iterator[Network]:
    made = Network(server)
    try:
        yield made
    finally:
        made.close()
