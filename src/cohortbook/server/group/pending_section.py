"""What waits to be agreed to."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar

from cohortbook.server.group.decision_words import Pending, pending_words

if TYPE_CHECKING:
    from cohortbook.server.group.section import Asked


@dataclass(frozen=True, slots=True)
class PendingSection:
    """The context of ``group/pending.html``."""

    template: ClassVar[str] = "pending.html"
    group: str
    proposals: tuple[Pending, ...]


def pending_section(asked: Asked) -> PendingSection | None:
    """List the proposals that concern the group; None where there are none."""
    organising, group = asked.sources.organising, asked.group.id
    groups = organising.groups()
    found = tuple(
        pending_words(asked.sources, each, group, asked.reader, groups)
        for each in organising.decisions.of_group(group)
        if organising.is_open(each)
    )
    return PendingSection(group, found) if found else None
