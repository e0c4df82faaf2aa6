"""From what people write to HTML that is safe to show: the only place for it."""

from __future__ import annotations

from functools import cache, lru_cache
from typing import TYPE_CHECKING

import nh3

from cohortbook.learning.mention_syntax import (
    NOBODY,
    Known,
    Mentioned,
    mention_rules,
    read_mentions,
)
from cohortbook.learning.pin_syntax import ADDRESS, PICTURE, pin_rules
from cohortbook_widgets.markdown import markdown_engine

if TYPE_CHECKING:
    from markdown_it import MarkdownIt

TAGS = {
    "a",
    "blockquote",
    "br",
    "code",
    "del",
    "em",
    "h1",
    "h2",
    "h3",
    "h4",
    "h5",
    "h6",
    "hr",
    "img",
    "li",
    "ol",
    "p",
    "pre",
    "s",
    "span",
    "strong",
    "sub",
    "sup",
    "table",
    "tbody",
    "td",
    "th",
    "thead",
    "tr",
    "ul",
}
_ATTRIBUTES = {
    "a": {"class", "href", "title", "target"},
    "code": {"class"},
    "img": {"alt", "class", "loading", "src"},
    "ol": {"start"},
    "span": {"class", "data-mentors", "data-person"},
    "td": {"style"},
    "th": {"style"},
}
_SCHEMES = {"http", "https", "mailto"}
_CLASSES = {"a": {"cb-pin"}, "img": {"cb-pin__picture"}, "span": {"cb-mention", "cb-pin__words"}}


def _attribute(tag: str, name: str, value: str) -> str | None:
    if name == "href":
        # Only addresses that say what they are: a relative one would act with
        # the reader's own session.
        known = value.partition(":")[0].lower() in _SCHEMES or ADDRESS.fullmatch(value)
        return value if known else None
    if name == "src":
        return value if PICTURE.fullmatch(value) else None
    if name == "class":
        language = tag == "code" and value.startswith("language-")
        return value if language or value in _CLASSES.get(tag, ()) else None
    if name == "style":
        alignments = {f"text-align:{side}" for side in ("left", "right", "center")}
        return value if value in alignments else None
    return value


@lru_cache(maxsize=4096)
def render(source: str, known: Known = NOBODY) -> str:
    """Render Markdown as HTML that cannot run, load or imitate anything.

    Parameters
    ----------
    source : str
        CommonMark with tables and strikethrough; HTML in it shows as text.
    known : Known
        Who can be mentioned in it. A mention of anybody else is plain text.

    Returns
    -------
    str
        Sanitised HTML. Links open in a new tab without referrer or credit.
    """
    return render_draft(source, known)


@lru_cache(maxsize=4096)
def render_guide(source: str) -> str:
    """Render what a facilitator wrote in a notebook, where lines are folded."""
    return _clean(str(_engine(breaks=False).render(source, {"known": NOBODY})))


def render_draft(source: str, known: Known = NOBODY) -> str:
    """Render as `render` does, without remembering it: the next draft is another one."""
    return _clean(str(_engine().render(source, {"known": known})))


def _clean(html: str) -> str:
    return nh3.clean(
        html,
        tags=TAGS,
        attributes=_ATTRIBUTES,
        attribute_filter=_attribute,
        url_schemes=_SCHEMES,
        link_rel="noopener noreferrer nofollow",
        strip_comments=True,
    ).strip()


@lru_cache(maxsize=4096)
def mentions_in(source: str) -> Mentioned:
    """Say whom a text asks to mention, whether they can be or not.

    Parameters
    ----------
    source : str
        Markdown. What looks like a mention within code is none.
    """
    return read_mentions(_engine().parse(source, {}))


@cache
def _engine(*, breaks: bool = True) -> MarkdownIt:
    # Pictures by address would let a comment make every reader's browser call
    # another host.
    engine = markdown_engine(images=False, breaks=breaks)
    engine.use(mention_rules)
    engine.use(pin_rules)
    return engine
