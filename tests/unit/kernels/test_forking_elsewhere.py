"""On systems that cannot fork kernels, everything is there but the forking."""

from __future__ import annotations

import subprocess
import sys

ELSEWHERE = """
import asyncio, sys
import jupyter_client.manager, jupyter_client.asynchronous, jupyter_client.blocking, tornado.ioloop
import jupyter_client.provisioning.local_provisioner
# Only what is ours has to do without.
for missing in ("fcntl", "resource"):
    sys.modules[missing] = None
sys.platform = "another"
from cohortbook_kernels.doctor import diagnose

async def main():
    findings = await diagnose("cohortbook")
    assert [each.what for each in findings if each.state == "worse"] == [
        "It cannot be forked here: only Linux has what it takes"
    ], findings

asyncio.run(main())
"""


def test_kernels_start_in_the_ordinary_way_and_the_doctor_says_why():
    subprocess.run([sys.executable, "-c", ELSEWHERE], check=True)
