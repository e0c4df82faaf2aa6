"""The two servers of a comparison, each started as its own documentation says."""

from __future__ import annotations

import os
import re
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

import httpx
import nbformat
import psutil

PATIENCE = 60.0  # seconds


@dataclass
class Server:
    """A running server: its address and its process."""

    url: str
    process: subprocess.Popen[str]

    def memory_mib(self) -> float:
        """Return the memory that only the server and its kernels hold (USS), in MiB."""
        return sum(each.memory_full_info().uss for each in self._processes()) / 2**20

    def processor_seconds(self) -> float:
        """Return the processor time that the server and its kernels have used."""
        times = [each.cpu_times() for each in self._processes()]
        return sum(each.user + each.system for each in times)

    def _processes(self) -> list[psutil.Process]:
        top = psutil.Process(self.process.pid)
        return [top, *top.children(recursive=True)]


def free_port() -> int:
    with socket.socket() as listening:
        listening.bind(("127.0.0.1", 0))
        return listening.getsockname()[1]


@contextmanager
def running(command: list[str], url: str, log: Path) -> Iterator[Server]:
    environment = {**os.environ, "PYTHONUNBUFFERED": "1"}
    with log.open("w") as written:
        process = subprocess.Popen(
            command, stdout=written, stderr=subprocess.STDOUT, text=True, env=environment
        )
    try:
        wait_until_listening(url, process, log)
        yield Server(url, process)
    finally:
        if process.poll() is None:
            end(process)


def end(process: subprocess.Popen[str]) -> None:
    children = psutil.Process(process.pid).children(recursive=True)
    process.send_signal(signal.SIGTERM)
    try:
        process.wait(20)
    except subprocess.TimeoutExpired:
        process.kill()
    for child in children:
        if child.is_running():
            child.kill()


def wait_until_listening(url: str, process: subprocess.Popen[str], log: Path) -> None:
    address = urlsplit(url)
    until = time.monotonic() + PATIENCE
    while time.monotonic() < until:
        if process.poll() is not None:
            break
        with socket.socket() as trying:
            if trying.connect_ex((address.hostname, address.port)) == 0:
                return
        time.sleep(0.02)
    msg = f"the server did not come up:\n{log.read_text()}"
    raise RuntimeError(msg)


def stamped(programme: Path, folder: Path, *options: str) -> Path:
    """Stamp a programme into a folder; return that of the cohort's copies, in ``outputs``."""
    command = [sys.executable, "-m", "cohortbook.cli", "stamp", str(programme)]
    command += ["--outputs", str(folder / "outputs"), "--data", str(folder / "data"), *options]
    subprocess.run(command, check=True, capture_output=True)
    (cohort,) = (folder / "outputs").iterdir()
    return cohort


def with_kernel(stamp: Path, kernel: str, folder: Path) -> Path:
    """Return a copy of a stamp that names another kernel.

    A stamp names ours: with it a peer would be measured on our kernels.
    """
    notebook = nbformat.read(stamp, as_version=4)
    notebook.metadata.kernelspec = {"name": kernel, "display_name": kernel}
    folder.mkdir(exist_ok=True)
    nbformat.write(notebook, folder / stamp.name)
    return folder / stamp.name


@contextmanager
def plain_voila(notebook: Path, log: Path) -> Iterator[Server]:
    """Serve one notebook with Voila as its documentation says."""
    port = free_port()
    command = [sys.executable, "-m", "voila", "--no-browser", f"--port={port}", str(notebook)]
    with running(command, f"http://127.0.0.1:{port}", log) as server:
        yield server


@contextmanager
def cohortbook(
    programme: Path, outputs: Path, data: Path, log: Path, *options: str
) -> Iterator[Server]:
    """Serve a stamped programme with us."""
    port = free_port()
    command = [sys.executable, "-m", "cohortbook.cli", "serve", str(programme), "--port", str(port)]
    command += ["--outputs", str(outputs), "--data", str(data), "--print-links", *options]
    with running(command, f"http://127.0.0.1:{port}", log) as server:
        yield server


def sign_in(log: Path, role: str) -> httpx.Cookies:
    """Use the first printed link of a role and return the cookies it gives."""
    until = time.monotonic() + PATIENCE
    while time.monotonic() < until:
        links = re.findall(rf"^{role}\t.*\t(http\S+)$", log.read_text(), re.MULTILINE)
        if links:
            break
        time.sleep(0.05)
    with httpx.Client() as client:
        client.get(links[0]).raise_for_status()
        answer = client.post(links[0], data={"_xsrf": client.cookies["_xsrf"]})
        if answer.is_error:
            answer.raise_for_status()
        return client.cookies
