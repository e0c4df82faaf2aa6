"""Whether anything can be confined on this machine."""

from __future__ import annotations

import shutil
import subprocess

import pytest


def _is_forbidden() -> bool:
    # Where it is not even installed the tests are to fail: `./run test` sees to that.
    if shutil.which("bwrap") is None:
        return False
    simplest = ["bwrap", "--unshare-pid", "--unshare-net", "--ro-bind", "/", "/", "true"]
    return subprocess.run(simplest, capture_output=True, check=False).returncode != 0


confined = pytest.mark.skipif(_is_forbidden(), reason="this system forbids all namespaces")
