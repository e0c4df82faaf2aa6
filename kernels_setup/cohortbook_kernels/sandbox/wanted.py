"""How a kernel is to be confined, as data."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any, Literal

# More of it, as JSON, for the kernels that a process starts.
CONFINE_VARIABLE = "COHORTBOOK_KERNELS_CONFINE"
MODES = ("off", "auto", "required")
SCRATCH_MB = 100

Mode = Literal["off", "auto", "required"]


@dataclass(frozen=True, slots=True)
class Confine:
    """What is asked for.

    Parameters
    ----------
    mode : str
        ``auto``: as far as this machine allows; ``required``: wholly or not at all;
        ``off``.
    network : bool
        Whether the kernel keeps the network of the machine.
    scratch_mb : int
        Room for what it writes, in MiB: as much for its temporary files, for what it
        writes beside its notebook, and for memory that its processes share.
    readable : tuple of str
        Folders and files that it may read, beside the folder that it works in.
    hidden : tuple of str
        What it may not see even where it could.
    """

    mode: Mode = "off"
    network: bool = False
    scratch_mb: int = SCRATCH_MB
    readable: tuple[str, ...] = ()
    hidden: tuple[str, ...] = ()

    def for_launch(self, environment: Mapping[str, str]) -> Confine:
        """Put above it what whoever launches a kernel says of this one.

        Parameters
        ----------
        environment : mapping of str to str
            That the launch was given, before anything is left out of it.
        """
        try:
            given = json.loads(environment.get(CONFINE_VARIABLE, "{}"))
        except ValueError:
            given = {}
        return replace(self, **_known(given)) if isinstance(given, dict) else self


def to_variable(**said: Any) -> dict[str, str]:
    """Return the environment that says something of it to the kernels one starts.

    Parameters
    ----------
    **said
        Fields of `Confine`.
    """
    return {CONFINE_VARIABLE: json.dumps(said)}


def _known(given: Mapping[str, Any]) -> dict[str, Any]:
    found: dict[str, Any] = {}
    if given.get("mode") in MODES:
        found["mode"] = given["mode"]
    if isinstance(given.get("network"), bool):
        found["network"] = given["network"]
    if isinstance(given.get("scratch_mb"), int):
        found["scratch_mb"] = given["scratch_mb"]
    for name in ("readable", "hidden"):
        if isinstance(given.get(name), list):
            found[name] = tuple(each for each in given[name] if isinstance(each, str))
    return found
