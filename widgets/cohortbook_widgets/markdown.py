"""Markdown to HTML: the one renderer, for prompts in previews, pages and comments alike."""

from __future__ import annotations

from collections.abc import MutableMapping, Sequence
from functools import cache
from typing import Any

from markdown_it import MarkdownIt
from markdown_it.renderer import RendererHTML
from markdown_it.token import Token
from markdown_it.utils import OptionsDict


def render_markdown(source: str, *, images: bool = True) -> str:
    """Render Markdown as HTML.

    HTML in the source is shown as text, addresses that could run something are
    not made links, and links to other places open in a new tab and tell it
    nothing. Tables, ~~struck out~~ words and bare addresses are understood too.

    Parameters
    ----------
    source : str
        Markdown as people write it.
    images : bool
        Whether pictures are shown; otherwise each becomes a link.

    Returns
    -------
    str
        HTML; empty for an empty source.
    """
    return str(_renderer(images).render(source))


def markdown_engine(*, images: bool = True, breaks: bool = False) -> MarkdownIt:
    """Return a renderer of one's own with the rules of `render_markdown`, to add to.

    Parameters
    ----------
    images : bool
        Whether pictures are shown.
    breaks : bool
        Whether a line ends where it does in the source, as people expect of what
        they type into a field; notebooks fold their lines.
    """
    markdown = MarkdownIt("commonmark", {"html": False, "breaks": breaks, "linkify": True})
    markdown.enable(["table", "strikethrough", "linkify"])
    if not images:
        markdown.disable(["image"])
    markdown.add_render_rule("link_open", _open_link)
    return markdown


@cache
def _renderer(images: bool) -> MarkdownIt:  # noqa: FBT001 - private
    return markdown_engine(images=images)


def _open_link(
    renderer: RendererHTML,
    tokens: Sequence[Token],
    index: int,
    options: OptionsDict,
    env: MutableMapping[str, Any],
) -> str:
    token = tokens[index]
    if str(token.attrGet("href") or "").startswith(("http://", "https://")):
        token.attrSet("rel", "noopener nofollow")
        token.attrSet("target", "_blank")
    return renderer.renderToken(tokens, index, options, env)
