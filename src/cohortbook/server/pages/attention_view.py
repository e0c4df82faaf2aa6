"""How groups stand with their topics, in words: for those who accompany them."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from cohortbook.access.permissions import Resource, allows
from cohortbook.learning.rooms import RoomKey
from cohortbook.server.noticing.facts import facts_of, facts_text
from cohortbook.server.noticing.own_standings import own_standings
from cohortbook.server.pages.dates import DateWords, due_words
from cohortbook.server.pages.frame import Link
from cohortbook.server.pages.home_places import room_path
from cohortbook.server.pages.nudge_view import nudge_path, row_id
from cohortbook.server.words import t

if TYPE_CHECKING:
    from datetime import datetime

    from cohortbook.access.principal import Principal
    from cohortbook.learning.attention_standing import Standing
    from cohortbook.learning.nudge_loading import Nudge
    from cohortbook.learning.own_topic import OwnTopic
    from cohortbook.server.noticing.noticing import PersonTraces
    from cohortbook.server.pages.sources import Sources

# From so many points behind the plan on a topic is said to be behind.
BEHIND = 20


@dataclass(frozen=True, slots=True)
class TopicRow:
    """A topic of a group.

    `state` is ahead, steady, idle, behind or waiting; of a topic of its own, own or own-late.
    `write` leads to where a nudge is written; None while one waits for the group's word.
    """

    id: str
    title: str
    state: str
    state_text: str
    points: int
    compared: str
    facts: str
    nudge: Link | None
    write: str | None
    people: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class GroupTopics:
    """A group in a workbook."""

    title: str
    href: str
    rows: tuple[TopicRow, ...]

    @property
    def behind(self) -> int:
        """How many topics are behind."""
        return sum(each.state == "behind" for each in self.rows)


@dataclass(frozen=True, slots=True)
class WorkbookTopics:
    """A workbook with the groups that have it."""

    id: str
    number: int
    title: str
    due: DateWords | None
    groups: tuple[GroupTopics, ...]


@dataclass(frozen=True, slots=True)
class AttentionPage:
    """The context of ``attention.html``."""

    eyebrow: str
    lead: str
    per_person: bool
    workbooks: tuple[WorkbookTopics, ...]


def attention_page(sources: Sources, reader: Principal) -> AttentionPage:
    """Collect the groups that somebody accompanies."""
    cohort, now = sources.cohort, sources.clock()
    standings: dict[RoomKey, list[Standing]] = defaultdict(list)
    for each in sources.noticing.standings(now):
        if allows("attention.see", reader, Resource(each.topic.room.group)):
            standings[each.topic.room].append(each)
    own = {}
    for topic, each in own_standings(sources, now):
        if allows("attention.see", reader, Resource(topic.room.group)):
            standings[topic.room].append(each)
            own[topic.id] = topic
    nudged = {(each.room, each.topic): each for each in sources.nudges.of_rooms(standings)}
    people = sources.noticing.by_person(now) if cohort.per_person else {}
    today = now.astimezone(ZoneInfo(cohort.timezone)).date()
    books = []
    for number, workbook in enumerate(sources.manifest().workbooks, 1):
        rooms = [
            room for group in cohort.groups if (room := RoomKey(group, workbook.id)) in standings
        ]
        plan = cohort.schedule.get(workbook.id)
        groups = tuple(
            GroupTopics(
                title=cohort.groups[room.group].title,
                href=room_path(room.group, room.workbook),
                rows=tuple(
                    _own_row(sources, each, own[each.topic.id], nudged.get((room, each.topic.id)))
                    if each.topic.id in own
                    else _row(sources, each, now, nudged, people)
                    for each in standings[room]
                ),
            )
            for room in rooms
        )
        if groups:
            due = due_words(plan.due, today) if plan and plan.due else None
            books.append(WorkbookTopics(workbook.id, number, workbook.title, due, groups))
    behind = sum(group.behind for book in books for group in book.groups)
    return AttentionPage(
        eyebrow=t("home.eyebrow", programme=cohort.programme_title, cohort=cohort.title),
        lead=t("attention.lead", count=behind) if behind else t("attention.lead.none"),
        per_person=cohort.per_person,
        workbooks=tuple(books),
    )


def _nudged(nudge: Nudge) -> Link:
    """Say what came of a nudge, and lead to it."""
    path = f"{room_path(nudge.room.group, nudge.room.workbook)}#nudge-{nudge.id}"
    if nudge.is_open or nudge.account is None:
        return Link(path, t("attention.nudge.open"))
    return Link(path, t(f"attention.nudge.{nudge.account.choice}"))


def _row(
    sources: Sources,
    standing: Standing,
    now: datetime,
    nudged: dict[tuple[RoomKey, str], Nudge],
    people: dict[tuple[RoomKey, str], list[PersonTraces]],
) -> TopicRow:
    facts = facts_of(standing, sources.noticing.zone)
    state = _state(standing, now)
    place = (standing.topic.room, standing.topic.id)
    last = nudged.get(place)
    compared = [t("attention.points", count=facts["points"])]
    if facts["expected"]:
        compared.append(t("attention.expected", points=facts["expected"]))
    if facts["median"]:
        compared.append(t("attention.median", points=facts["median"]))
    return TopicRow(
        id=row_id(*place),
        title=standing.topic.title,
        state=state,
        state_text=t(f"attention.state.{state}"),
        points=facts["points"],
        compared=" · ".join(compared),
        facts=facts_text(facts),
        nudge=None if last is None else _nudged(last),
        write=None if last is not None and last.is_open else nudge_path(*place),
        people=tuple(_person_text(each) for each in people.get(place, ())),
    )


def _own_row(sources: Sources, standing: Standing, topic: OwnTopic, last: Nudge | None) -> TopicRow:
    facts = facts_of(standing, sources.noticing.zone)
    today = sources.clock().astimezone(ZoneInfo(sources.cohort.timezone)).date()
    state = "own-late" if topic.by_day is not None and topic.by_day < today else "own"
    return TopicRow(
        id=row_id(standing.topic.room, topic.id),
        title=topic.title,
        state=state,
        state_text=t(f"attention.state.{state}"),
        points=facts["points"],
        compared=t("attention.points", count=facts["points"]),
        facts=facts_text(facts, own=True),
        nudge=None if last is None else _nudged(last),
        write=None,
        people=(),
    )


def _person_text(traces: PersonTraces) -> str:
    return t(
        "attention.person",
        name=traces.name,
        read=t("nudge.facts.minutes", count=round(traces.seconds / 60)),
        edits=t("attention.person.edits", count=traces.edits),
        comments=t("nudge.facts.comments", count=traces.comments),
    )


def _state(standing: Standing, now: datetime) -> str:
    topic, behind = standing.topic, standing.behind_plan
    if behind is None or (topic.opens is not None and now < topic.opens):
        return "waiting"
    if behind >= BEHIND:
        return "behind"
    if not standing.points:
        return "idle"
    return "ahead" if behind <= 0 else "steady"
