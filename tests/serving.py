"""Starts the real product for tests: stamped and served by its commands, as people do."""

from __future__ import annotations

import contextlib
import os
import signal
import socket
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

import httpx
import psutil

from cohortbook.access.people import People
from cohortbook.access.secret import load_secret
from cohortbook.access.sign_in import SignIn
from cohortbook.store.database import Database
from forked import Forked

PATIENCE_SECONDS = 60
ROOT = Path(__file__).parents[1]
EXAMPLE = ROOT / "workbooks" / "from-inbox-to-board"


def free_port() -> int:
    with socket.socket() as listening:
        listening.bind(("127.0.0.1", 0))
        return listening.getsockname()[1]


def cohortbook(*arguments: str | Path) -> None:
    """Run a command of the CLI to its end."""
    with tempfile.NamedTemporaryFile() as output:
        done = Forked([*map(str, arguments)], Path(output.name), dict(os.environ))
        assert done.wait() == 0, output.read().decode()


@dataclass
class Served:
    """A served programme.

    Parameters
    ----------
    programme, folder : pathlib.Path
        What is served; where its outputs, data and log are.
    port : int
        Where it listens on 127.0.0.1.
    options : list of str
        More for the command line.
    """

    programme: Path
    folder: Path
    port: int = field(default_factory=free_port)
    options: list[str] = field(default_factory=list)
    process: Forked | None = None

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    @property
    def outputs(self) -> Path:
        return self.folder / "outputs"

    @property
    def data(self) -> Path:
        return self.folder / "data"

    @property
    def log(self) -> str:
        return (self.folder / "serve.log").read_text()

    def stamp(self, *options: str) -> None:
        cohortbook(
            "stamp", self.programme, "--outputs", self.outputs, "--data", self.data, *options
        )

    def start(self, **environment: str) -> None:
        """Start the server, and wait until it has everything up."""
        command = ["serve", str(self.programme)]
        command += ["--outputs", str(self.outputs), "--data", str(self.data)]
        command += ["--port", str(self.port), *self.options]
        log = self.folder / "serve.log"
        self.process = Forked(command, log, {**os.environ, **environment})
        until = time.monotonic() + PATIENCE_SECONDS
        while time.monotonic() < until:
            assert self.process.poll() is None, self.log
            with socket.socket() as trying:
                if trying.connect_ex(("127.0.0.1", self.port)) == 0:
                    httpx.get(f"{self.url}/sign-in").raise_for_status()
                    return
            time.sleep(0.05)
        raise AssertionError(self.log)

    def kill(self) -> None:
        """End the server as a power cut would, and wait until its kernels noticed."""
        assert self.process is not None
        kernels = self.kernels()
        self.process.kill()
        self.process.wait()
        for each in kernels:
            # Most have ended with it by now.
            with contextlib.suppress(psutil.NoSuchProcess):
                each.kill()

    def stop(self) -> None:
        """End the server as an operator would."""
        if self.process is None or self.process.poll() is not None:
            return
        self.process.send_signal(signal.SIGTERM)
        self.process.wait(PATIENCE_SECONDS)

    def kernels(self) -> list[psutil.Process]:
        assert self.process is not None
        found = psutil.Process(self.process.pid).children(recursive=True)
        return [each for each in found if "ipykernel" in _command(each)]

    def join_link(self, email: str) -> str:
        """Make a fresh link for somebody."""
        with self._sign_in() as (sign_in, people):
            return f"{self.url}/join/{_token(sign_in, people, email)}"

    def session(self, email: str) -> str:
        """Sign somebody in; return the value of their cookie."""
        with self._sign_in() as (sign_in, people):
            return sign_in.redeem(_token(sign_in, people, email))

    @contextmanager
    def _sign_in(self) -> Iterator[tuple[SignIn, People]]:
        database = Database.in_folder(self.data)
        try:
            yield SignIn(database, load_secret(self.data)), People(database)
        finally:
            database.close()

    def client(self, email: str | None = None) -> httpx.Client:
        """Return a client that is signed in, with the token that writes need."""
        client = httpx.Client(base_url=self.url, timeout=PATIENCE_SECONDS)
        if email is None:
            client.get("/sign-in")
        else:
            link = self.join_link(email)
            client.get(link).raise_for_status()
            joined = client.post(link, data={"_xsrf": client.cookies["_xsrf"]})
            assert joined.status_code == 303, joined.text
            client.get("/")
        client.headers["X-XSRFToken"] = client.cookies["_xsrf"]
        return client


def _token(sign_in: SignIn, people: People, email: str) -> str:
    person = people.by_email(email)
    assert person is not None, email
    return sign_in.create_link(person.person_id).token


@contextmanager
def served(programme: Path, folder: Path, *options: str) -> Iterator[Served]:
    """Serve a programme for as long as the block runs, stamped first where it is not yet."""
    server = Served(programme, folder, options=list(options))
    if not server.outputs.exists():
        server.stamp()
    server.start()
    try:
        yield server
    finally:
        children = psutil.Process(server.process.pid).children(recursive=True)
        server.stop()
        left = psutil.wait_procs(children, timeout=10)[1]
        assert not left, f"the server left processes behind: {left}"


def _command(process: psutil.Process) -> str:
    try:
        return " ".join(process.cmdline())
    except psutil.NoSuchProcess:
        # It has just ended, and may not be buried yet.
        return ""
