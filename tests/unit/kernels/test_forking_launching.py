"""What is made of the end of a kernel that does not listen yet."""

from __future__ import annotations

import asyncio
import errno
import json
import os
import socket
import subprocess

import pytest

from cohortbook_kernels.forking.identity import NotForkableError
from cohortbook_kernels.forking.launching import PortTakenError, launch
from cohortbook_kernels.forking.messages import receive, send
from cohortbook_kernels.forking.order import Order


def ended():
    with subprocess.Popen(["true"]) as kernel:
        return kernel.pid, os.pidfd_open(kernel.pid)


@pytest.mark.parametrize(
    ("told", "raised", "says"),
    [
        ({"error": "taken", "number": errno.EADDRINUSE}, PortTakenError, "^$"),
        ({"error": "no folder", "number": errno.ENOENT}, NotForkableError, "no folder"),
        (None, NotForkableError, "it ended before it listened"),
    ],
)
def test_what_it_told_counts_when_it_has_ended_before_its_zygote_answers(told, raised, says):
    ours, zygote = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)

    async def answered():
        launched = asyncio.ensure_future(launch(ours, Order("a.json", ["a"], {}, "/"), {}))
        await asyncio.sleep(0)
        _, files = receive(zygote)
        pid, handle = ended()
        if told:
            os.write(files[-1], json.dumps(told).encode())
        send(zygote, {"pid": pid}, [handle])
        for each in (handle, *files):
            os.close(each)
        await launched

    with zygote, pytest.raises(raised, match=says):
        asyncio.run(answered())
