"""What a thread hangs on."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Literal, cast, get_args

from cohortbook.learning.errors import AnchorInvalid
from cohortbook.learning.text import storable

AnchorKind = Literal["cell", "exercise", "passage"]

LONGEST_QUOTE = 1_000
LONGEST_CONTEXT = 200
LONGEST_REF = 200
LONGEST_TEXT = 10_000_000


@dataclass(frozen=True, slots=True)
class Quote:
    """A passage, with a little of what stands around it.

    Parameters
    ----------
    exact, prefix, suffix : str
        At most 1000 characters, and 200 on each side.
    """

    exact: str
    prefix: str = ""
    suffix: str = ""

    def to_json(self) -> dict[str, str]:
        """Return the three parts."""
        return {"exact": self.exact, "prefix": self.prefix, "suffix": self.suffix}


@dataclass(frozen=True, slots=True)
class Position:
    """Where a passage stood in the text of its cell when it was quoted.

    Parameters
    ----------
    start, end : int
        Offsets in what the page shows as the cell's text, in UTF-16 units as
        browsers count them; `end` is behind the last one.

    Raises
    ------
    AnchorInvalid
        When there is nothing between them.
    """

    start: int
    end: int

    def __post_init__(self) -> None:
        """Refuse what is no stretch of text."""
        whole = all(type(each) is int for each in (self.start, self.end))
        if not whole or not 0 <= self.start < self.end <= LONGEST_TEXT:
            msg = "The position of a passage is a start and a later end, as whole numbers."
            raise AnchorInvalid(msg, mend="Count from 0 at the beginning of the cell's text.")

    def to_json(self) -> dict[str, int]:
        """Return both ends."""
        return {"start": self.start, "end": self.end}


@dataclass(frozen=True, slots=True)
class Anchor:
    """What a thread hangs on.

    Parameters
    ----------
    kind : {"cell", "exercise", "passage"}
        A passage is a quotation from a cell.
    ref : str
        The cell id, or the exercise id.
    quote : Quote or None
        Given for a passage, and only then.
    position : Position or None
        Where the passage stood; may be left out, and is for a passage only.

    Raises
    ------
    AnchorInvalid
        When the parts do not belong together.
    """

    kind: AnchorKind
    ref: str
    quote: Quote | None = None
    position: Position | None = None

    def __post_init__(self) -> None:
        """Refuse what cannot be found again on a page."""
        if self.kind not in get_args(AnchorKind):
            msg = f"A thread cannot hang on {self.kind!r}."
            raise AnchorInvalid(msg, mend=f"Use one of {', '.join(get_args(AnchorKind))}.")
        if not self.ref or len(self.ref) > LONGEST_REF or storable(self.ref) != self.ref:
            msg = "The anchor names no cell or exercise."
            raise AnchorInvalid(msg, mend="Give the id of the cell or exercise as ref.")
        if (self.kind == "passage") != (self.quote is not None):
            msg = "A passage needs a quote, and nothing else has one."
            raise AnchorInvalid(msg, mend="Quote the passage, or anchor at the cell.")
        if self.position is not None and self.quote is None:
            msg = "Only a passage has a position."
            raise AnchorInvalid(msg, mend="Leave the position out.")
        if self.quote is not None and not self.quote.exact.strip():
            msg = "The quoted passage is empty."
            raise AnchorInvalid(msg, mend="Select some text.")
        if self.quote is not None and len(self.quote.exact) > LONGEST_QUOTE:
            msg = f"The quoted passage has more than {LONGEST_QUOTE} characters."
            raise AnchorInvalid(msg, mend="Select less text.")

    def to_json(self) -> dict[str, Any]:
        """Return the anchor as a page sends it."""
        quote = None if self.quote is None else self.quote.to_json()
        position = None if self.position is None else self.position.to_json()
        return {"kind": self.kind, "ref": self.ref, "quote": quote, "position": position}

    @classmethod
    def from_json(cls, raw: object) -> Anchor:
        """Read what a page sent.

        Raises
        ------
        AnchorInvalid
            When it is not an anchor.
        """
        if not isinstance(raw, Mapping):
            msg = "The anchor is missing."
            raise AnchorInvalid(msg, mend='Send {"kind": …, "ref": …, "quote": …, "position": …}.')
        kind, ref, quote = raw.get("kind"), raw.get("ref"), raw.get("quote")
        if not isinstance(kind, str) or not isinstance(ref, str):
            msg = "The kind and the ref of an anchor are text."
            raise AnchorInvalid(msg)
        position = raw.get("position")
        return cls(
            cast("AnchorKind", kind),
            ref,
            None if quote is None else _quote(quote),
            None if position is None else _position(position),
        )


def _position(raw: object) -> Position:
    if not isinstance(raw, Mapping):
        msg = "The position of an anchor has the parts start and end."
        raise AnchorInvalid(msg)
    return Position(cast("int", raw.get("start")), cast("int", raw.get("end")))


def _quote(raw: object) -> Quote:
    if not isinstance(raw, Mapping):
        msg = "The quote of an anchor has the parts exact, prefix and suffix."
        raise AnchorInvalid(msg)
    parts = [raw.get(name) or "" for name in ("exact", "prefix", "suffix")]
    if not all(isinstance(each, str) for each in parts):
        msg = "The parts of a quote are text."
        raise AnchorInvalid(msg)
    exact, prefix, suffix = (storable(each) for each in parts)
    return Quote(exact, prefix[-LONGEST_CONTEXT:], suffix[:LONGEST_CONTEXT])
