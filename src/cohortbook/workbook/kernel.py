"""Which kernel a workbook is checked with."""

from __future__ import annotations

from jupyter_client.kernelspec import KernelSpecManager, NoSuchKernel
from nbformat import NotebookNode

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


def kernel_for(notebook: NotebookNode) -> str:
    """Return the kernel that a notebook names if it is installed, otherwise `FALLBACK`."""
    name = kernel_named_by(notebook)
    return name if name is not None and is_installed(name) else FALLBACK
