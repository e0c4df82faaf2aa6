"""Starts kernels that know nothing of the server that starts them."""

from __future__ import annotations

import os
from typing import Any

from jupyter_client.connect import KernelConnectionInfo
from jupyter_client.provisioning.local_provisioner import LocalProvisioner

from cohortbook_kernels.environment import kernel_environment
from cohortbook_kernels.limits import Limits


class ScrubbedProvisioner(LocalProvisioner):
    """A local kernel with an environment of its own, and limits.

    Registered as ``cohortbook-scrubbed``, so that whoever starts a kernel by a
    kernelspec that names it (Voila, papermill, nbclient, Jupyter Server) gets
    the same kernel.
    """

    _limits = Limits()

    async def pre_launch(self, **kwargs: Any) -> dict[str, Any]:
        """Prepare the launch as usual, then leave behind what is not allowed."""
        prepared = await super().pre_launch(**kwargs)
        given = prepared.get("env", os.environ)
        spec_env = {name: given[name] for name in self.kernel_spec.env if name in given}
        self._limits = Limits.for_launch(self.kernel_spec.metadata, given)
        prepared["env"] = kernel_environment(given, spec_env)
        return prepared

    async def launch_kernel(self, cmd: list[str], **kwargs: Any) -> KernelConnectionInfo:
        """Launch the kernel, then hold it to the limits of its kernelspec."""
        connection = await super().launch_kernel(self._limits.prefix() + cmd, **kwargs)
        if self.pid:
            self._limits.apply(self.pid)
        return connection
