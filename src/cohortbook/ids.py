"""Opaque identifiers with a prefix that says what they name."""

from __future__ import annotations

import base64
import re
import secrets

SLUG = re.compile(r"[a-z0-9][a-z0-9-]{0,63}")


def new_id(prefix: str) -> str:
    """Make a fresh identifier such as ``thr_4f7zq…``.

    Parameters
    ----------
    prefix : str
        Three letters naming the kind of thing.

    Returns
    -------
    str
        The prefix, an underscore and 20 characters holding 100 random bits.
    """
    return f"{prefix}_{base64.b32encode(secrets.token_bytes(13)).decode().lower()[:20]}"


def is_slug(text: str) -> bool:
    """Say whether `text` may name a cohort, group, workbook, exercise or topic."""
    return SLUG.fullmatch(text) is not None
