"""What code has shown, as far as it may be shown to people."""

from __future__ import annotations

import base64
import binascii
import io
import re
from collections.abc import Mapping
from contextlib import suppress
from typing import Any

import nh3
from PIL import Image

from cohortbook.learning.markdown import render

LONGEST_TEXT = 100_000  # characters, of all outputs together
MOST_OUTPUTS = 200
MOST_PICTURES = 20
LARGEST_PICTURE = 4_000_000  # bytes
LARGEST_PIXELS = 20_000_000

# Colours and movements of a terminal.
_TERMINAL = re.compile(r"\x1b\[[0-?]*[ -/]*[@-~]|\x1b\][^\x07\x1b]*(?:\x07|\x1b\\)|\x1b[@-Z\\-_]")
_TABLES = {
    *("table", "thead", "tbody", "tfoot", "tr", "th", "td", "caption", "colgroup", "col"),
    *("p", "br", "b", "strong", "i", "em", "code", "pre", "ul", "ol", "li", "div", "span"),
    *("h1", "h2", "h3", "h4", "sub", "sup"),
}
_ATTRIBUTES = {"th": {"colspan", "rowspan", "scope"}, "td": {"colspan", "rowspan"}}

Output = dict[str, Any]


class CodeOutputs:
    """Collects what code shows, in a form that pages can show without a further thought.

    Notes
    -----
    An output is one of ``{"kind": "text", "text"}``, ``{"kind": "error", "text"}``,
    ``{"kind": "html", "html"}`` (sanitised) and ``{"kind": "picture", "png", "width",
    "height", "text"}`` (base64, decoded and encoded anew). `generation` grows when
    all is cleared; otherwise outputs are only ever added.
    """

    def __init__(self) -> None:
        self.outputs: list[Output] = []
        self.generation = 0
        self.cut = False
        self._characters = 0
        self._pictures = 0
        self._clear_first = False

    def take(self, message: Mapping[str, Any]) -> bool:
        """Take in what a process tells; say whether anything changed."""
        if message.get("clear"):
            if message.get("wait"):
                self._clear_first = True
                return False
            return self._clear()
        output = self._read(message)
        if output is None:
            return False
        if self._clear_first:
            self._clear()
        return self._add(output)

    def _read(self, message: Mapping[str, Any]) -> Output | None:
        stream, error, data = (message.get(each) for each in ("stream", "error", "data"))
        if isinstance(stream, str):
            return {"kind": "text", "text": _plain(stream)}
        if isinstance(error, str):
            return {"kind": "error", "text": _plain(error)}
        return self._shown(data) if isinstance(data, dict) else None

    def _shown(self, data: Mapping[str, Any]) -> Output | None:
        text = data.get("text/plain")
        plain = _plain(text) if isinstance(text, str) else ""
        picture = data.get("image/png")
        if isinstance(picture, str) and self._pictures < MOST_PICTURES:
            made = _picture(picture)
            if made is not None:
                return {**made, "text": plain[:200]}
        html, markdown = data.get("text/html"), data.get("text/markdown")
        if isinstance(markdown, str):
            return {"kind": "html", "html": render(markdown[:LONGEST_TEXT])}
        if isinstance(html, str) and len(html) <= LONGEST_TEXT:
            clean = nh3.clean(html, tags=_TABLES, attributes=_ATTRIBUTES, link_rel=None)
            return {"kind": "html", "html": clean}
        return {"kind": "text", "text": plain + "\n"} if plain else None

    def _add(self, output: Output) -> bool:
        size = len(output.get("text", "")) + len(output.get("html", ""))
        if len(self.outputs) >= MOST_OUTPUTS or self._characters + size > LONGEST_TEXT:
            changed, self.cut = not self.cut, True
            return changed
        self._characters += size
        self._pictures += output["kind"] == "picture"
        self.outputs.append(output)
        return True

    def _clear(self) -> bool:
        self._clear_first = False
        if not self.outputs:
            return False
        self.outputs = []
        self.generation += 1
        self._characters = self._pictures = 0
        self.cut = False
        return True


def joined(outputs: list[Output]) -> list[Output]:
    """Return outputs with texts that follow each other made one."""
    made: list[Output] = []
    for each in outputs:
        if made and each["kind"] == made[-1]["kind"] == "text":
            made[-1] = {"kind": "text", "text": made[-1]["text"] + each["text"]}
        else:
            made.append(each)
    return made


def _plain(text: str) -> str:
    """Return text without what only terminals and no database understands."""
    whole = _TERMINAL.sub("", text).replace("\r\n", "\n").replace("\x00", "")
    return whole.encode("utf-8", "replace").decode("utf-8")


def _picture(encoded: str) -> Output | None:
    if len(encoded) > LARGEST_PICTURE * 4 // 3:
        return None
    with suppress(binascii.Error, OSError, ValueError, SyntaxError, Image.DecompressionBombError):
        opened = Image.open(io.BytesIO(base64.b64decode(encoded)), formats=("PNG",))
        if opened.width * opened.height > LARGEST_PIXELS:
            return None
        into = io.BytesIO()
        picture = opened.convert("RGBA" if opened.has_transparency_data else "RGB")
        picture.info.clear()
        picture.save(into, "PNG")
        return {
            "kind": "picture",
            "png": base64.b64encode(into.getvalue()).decode("ascii"),
            "width": picture.width,
            "height": picture.height,
        }
    return None
