"""From what people write to HTML that is safe to show: the only place for it."""

from __future__ import annotations

from functools import lru_cache

import nh3

from cohortbook_widgets.markdown import render_markdown

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
    "li",
    "ol",
    "p",
    "pre",
    "s",
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
    "a": {"href", "title", "target"},
    "code": {"class"},
    "ol": {"start"},
    "td": {"style"},
    "th": {"style"},
}
_SCHEMES = {"http", "https", "mailto"}


def _attribute(tag: str, name: str, value: str) -> str | None:
    if name == "href":
        # Only addresses that say what they are: a relative one would act with
        # the reader's own session.
        return value if value.partition(":")[0].lower() in _SCHEMES else None
    if name == "class":
        return value if tag == "code" and value.startswith("language-") else None
    if name == "style":
        alignments = {f"text-align:{side}" for side in ("left", "right", "center")}
        return value if value in alignments else None
    return value


@lru_cache(maxsize=4096)
def render(source: str) -> str:
    """Render Markdown as HTML that cannot run, load or imitate anything.

    Parameters
    ----------
    source : str
        CommonMark with tables and strikethrough; HTML in it shows as text.

    Returns
    -------
    str
        Sanitised HTML. Links open in a new tab without referrer or credit.
    """
    return render_draft(source)


def render_draft(source: str) -> str:
    """Render as `render` does, without remembering it: the next draft is another one."""
    # Pictures by address would let a comment make every reader's browser call
    # another host.
    html = render_markdown(source, images=False)
    return nh3.clean(
        html,
        tags=TAGS,
        attributes=_ATTRIBUTES,
        attribute_filter=_attribute,
        url_schemes=_SCHEMES,
        link_rel="noopener noreferrer nofollow",
        strip_comments=True,
    ).strip()
