"""How far kernels can be confined on this machine; found out by trying, once a process."""

from __future__ import annotations

import asyncio
import shutil
import sys
import time
from dataclasses import dataclass

from cohortbook_kernels.confinement import system_files
from cohortbook_kernels.reasons import REASONS
from cohortbook_kernels.sandbox.holder import Sandbox, SandboxError

# What is missing may be installed meanwhile.
_FAILED_SECONDS = 60
_NAMESPACES = ("--unshare-ipc", "--unshare-pid", "--unshare-uts", "--cap-drop", "ALL")
_TRIED = ("--proc", "/proc", "--dev", "/dev", "--size", "65536", "--tmpfs", "/tmp")  # noqa: S108


@dataclass(frozen=True, slots=True)
class Ability:
    """What was found.

    Parameters
    ----------
    confines : bool
        Whether kernels can be confined at all.
    without_network : bool
        Whether they can be without the network of the machine.
    hindrance : str or None
        What keeps them from all of it, with what to do; None if nothing does.
    """

    confines: bool
    without_network: bool
    hindrance: str | None = None


_found: tuple[float, Ability] | None = None


async def ability() -> Ability:
    """Say how far kernels can be confined here."""
    global _found  # noqa: PLW0603 - it is the machine's, and stays as it is
    if _found is not None:
        when, known = _found
        if known.hindrance is None or time.monotonic() - when < _FAILED_SECONDS:
            return known
    _found = time.monotonic(), await _try()
    return _found[1]


async def _try() -> Ability:
    if sys.platform != "linux":
        return Ability(
            confines=False, without_network=False, hindrance=REASONS.say("confine-not-linux")
        )
    if shutil.which("bwrap") is None:
        missing = REASONS.say("no-bubblewrap")
        return Ability(confines=False, without_network=False, hindrance=missing)
    hindered = await _hindrance("--unshare-net")
    if hindered is None:
        return Ability(confines=True, without_network=True)
    if await _hindrance() is None:
        kept = REASONS.say("network-kept", why=hindered)
        return Ability(confines=True, without_network=False, hindrance=kept)
    refused = REASONS.say("no-namespaces", why=hindered)
    return Ability(confines=False, without_network=False, hindrance=refused)


async def _hindrance(*more: str) -> str | None:
    try:
        sandbox = await Sandbox.make([*_NAMESPACES, *more, *system_files(), *_TRIED])
    except (SandboxError, OSError) as error:
        return str(error)
    sandbox.close()
    await asyncio.shield(sandbox.gone())
    return None
