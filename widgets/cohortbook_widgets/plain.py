"""Exercises drawn without any script: what is asked, and what may be answered."""

from __future__ import annotations

import html
from collections.abc import Callable, Mapping
from typing import Any

from cohortbook_widgets.markdown import render_markdown

Options = Mapping[str, Any]


def plain_html(definition: dict[str, Any]) -> str:
    """Draw an exercise without any script: what is asked, and what may be chosen.

    Parameters
    ----------
    definition : dict
        The exercise's whole definition.

    Returns
    -------
    str
        HTML that needs no stylesheet.
    """
    draw = _DRAWINGS.get(definition["kind"])
    drawn = draw(definition["options"]) if draw else ""
    return (
        f'<div style="border-left: 4px solid currentcolor; padding: .25em 1em">'
        f"<small>{html.escape(definition['kind'])} · {html.escape(definition['id'])}</small>"
        f"{render_markdown(definition['prompt'])}{drawn}</div>"
    )


def _choice(options: Options) -> str:
    labels = "".join(f"<li>{render_markdown(each['label'])}</li>" for each in options["choices"])
    return f"<ul>{labels}</ul>"


def _scale(options: Options) -> str:
    low, high = (html.escape(options[end]) for end in ("low_label", "high_label"))
    return f"<p>{options['low']} {low} … {options['high']} {high}</p>"


def _number(options: Options) -> str:
    return f"<p>… {html.escape(options['unit'])}</p>" if options["unit"] else ""


def _order(options: Options) -> str:
    labels = "".join(f"<li>{render_markdown(each['label'])}</li>" for each in options["items"])
    return f"<ol>{labels}</ol>"


def _table(options: Options) -> str:
    heads = "".join(f"<th>{html.escape(each['label'])}</th>" for each in options["columns"])
    rows = options["rows"]
    empty = "<td>&nbsp;</td>" * len(options["columns"])
    if rows is None:
        return f"<table><tr>{heads}</tr><tr>{empty}</tr></table>"
    body = "".join(f"<tr><th>{html.escape(each['label'])}</th>{empty}</tr>" for each in rows)
    return f"<table><tr><td></td>{heads}</tr>{body}</table>"


_DRAWINGS: Mapping[str, Callable[[Options], str]] = {
    "choice": _choice,
    "scale": _scale,
    "number": _number,
    "order": _order,
    "table": _table,
}
