"""Which kernel a workbook is checked with."""

from __future__ import annotations

from jupyter_client.kernelspec import KernelSpecManager, NoSuchKernel
from jupyter_client.provisioning.factory import KernelProvisionerFactory
from nbformat import NotebookNode

# What rooms have: it starts in next to no time, and knows nothing of the server.
ROOMS = "cohortbook"
FALLBACK = "python3"


def kernel_named_by(notebook: NotebookNode) -> str | None:
    """Return the kernel that a notebook names, or None."""
    spec = notebook.metadata.get("kernelspec")
    name = spec.get("name") if isinstance(spec, dict) else None
    return name if isinstance(name, str) and name else None


def is_installed(name: str) -> bool:
    """Say whether a kernel of that name is installed here."""
    try:
        KernelSpecManager().get_kernel_spec(name)
    except (NoSuchKernel, ValueError, OSError):
        return False
    return True


def is_usable(name: str) -> bool:
    """Say whether a kernel is installed here, and what starts it too."""
    try:
        spec = KernelSpecManager().get_kernel_spec(name)
    except (NoSuchKernel, ValueError, OSError):
        return False
    factory = KernelProvisionerFactory.instance()
    wanted = (spec.metadata or {}).get("kernel_provisioner", {}).get("provisioner_name")
    return wanted is None or (
        wanted in factory.get_provisioner_entries() and factory.is_provisioner_available(spec)
    )


def kernel_for(notebook: NotebookNode) -> str:
    """Return the kernel that a notebook names if it is installed, otherwise `FALLBACK`.

    In place of `FALLBACK` it is the kernel of rooms, where that can be used.
    """
    name = kernel_named_by(notebook)
    if name is not None and name != FALLBACK and is_installed(name):
        return name
    return ROOMS if is_usable(ROOMS) else FALLBACK
