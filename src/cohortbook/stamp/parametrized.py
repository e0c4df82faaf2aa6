"""A workbook with the parameters of one group in it."""

from __future__ import annotations

from collections.abc import Mapping
from copy import deepcopy
from typing import Any

from nbformat import NotebookNode
from papermill.parameterize import parameterize_notebook
from papermill.version import version

from cohortbook.workbook.kernel import FALLBACK


def parametrized(notebook: NotebookNode, parameters: Mapping[str, Any]) -> NotebookNode:
    """Return a copy of a workbook in which papermill has put parameters.

    Parameters
    ----------
    notebook : nbformat.NotebookNode
        Not changed.
    parameters : collections.abc.Mapping
        Of plain JSON values; without any, no cell is put in.

    Returns
    -------
    nbformat.NotebookNode
        That shares nothing with the other.
    """
    copy: NotebookNode = deepcopy(notebook)
    copy.metadata["papermill"] = {"parameters": {}, "version": version}
    if not parameters:
        return copy
    filled = parameterize_notebook(copy, dict(parameters), kernel_name=FALLBACK, language="python")
    assert isinstance(filled, NotebookNode)
    return filled
