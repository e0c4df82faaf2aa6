"""JSON that stands inside a page."""

from __future__ import annotations

import json


def script_safe_json(value: object) -> str:
    """Write JSON that can stand inside a script element.

    Parameters
    ----------
    value : object
        Anything that JSON can hold.

    Returns
    -------
    str
        JSON in which nothing can end the element or begin a comment.
    """
    written = json.dumps(value, ensure_ascii=False, separators=(",", ":"))
    for mark in "<>&\u2028\u2029":
        written = written.replace(mark, f"\\u{ord(mark):04x}")
    return written
