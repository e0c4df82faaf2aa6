"""The preview of an exercise in JupyterLab and other notebook editors."""

from __future__ import annotations

import json
from functools import cache
from importlib.resources import files
from typing import Any

import anywidget
import traitlets

from cohortbook_widgets.markdown import render_markdown
from cohortbook_widgets.plain import plain_html

_VIEW = "application/vnd.jupyter.widget-view+json"

# A widget's script travels once per widget, so this one only asks the kernel for the script
# that all previews of a page share. Until that comes, or without a kernel, a plain drawing
# stands there.
_STUB = """
const shared = (globalThis.cohortbookPreviews ??= {});
const load = (source) =>
  import(URL.createObjectURL(new Blob([source], { type: "text/javascript" })));
const ask = (model) =>
  new Promise((resolve, reject) => {
    model.on("msg:custom", ({ script }) => script && resolve(load(script)));
    setTimeout(reject, 30_000, new Error("no kernel answered"));
    model.send({ want: "script" });
  });
export default {
  async render({ model, el }) {
    const version = model.get("version");
    el.innerHTML = model.get("plain");
    shared[version] ??= ask(model);
    try {
      return (await shared[version]).mountPreview(el, model.get("definition"), model.get("prompt"));
    } catch {
      delete shared[version];
    }
  },
};
"""


class Preview(anywidget.AnyWidget):
    """Draws an exercise as the page will, keeping nothing.

    Parameters
    ----------
    definition : dict
        The exercise's whole definition.
    """

    _esm = _STUB
    definition = traitlets.Dict().tag(sync=True)
    prompt = traitlets.Unicode(help="The prompt as HTML.").tag(sync=True)
    plain = traitlets.Unicode(help="HTML to show without the script.").tag(sync=True)
    version = traitlets.Unicode(help="Name of the script.").tag(sync=True)

    def __init__(self, definition: dict[str, Any]) -> None:
        super().__init__(
            definition=definition,
            prompt=render_markdown(definition["prompt"]),
            plain=plain_html(definition),
            version=_script_name(),
        )
        self.on_msg(self._on_message)

    def view(self) -> dict[str, Any]:
        """Return the part of a MIME bundle that refers to this widget."""
        return {_VIEW: {"version_major": 2, "version_minor": 0, "model_id": self.model_id}}

    def _on_message(self, _widget: object, content: object, _buffers: object) -> None:
        if content == {"want": "script"}:
            self.send({"script": _script()})


def _static() -> Any:
    return files("cohortbook_widgets") / "static"


@cache
def _script_name() -> str:
    assets = json.loads((_static() / "assets.json").read_text(encoding="utf-8"))
    return str(assets["preview.js"])


@cache
def _script() -> str:
    return str((_static() / _script_name()).read_text(encoding="utf-8"))
