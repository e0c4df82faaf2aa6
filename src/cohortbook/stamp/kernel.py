"""Which kernel a stamp is executed with."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from jupyter_client.kernelspec import KernelSpecManager, NoSuchKernel
from jupyter_client.provisioning.factory import KernelProvisionerFactory

PREFERRED = "cohortbook"
FALLBACK = "python3"


def choose_kernel(notebook_metadata: Mapping[str, Any]) -> str:
    """Choose the kernel for a workbook.

    Parameters
    ----------
    notebook_metadata : collections.abc.Mapping
        Of the workbook; names the kernel its author used.

    Returns
    -------
    str
        ``cohortbook`` when its kernelspec and its provisioner are installed, so
        that a stamp is made in the environment its room will have; otherwise the
        author's kernel if it is installed, otherwise ``python3``.
    """
    written_with = str(notebook_metadata.get("kernelspec", {}).get("name") or FALLBACK)
    return next((each for each in (PREFERRED, written_with) if _is_usable(each)), FALLBACK)


def _is_usable(name: str) -> bool:
    try:
        spec = KernelSpecManager().get_kernel_spec(name)
    except NoSuchKernel:
        return False
    factory = KernelProvisionerFactory.instance()
    wanted = (spec.metadata or {}).get("kernel_provisioner", {}).get("provisioner_name")
    return wanted is None or (
        wanted in factory.get_provisioner_entries() and factory.is_provisioner_available(spec)
    )
