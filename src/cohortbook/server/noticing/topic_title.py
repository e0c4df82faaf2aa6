"""What the topic of a nudge is called: one of the programme, or one that the group added."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from cohortbook.learning.rooms import RoomKey
    from cohortbook.server.pages.sources import Sources


def topic_title(sources: Sources, room: RoomKey, topic: str) -> str:
    """Return the title of a topic, or its id when there is no such topic any more."""
    entry = sources.manifest().workbook(room.workbook)
    if entry is not None and topic in entry.topics:
        return entry.topics[topic]
    return sources.own_topics.title(room, topic) or topic
