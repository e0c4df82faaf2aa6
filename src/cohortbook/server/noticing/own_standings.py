"""How groups stand with topics of their own: nobody plans them, and nobody else has them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from cohortbook.learning.attention_standing import Standing, standings_at
from cohortbook.learning.rooms import RoomKey

if TYPE_CHECKING:
    from datetime import datetime

    from cohortbook.learning.own_topic import OwnTopic
    from cohortbook.server.pages.sources import Sources


def own_standings(sources: Sources, at: datetime) -> list[tuple[OwnTopic, Standing]]:
    """Return each topic that a group added and has not closed, and how it stands at a moment."""
    rooms = [
        RoomKey(group, workbook.id)
        for group in sources.cohort.groups
        for workbook in sources.manifest().workbooks
    ]
    topics = [each for each in sources.own_topics.of_rooms(rooms) if not each.closed]
    if not topics:
        return []
    noticing = sources.noticing
    standings = standings_at(
        [each.topic for each in topics],
        noticing.members(),
        noticing.record(at),
        at,
        noticing.zone,
    )
    return list(zip(topics, standings, strict=True))
