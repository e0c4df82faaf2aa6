"""The peer: the relay that Yjs's own documentation starts with, in a throw-away folder."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from serving import Server, free_port, running

NAME = "y-websocket's server, a bare relay"
# The last version that brings its server along, and what that server needs.
_PACKAGES = ("y-websocket@2.1.0", "yjs@13.6.33", "ws@8.21.2")


def install(folder: Path) -> Path:
    """Put the relay into a folder of its own and return its script."""
    folder.mkdir()
    (folder / "package.json").write_text('{"private": true}')
    tools = Path(sys.executable).parent
    environment = {**os.environ, "PATH": f"{tools}:{os.environ['PATH']}"}
    command = ["npm", "install", "--no-audit", "--no-fund", "--omit=optional", *_PACKAGES]
    subprocess.run(command, cwd=folder, env=environment, check=True, capture_output=True)
    return folder / "node_modules/y-websocket/bin/server.cjs"


@contextmanager
def relay(script: Path, log: Path) -> Iterator[Server]:
    """Run it: whoever knows the address is in, and nothing is kept."""
    port = free_port()
    node = str(Path(sys.executable).parent / "node")
    command = ["env", f"PORT={port}", "HOST=127.0.0.1", "NODE_ENV=production", node, str(script)]
    with running(command, f"http://127.0.0.1:{port}", log) as server:
        yield server
