"""Whether kernels are forked on this machine, and what they are held to."""

from __future__ import annotations

import os
import shutil
import sys
import time
from dataclasses import dataclass
from typing import Literal

from jupyter_client.kernelspec import KernelSpec, KernelSpecManager, NoSuchKernel
from jupyter_client.manager import AsyncKernelManager

from cohortbook_kernels.cgroups import Groups, NoGroupsError
from cohortbook_kernels.confinement import hindrance
from cohortbook_kernels.forking.provisioner import ForkingProvisioner
from cohortbook_kernels.kernelspec import PROVISIONER
from cohortbook_kernels.limits import Limits
from cohortbook_kernels.sandbox.ability import ability

_PATIENCE_SECONDS = 60


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that was looked at.

    Parameters
    ----------
    state : str
        ``good``; ``note`` for what one should know; ``worse`` when kernels cost more
        than they need.
    what, mend : str
        What was found, and what to do about it, if anything.
    """

    state: Literal["good", "note", "worse"]
    what: str
    mend: str = ""


async def diagnose(name: str) -> list[Finding]:
    """Look at everything, by starting a kernel of a kernelspec."""
    version = ".".join(map(str, sys.version_info[:3]))
    findings = [Finding("good", f"Python {version} on {sys.platform}")]
    try:
        spec = KernelSpecManager().get_kernel_spec(name)
    except NoSuchKernel:
        mend = "Install it: cohortbook kernels install"
        return [*findings, Finding("worse", f"There is no kernel called {name}", mend)]
    findings.append(Finding("good", f"The kernel {name} is in {spec.resource_dir}"))
    provisioner = spec.metadata.get("kernel_provisioner", {}).get("provisioner_name")
    if provisioner != PROVISIONER:
        mend = "Install it again: cohortbook kernels install"
        return [*findings, Finding("worse", f"It is started by {provisioner or 'Jupyter'}", mend)]
    findings += await _try_one(name)
    findings += _revivals() + _limits(spec)
    return [*findings, await _confining(spec), _code(), _groups()]


async def _try_one(name: str) -> list[Finding]:
    findings = []
    for warmed in (False, True):
        manager = AsyncKernelManager(kernel_name=name)
        began = time.monotonic()
        await manager.start_kernel()
        client = manager.client()
        client.start_channels()
        try:
            await client.wait_for_ready(timeout=_PATIENCE_SECONDS)
            took = time.monotonic() - began
            provisioner = manager.provisioner
            assert isinstance(provisioner, ForkingProvisioner)
            if provisioner.hindrance is not None:
                mend = "The kernel is started in the ordinary way: it works, and takes longer."
                found = f"It cannot be forked here: {provisioner.hindrance}"
                return [Finding("worse", found, mend)]
        finally:
            client.stop_channels()
            await manager.shutdown_kernel(now=True)
        what = "A forked kernel" if warmed else "The first one, with its zygote,"
        findings.append(Finding("good", f"{what} answers after {took * 1000:.0f} ms"))
    return findings + _loaded()


def _loaded() -> list[Finding]:
    from cohortbook_kernels.forking.zygotes import all_zygotes  # noqa: PLC0415 - is Linux's

    own = [each for each in all_zygotes() if each.description.get("owner") == os.getpid()]
    findings = []
    for zygote in own:
        loaded = ", ".join(zygote.description["loaded"])
        findings.append(Finding("good", f"Loaded before the fork: {loaded}"))
        for module, why in zygote.description["left_out"].items():
            state: Literal["note", "worse"] = "note" if "No module named" in why else "worse"
            findings.append(Finding(state, f"{module} was not loaded: {why}"))
    return findings


def _revivals() -> list[Finding]:
    if sys.platform != "linux":
        return []
    from cohortbook_kernels.forking.revivals import all_revivals  # noqa: PLC0415

    known = list(all_revivals())
    ready = [each["name"] for each in known if each["state"] == "ready"]
    findings = [Finding("good", f"Opened by a fork: {', '.join(ready)}")] if ready else []
    return findings + [
        Finding("note", f"{each['name']} runs its cells each time: {each['reason']}")
        for each in known
        if each["state"] == "refused"
    ]


def _limits(spec: KernelSpec) -> list[Finding]:
    limits = Limits.from_metadata(spec.metadata)
    held = ", ".join(f"{name} {value}" for name, value in limits.to_json().items())
    findings = [Finding("good", f"Limits of each kernel: {held or 'none'}")]
    if limits.processes is not None and os.geteuid() == 0:
        mend = "Run the server as an ordinary user."
        findings.append(Finding("note", "The processes of root are not counted", mend))
    if limits.no_new_privileges and shutil.which("setpriv") is None:
        mend = "Install util-linux; forked kernels are held to it all the same."
        findings.append(Finding("note", "Ordinary kernels keep a way to more rights", mend))
    return findings


async def _confining(spec: KernelSpec) -> Finding:
    able = await ability()
    config = spec.metadata.get("kernel_provisioner", {}).get("config", {})
    asked = config.get("confine", "off")
    if able.hindrance is not None:
        mend = "A kernelspec or a cohort that says required gets no kernels here."
        state: Literal["note", "worse"] = "worse" if asked == "required" else "note"
        what = "wholly" if able.confines else "at all"
        return Finding(state, f"Kernels cannot be confined {what}: {able.hindrance}", mend)
    sees = "their own files alone, no network and no other process"
    return Finding("good", f"Kernels can be confined: {sees}. This kernelspec says {asked}")


def _code() -> Finding:
    hindered = hindrance()
    confined = "Code of exercises is confined by bubblewrap"
    return Finding("note", str(hindered)) if hindered else Finding("good", confined)


def _groups() -> Finding:
    try:
        groups = Groups.handed_to_us()
    except (NoGroupsError, OSError) as error:
        return Finding("note", f"Kernels are not put into groups of their own: {error}")
    held = ", ".join(groups.controllers)
    return Finding("good", f"Each kernel gets a cgroup of its own in {groups.path}: {held}")
