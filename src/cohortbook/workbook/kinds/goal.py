"""``goal``: the answer is what the group wants, on which topic, by when, and whether it is done."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Annotated, Any

from pydantic import Field

from cohortbook.workbook.kinds.kind import Kind
from cohortbook.workbook.kinds.shape import Options, Slug
from cohortbook.workbook.kinds.text import clean_text

LONGEST_TOPIC = 100


class GoalOptions(Options):
    """Of ``goal``: topics to choose from, by id; None stands for all of the programme."""

    topics: Annotated[list[Slug], Field(min_length=1, max_length=50)] | None = None


def _clean(_: Mapping[str, Any], raw: object) -> dict[str, Any] | None:
    if not isinstance(raw, dict):
        return None
    text = clean_text(raw.get("text"))
    if text is None:
        return None
    return {
        "text": text,
        "topic": _topic(raw.get("topic")),
        "by": _day(raw.get("by")),
        "done": raw.get("done") is True,
    }


def _topic(raw: object) -> str | None:
    # A group may find a topic that the programme did not think of.
    topic = (clean_text(raw) or "").strip()
    return topic[:LONGEST_TOPIC].strip() or None


def _day(raw: object) -> str | None:
    if not isinstance(raw, str):
        return None
    try:
        return date.fromisoformat(raw).isoformat()
    except ValueError:
        return None


GOAL = Kind(GoalOptions, _clean)
