"""What the group decided, and what came of it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar

from cohortbook.server.group.decision_words import Past, past_words

if TYPE_CHECKING:
    from cohortbook.server.group.section import Asked

SHOWN = 6


@dataclass(frozen=True, slots=True)
class HistorySection:
    """The context of ``group/history.html``; `more` are shown when asked for."""

    template: ClassVar[str] = "history.html"
    group: str
    first: tuple[Past, ...]
    more: tuple[Past, ...]


def history_section(asked: Asked) -> HistorySection | None:
    """List what is settled, the latest first; None where there is nothing."""
    organising = asked.sources.organising
    past = tuple(
        past_words(asked.sources, each, asked.reader)
        for each in organising.decisions.of_group(asked.group.id)
        if not organising.is_open(each)
    )
    return HistorySection(asked.group.id, past[:SHOWN], past[SHOWN:]) if past else None
