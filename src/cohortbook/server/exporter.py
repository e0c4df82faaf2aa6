"""Voila's exporter, with what a page of ours does differently."""

from __future__ import annotations

import asyncio
import posixpath
import re
from collections.abc import Mapping
from html import escape
from pathlib import Path
from typing import Any

from nbconvert.filters.markdown_mistune import IPythonRenderer, MarkdownWithMath
from nbformat import NotebookNode
from PIL import Image
from traitlets.config import Config
from voila.exporter import VoilaExporter, VoilaMarkdownRenderer

TEMPLATES = Path(__file__).parent / "nbconvert"
TEMPLATE = "cohortbook"

_COMMENT = re.compile(r"<!--.*?-->", re.DOTALL)


class _GuideMarkdown(VoilaMarkdownRenderer):  # type: ignore[misc]
    """Markdown of a guide: images stay files of their own, headings have no links."""

    files: Path | None = None

    def heading(self, text: str, level: int, **_attributes: Any) -> str:
        """Write a heading without what it says to the machine."""
        return f"<h{level}>{_COMMENT.sub('', text).strip()}</h{level}>\n"

    def image(self, text: str, url: str, title: str | None = None) -> str:
        """Write an image that is fetched when it comes into view."""
        # Past Voila's own, which would inline it.
        html: str = IPythonRenderer.image(self, text, url, title)
        size = self._size_of(url)
        room = f' width="{size[0]}" height="{size[1]}"' if size else ""
        return html.replace("<img ", f'<img loading="lazy" decoding="async"{room} ', 1)

    def _size_of(self, url: str) -> tuple[int, int] | None:
        # The page keeps the room for it; who reads below is not pushed down when it comes.
        folder, name = posixpath.split(url)
        if self.files is None or posixpath.basename(folder) != self.files.name:
            return None
        try:
            with Image.open(self.files / name) as image:
                return image.size
        except (OSError, Image.DecompressionBombError):
            return None

    def table(self, text: str) -> str:
        """Write a table that scrolls by itself where it is too wide."""
        return f'<div class="cb-scroll" tabindex="0"><table>\n{text}</table></div>\n'


class GuideExporter(VoilaExporter):  # type: ignore[misc]
    """Makes a page of an executed notebook, without a kernel."""

    def __init__(self) -> None:
        super().__init__(
            template_name=TEMPLATE,
            template_paths=[str(TEMPLATES / TEMPLATE)],
            config=Config({"HTMLExporter": {"mathjax_url": "", "require_js_url": ""}}),
        )


def export(notebook: NotebookNode, context: Mapping[str, Any]) -> str:
    """Render the page's template.

    Parameters
    ----------
    notebook : nbformat.NotebookNode
    context : collections.abc.Mapping
        What the template speaks of.

    Notes
    -----
    Blocks; call it from a thread that runs no event loop.
    """
    return asyncio.run(_collected(notebook, context))


async def _collected(notebook: NotebookNode, context: Mapping[str, Any]) -> str:
    # An exporter is not made for several threads at once.
    pieces = GuideExporter().generate_from_notebook_node(
        notebook, extra_context={"plain": plain, **context}
    )
    return "".join([piece async for piece, _resources in pieces])


def markdown(text: str | list[str], cell: NotebookNode, files: Path | None = None) -> str:
    """Render the guide's own Markdown; HTML in it is the facilitator's and stays.

    Parameters
    ----------
    text : str or list of str
    cell : nbformat.NotebookNode
        For what is attached to it.
    files : pathlib.Path, optional
        Where the figures lie that it links to.
    """
    renderer = _GuideMarkdown(
        contents_manager=None, escape=False, attachments=cell.get("attachments", {})
    )
    renderer.files = files
    rendered: str = MarkdownWithMath(renderer=renderer).render("".join(text))
    return rendered


def plain(text: str | list[str]) -> str:
    """Escape text for HTML; notebooks keep text as one string or as lines."""
    return escape("".join(text), quote=False)
