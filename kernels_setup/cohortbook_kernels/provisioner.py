"""Starts kernels that know nothing of the server that starts them."""

from __future__ import annotations

import os
import sys
from functools import cache
from typing import Any

from jupyter_client.connect import KernelConnectionInfo

from cohortbook_kernels.cgroups import Group, Groups, NoGroupsError
from cohortbook_kernels.environment import kernel_environment
from cohortbook_kernels.limits import Limits
from cohortbook_kernels.sandbox.provisioner import ConfiningProvisioner


class ScrubbedProvisioner(ConfiningProvisioner):
    """A local kernel with an environment of its own, and limits, in a sandbox if asked for.

    Registered as ``cohortbook-scrubbed``, so that whoever starts a kernel by a
    kernelspec that names it (Voila, papermill, nbclient, Jupyter Server) gets
    the same kernel.
    """

    _limits = Limits()
    #: The kernel's cgroup; None where it has none.
    group: Group | None = None

    @property
    def limits(self) -> Limits:
        """What the kernel is held to."""
        return self._limits

    async def pre_launch(self, **kwargs: Any) -> dict[str, Any]:
        """Prepare the launch as usual, then leave behind what is not allowed."""
        prepared = await super().pre_launch(**kwargs)
        given = prepared.get("env", os.environ)
        spec_env = {name: given[name] for name in self.kernel_spec.env if name in given}
        self._limits = Limits.for_launch(self.kernel_spec.metadata, given)
        prepared["env"] = kernel_environment(given, spec_env)
        return prepared

    async def launch_kernel(self, cmd: list[str], **kwargs: Any) -> KernelConnectionInfo:
        """Launch the kernel, held to the limits of its kernelspec."""
        return await super().launch_kernel(self._limits.prefix() + cmd, **kwargs)

    async def cleanup(self, restart: bool = False) -> None:  # noqa: FBT001, FBT002 - the library's
        """Leave nothing behind."""
        await super().cleanup(restart=restart)
        self._leave_group()

    def took_hold(self, pid: int) -> None:
        """Hold the process to its limits, and what it will start with it."""
        super().took_hold(pid)
        self._limits.apply(pid)
        self._leave_group()
        groups = groups_here()
        if groups is not None:
            try:
                self.group = groups.group(self._limits)
                self.group.take(pid)
            except OSError as error:
                self.log.warning("A kernel got no cgroup: %s", error)

    def _leave_group(self) -> None:
        if self.group is not None:
            self.group.remove()
            self.group = None


@cache
def groups_here() -> Groups | None:
    """Return the cgroup in which kernels of this process get groups, if there is one."""
    try:
        return Groups.handed_to_us() if sys.platform == "linux" else None
    except (NoGroupsError, OSError):
        return None
