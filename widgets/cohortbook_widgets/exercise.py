"""An exercise in a notebook: what it emits and how it draws itself."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING, Any

from IPython.core.getipython import get_ipython
from IPython.display import display

if TYPE_CHECKING:
    from cohortbook_widgets.preview import Preview

MIME_TYPE = "application/vnd.cohortbook.exercise.v1+json"


class Exercise:
    """One exercise, drawn where it is made.

    In a room it emits only its definition: the page brings it to life, so that
    answers need no kernel. Elsewhere, as in JupyterLab, it also draws a preview
    that works but keeps nothing.

    Parameters
    ----------
    definition : dict
        The whole definition, as the MIME bundle carries it.
    """

    def __init__(self, definition: dict[str, Any]) -> None:
        self.definition = definition
        self._preview: Preview | None = None
        self._drawn_in: object = None
        if get_ipython() is not None:
            self._ipython_display_()

    def __repr__(self) -> str:
        prompt = " ".join(self.definition["prompt"].split())
        return f"Exercise {self.definition['id']} ({self.definition['kind']}): {prompt}"

    def _repr_mimebundle_(self, **_: object) -> dict[str, Any]:
        bundle: dict[str, Any] = {"text/plain": repr(self), MIME_TYPE: self.definition}
        if os.environ.get("COHORTBOOK_ROOM") != "1":
            bundle |= self._preview_bundle()
        return bundle

    def _ipython_display_(self) -> None:
        # Made and named last in one cell it is still drawn once; in a later cell, again.
        shell = get_ipython()
        cell = getattr(shell, "execution_count", None)
        if cell is not None and cell == self._drawn_in:
            return
        self._drawn_in = cell
        display(self._repr_mimebundle_(), raw=True)

    def _preview_bundle(self) -> dict[str, Any]:
        # Rooms never pay for importing this.
        from cohortbook_widgets.preview import Preview  # noqa: PLC0415

        if self._preview is None:
            self._preview = Preview(self.definition)
        return self._preview.view()
