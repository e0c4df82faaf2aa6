"""The kernelspec: what makes Jupyter start kernels our way."""

from __future__ import annotations

import json
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from jupyter_core.paths import jupyter_data_dir

NAME = "cohortbook"
PROVISIONER = "cohortbook-forked"
_LIMITS = {"open_files": 1024, "core_bytes": 0, "niceness": 5}


def kernelspec(
    display_name: str,
    preload: Sequence[str],
    limits: Mapping[str, int],
    trust: str,
    confine: str = "off",
) -> dict[str, Any]:
    """Return a kernelspec for this Python.

    Parameters
    ----------
    display_name : str
        As people see it.
    preload : sequence of str
        Modules; none for the usual ones.
    limits : mapping of str to int
        Beside those that every kernel has; see `cohortbook_kernels.limits.Limits`.
    trust : str
        See `cohortbook_kernels.forking.settings.Settings`.
    confine : str
        See `cohortbook_kernels.sandbox.wanted.Confine`.
    """
    fork: dict[str, Any] = {}
    if preload:
        fork["preload"] = list(preload)
    if trust:
        fork["trust"] = trust
    ours = {"limits": {**_LIMITS, **limits}} | ({"fork": fork} if fork else {})
    return {
        "argv": [sys.executable, "-m", "ipykernel_launcher", "-f", "{connection_file}"],
        "display_name": display_name,
        "language": "python",
        "metadata": {
            "debugger": True,
            "kernel_provisioner": {"provisioner_name": PROVISIONER}
            | ({} if confine == "off" else {"config": {"confine": confine}}),
            "cohortbook": ours,
        },
    }


def install(name: str, spec: Mapping[str, Any], *, user: bool = False) -> Path:
    """Write a kernelspec into this environment, or for this user in all environments.

    Returns
    -------
    pathlib.Path
        Its file.
    """
    data = Path(jupyter_data_dir()) if user else Path(sys.prefix) / "share" / "jupyter"
    file = data / "kernels" / name / "kernel.json"
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(json.dumps(spec, indent=2) + "\n")
    return file
