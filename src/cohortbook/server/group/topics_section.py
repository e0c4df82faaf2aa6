"""The topics that a group added to its workbooks."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar
from zoneinfo import ZoneInfo

from cohortbook.learning.rooms import RoomKey
from cohortbook.server.noticing.facts import facts_of, facts_text
from cohortbook.server.noticing.own_standings import own_standings
from cohortbook.server.pages.dates import DateWords, due_words
from cohortbook.server.pages.home_places import room_path
from cohortbook.server.words import t

if TYPE_CHECKING:
    from cohortbook.server.group.section import Asked


@dataclass(frozen=True, slots=True)
class TopicWords:
    """A topic, the way to it, and what was done about it."""

    title: str
    href: str
    closed: bool
    day: DateWords | None
    late: bool
    facts: str


@dataclass(frozen=True, slots=True)
class TopicBook:
    """A workbook with its own topics, and the way to add one; `api` is where programs do."""

    title: str
    href: str
    api: str
    topics: tuple[TopicWords, ...]


@dataclass(frozen=True, slots=True)
class TopicsSection:
    """The context of ``group/topics.html``."""

    template: ClassVar[str] = "topics.html"
    title: str
    books: tuple[TopicBook, ...]
    may_add: bool
    note: str


def topics_section(asked: Asked) -> TopicsSection | None:
    """List the topics of a group; None where it has none and may add none."""
    sources, group = asked.sources, asked.group.id
    now = sources.clock()
    today = now.astimezone(ZoneInfo(sources.cohort.timezone)).date()
    may_add = asked.may("topic.add")
    standings = {topic.id: standing for topic, standing in own_standings(sources, now)}
    books = []
    for workbook in sources.manifest().workbooks:
        room = RoomKey(group, workbook.id)
        if sources.manifest().stamp(group, workbook.id) is None:
            continue
        if sources.openings.closed(room) and group in asked.reader.member_of:
            continue
        path = room_path(group, workbook.id)
        topics = tuple(
            TopicWords(
                title=each.title,
                href=f"{path}#{each.id}",
                closed=each.closed,
                day=None if each.by_day is None or each.closed else due_words(each.by_day, today),
                late=each.by_day is not None and each.by_day < today,
                facts=facts_text(facts_of(standings[each.id], sources.noticing.zone), own=True)
                if each.id in standings
                else "",
            )
            for each in sources.own_topics.of_rooms([room])
        )
        if topics or may_add:
            books.append(
                TopicBook(workbook.title, f"{path}#own-topics", f"/api/rooms/{room}", topics)
            )
    if not books:
        return None
    ours = group in asked.reader.member_of
    title = t("group.topics.title") if ours else t("group.topics.title.theirs")
    return TopicsSection(title, tuple(books), may_add, t("group.topics.note"))
