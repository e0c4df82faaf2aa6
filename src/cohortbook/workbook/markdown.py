"""The parts of a markdown cell that matter: headings, images, links, other resources."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from html.parser import HTMLParser

from markdown_it import MarkdownIt
from markdown_it.token import Token

_PARSER = MarkdownIt("commonmark").enable("table").enable("strikethrough")
_TOPIC = re.compile(r"<!--\s*topic\s*:\s*(?P<topic>.*?)\s*-->", re.DOTALL)

# Elements that fetch something when the page is shown, and the attribute that says what.
_FETCHING = {
    "audio": "src",
    "embed": "src",
    "iframe": "src",
    "link": "href",
    "object": "data",
    "script": "src",
    "source": "src",
    "video": "src",
}


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading of a markdown cell.

    Parameters
    ----------
    level : int
        1 to 6.
    title : str
        Plain text.
    topic : str or None
        What the comment on its line says, whether it is an id or not.
    """

    level: int
    title: str
    topic: str | None = None


@dataclass(frozen=True, slots=True)
class Image:
    """An image that a markdown cell shows.

    Parameters
    ----------
    source : str
        Where it is, as written.
    alternative : str or None
        What is read out instead of it; None when nothing says so, empty when it is
        marked as decoration in HTML.
    """

    source: str
    alternative: str | None


@dataclass(frozen=True, slots=True)
class Link:
    """A link.

    Parameters
    ----------
    target : str
        Where it goes.
    text : str
        What it is called; an image's alternative text counts.
    """

    target: str
    text: str


@dataclass(frozen=True, slots=True)
class Content:
    """What was found in a markdown cell or in HTML.

    Parameters
    ----------
    headings : tuple of Heading
        In order.
    images : tuple of Image
        In order.
    links : tuple of Link
        In order.
    fetched : tuple of str
        Addresses of scripts, frames, films and the like.
    """

    headings: tuple[Heading, ...] = ()
    images: tuple[Image, ...] = ()
    links: tuple[Link, ...] = ()
    fetched: tuple[str, ...] = ()


def read_markdown(source: str) -> Content:
    """Find what matters in Markdown.

    Parameters
    ----------
    source : str
        Of a markdown cell.

    Returns
    -------
    Content
        Of the Markdown and of the HTML in it; code is left alone.
    """
    tokens = _PARSER.parse(source)
    html = _Html()
    headings: list[Heading] = []
    for number, token in enumerate(tokens):
        if token.type == "heading_open":
            headings.append(_heading(int(token.tag[1]), tokens[number + 1]))
        elif token.type == "html_block":
            html.feed(token.content)
        elif token.type == "inline":
            _feed_inline(html, token.children or [])
    html.close()
    return Content(tuple(headings), tuple(html.images), tuple(html.links), tuple(html.fetched))


def read_html(source: str) -> Content:
    """Find what matters in HTML, such as an output's."""
    html = _Html()
    html.feed(source)
    html.close()
    return Content((), tuple(html.images), tuple(html.links), tuple(html.fetched))


def prose_lines(source: str) -> Iterator[tuple[bool, str]]:
    """Split Markdown into lines, each with whether it is prose rather than code."""
    code: set[int] = set()
    for token in _PARSER.parse(source):
        if token.type in {"fence", "code_block"} and token.map:
            code.update(range(*token.map))
    for number, line in enumerate(source.splitlines(keepends=True)):
        yield number not in code, line


def _heading(level: int, inline: Token) -> Heading:
    children = inline.children or []
    topic = _TOPIC.search(inline.content)
    title = "".join(_text_of(each) for each in children)
    return Heading(level, " ".join(title.split()), topic["topic"] if topic else None)


def _text_of(token: Token) -> str:
    if token.type in {"text", "code_inline"}:
        return token.content
    if token.type in {"softbreak", "hardbreak"}:
        return " "
    return token.content if token.type == "image" else ""


def _feed_inline(html: _Html, children: list[Token]) -> None:
    for child in children:
        if child.type == "html_inline":
            html.feed(child.content)
        elif child.type == "image":
            html.image(str(child.attrGet("src") or ""), child.content or None)
        elif child.type == "link_open":
            html.open_link(str(child.attrGet("href") or ""))
        elif child.type == "link_close":
            html.close_link()
        else:
            html.handle_data(_text_of(child))


class _Html(HTMLParser):
    """Takes HTML in pieces, with what stands between them told apart."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.images: list[Image] = []
        self.links: list[Link] = []
        self.fetched: list[str] = []
        self._open: list[tuple[str, list[str]]] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        if tag == "img":
            said = (given["alt"] or "") if "alt" in given else None
            self.image(given.get("src") or "", said)
        elif tag == "a" and given.get("href") is not None:
            self.open_link(given.get("href") or "")
            for name in ("aria-label", "title"):
                self.handle_data(given.get(name) or "")
        elif tag in _FETCHING and given.get(_FETCHING[tag]):
            self.fetched.append(given[_FETCHING[tag]] or "")

    def handle_endtag(self, tag: str) -> None:
        if tag == "a":
            self.close_link()

    def handle_data(self, data: str) -> None:
        if self._open:
            self._open[-1][1].append(data)

    def image(self, source: str, alternative: str | None) -> None:
        self.images.append(Image(source, alternative))
        self.handle_data(alternative or "")

    def open_link(self, target: str) -> None:
        self._open.append((target, []))

    def close_link(self) -> None:
        if self._open:
            target, text = self._open.pop()
            self.links.append(Link(target, "".join(text).strip()))
