"""The words of a Markdown text without its marks, for titles and lists."""

from __future__ import annotations

from typing import TYPE_CHECKING

from markdown_it import MarkdownIt

if TYPE_CHECKING:
    from markdown_it.token import Token

_ENGINE = MarkdownIt("commonmark", {"html": False})


def plain_text(markdown: str, limit: int) -> str:
    """Return the first words of `markdown`, at most `limit` characters of them.

    Parameters
    ----------
    markdown : str
        As its author wrote it.
    limit : int
        In characters; a longer text ends with an ellipsis after a whole word.
    """
    words = " ".join(" ".join(_texts(_ENGINE.parse(markdown))).split())
    if len(words) <= limit:
        return words
    kept = words[: limit - 1]
    return f"{kept.rpartition(' ')[0] or kept}…"


def _texts(tokens: list[Token]) -> list[str]:
    return ["".join(_inline(token.children or [])) for token in tokens if token.type == "inline"]


def _inline(tokens: list[Token]) -> list[str]:
    return [" " if token.type in {"softbreak", "hardbreak"} else token.content for token in tokens]
