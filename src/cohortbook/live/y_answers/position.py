"""Positions between which there is always room for another.

A position is a fraction written in the digits 0-9, A-Z, a-z without the point and
without noughts at its end; as text they sort as the fractions do. Who moves a
thing writes one position, so that moves of different things at once both count.
"""

from __future__ import annotations

import re
from typing import Any

DIGITS = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz"

_POSITION = re.compile(r"[0-9A-Za-z]{0,199}[1-9A-Za-z]")


def position_of(raw: Any) -> str | None:
    """Return a position that somebody wrote, or None if it is none."""
    return raw if isinstance(raw, str) and _POSITION.fullmatch(raw) else None


def given_position(index: int) -> str:
    """Return the position of what was not moved, by its index from 0 to 60."""
    return DIGITS[index + 1]
