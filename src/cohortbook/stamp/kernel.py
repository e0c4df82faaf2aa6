"""Which kernel a stamp is executed with."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from cohortbook.workbook.kernel import FALLBACK, ROOMS, is_usable


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
    return next((each for each in (ROOMS, written_with) if is_usable(each)), FALLBACK)
