"""Text and times as they are kept and as they are sent."""

from __future__ import annotations

from typing import TYPE_CHECKING

from cohortbook.learning.errors import CommentEmpty, CommentTooLong

if TYPE_CHECKING:
    from datetime import datetime

LONGEST_COMMENT = 10_000


def storable(text: str) -> str:
    """Return `text` without what a database cannot hold: NUL and half characters."""
    return text.replace("\x00", "").encode(errors="replace").decode()


def comment_body(text: str) -> str:
    """Return the text of a comment as it is kept.

    Raises
    ------
    CommentEmpty, CommentTooLong
        When it has no word in it, or more than 10,000 characters.
    """
    body = feedback_body(text)
    if not body:
        raise CommentEmpty
    return body


def feedback_body(text: str) -> str:
    """Return feedback as it is kept; it may be empty.

    Raises
    ------
    CommentTooLong
        When it has more than 10,000 characters.
    """
    body = storable(text).strip()
    if len(body) > LONGEST_COMMENT:
        raise CommentTooLong(len(body), LONGEST_COMMENT)
    return body


def instant(at: datetime) -> str:
    """Render a time in UTC as ``2026-11-23T09:15:00.123Z``."""
    return at.isoformat(timespec="milliseconds").replace("+00:00", "Z")


def instant_or_none(at: datetime | None) -> str | None:
    """Render a time that may not have come."""
    return None if at is None else instant(at)
