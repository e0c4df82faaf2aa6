"""What is told of a standing: to pages, in nudges and on the command line."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Any

from cohortbook.server.words import t

if TYPE_CHECKING:
    from datetime import tzinfo

    from cohortbook.learning.attention_standing import Standing

_A_MINUTE = 60


def facts_of(standing: Standing, zone: tzinfo) -> dict[str, Any]:
    """Return the figures of a standing, with the due day, as they are kept in a nudge."""
    due = standing.topic.due
    # The moment is the midnight after it.
    day = None if due is None else (due.astimezone(zone) - timedelta(seconds=1)).date()
    return {**standing.to_json(), "due": None if day is None else day.isoformat()}


def facts_text(facts: dict[str, Any], *, own: bool = False) -> str:
    """Say in words what the points were made of.

    Parameters
    ----------
    facts : dict
        As from `facts_of`.
    own : bool
        Whether it is a topic that the group added, which has one text and no exercises.

    Returns
    -------
    str
        Such as "3 of 4 exercises answered, 2 comments, 18 minutes read by 3 of 4 members".
    """
    parts = []
    if own:
        parts.append(t("own.facts.written" if facts["answered"] else "own.facts.unwritten"))
    elif facts["exercises"]:
        parts.append(t("nudge.facts.answered", done=facts["answered"], total=facts["exercises"]))
    parts.append(
        t("nudge.facts.comments", count=facts["comments"])
        if facts["comments"]
        else t("nudge.facts.comments.none")
    )
    if facts["readers"]:
        minutes = t("nudge.facts.minutes", count=max(1, round(facts["seconds"] / _A_MINUTE)))
        readers, members = facts["readers"], facts["members"]
        parts.append(t("nudge.facts.read", minutes=minutes, some=readers, all=members))
    else:
        parts.append(t("nudge.facts.read.none"))
    if facts["moves"]:
        parts.append(t("nudge.facts.moves", count=facts["moves"]))
    return ", ".join(parts)
