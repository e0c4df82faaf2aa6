"""What came of handing a letter over."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Sent:
    """The other side has taken it."""


@dataclass(frozen=True, slots=True)
class Later:
    """It was not taken now, and may be another time.

    Parameters
    ----------
    reason : str
        What the other side said, or what went wrong.
    """

    reason: str


@dataclass(frozen=True, slots=True)
class Refused:
    """The other side will not take it, however often it is tried.

    Parameters
    ----------
    reason : str
        What it said.
    """

    reason: str


Outcome = Sent | Later | Refused
