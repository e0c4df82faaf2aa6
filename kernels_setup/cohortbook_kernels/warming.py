"""A zygote started before anybody needs it."""

from __future__ import annotations

import os
from dataclasses import dataclass
from typing import Self

from jupyter_client.kernelspec import KernelSpecManager
from jupyter_client.manager import KernelManager

from cohortbook_kernels.environment import kernel_environment
from cohortbook_kernels.forking.identity import Identity, Launch, process_trust
from cohortbook_kernels.forking.settings import Settings
from cohortbook_kernels.forking.zygotes import Zygotes


@dataclass(frozen=True, slots=True)
class Warming:
    """What is to be started.

    Parameters
    ----------
    zygotes : Zygotes
        Of a kernelspec.
    identity : Identity
        The one of them that is meant.
    """

    zygotes: Zygotes
    identity: Identity

    @classmethod
    def of(cls, name: str, trust: str = "") -> Self:
        """Find out what the kernels of a kernelspec would come from.

        Parameters
        ----------
        name : str
            The kernelspec.
        trust : str
            Whose kernels are to come from it; empty: this process's.

        Raises
        ------
        jupyter_client.kernelspec.NoSuchKernel
            If there is no such kernelspec.
        cohortbook_kernels.forking.identity.NotForkableError
            If its kernels cannot be forked here.
        """
        spec = KernelSpecManager().get_kernel_spec(name)
        manager = KernelManager(kernel_name=name, connection_file="unused.json")
        settings = Settings.from_metadata(spec.metadata)
        # As the provisioner would find it.
        given = os.environ | spec.env
        environment = kernel_environment(given, {each: given[each] for each in spec.env})
        launch = Launch.from_command(manager.format_kernel_cmd(), environment.get("PATH"))
        identity = Identity.of(launch, environment, settings, trust or process_trust())
        return cls(Zygotes(settings, owned=not trust), identity)

    async def done(self) -> None:
        """Start it, if it does not run.

        Raises
        ------
        cohortbook_kernels.forking.identity.NotForkableError
            If it cannot be started.
        """
        line = await self.zygotes.connect(self.identity)
        line.close()


async def warm(name: str, trust: str = "") -> None:
    """Start the zygote of a kernelspec, if it does not run; see `Warming`."""
    await Warming.of(name, trust).done()
