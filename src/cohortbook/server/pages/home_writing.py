"""From facts to the home page: what to say, to whom, in which order."""

from __future__ import annotations

from typing import TYPE_CHECKING

from cohortbook.server.pages.dates import DateWords, ago_words, due_words, opens_words
from cohortbook.server.pages.frame import Link, initials, names_text
from cohortbook.server.pages.home_addressed import addressed_lists
from cohortbook.server.pages.home_nudges import nudge_lists
from cohortbook.server.pages.home_places import group_path, room_path, where_text
from cohortbook.server.pages.home_view import (
    Card,
    Cell,
    Column,
    Count,
    Face,
    Home,
    NewsItem,
    Overview,
    Panel,
    Row,
)
from cohortbook.server.words import t

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date

    from cohortbook.server.pages.home_facts import GroupFacts, HomeFacts, RoomFacts, WorkbookFacts

MOST_NEWS = 8


def write_home(facts: HomeFacts) -> Home:
    """Put the facts in words."""
    panels = tuple(_panel(facts, group) for group in facts.learns_in())
    return Home(
        eyebrow=t("home.eyebrow", programme=facts.programme, cohort=facts.cohort),
        greeting=t("home.greeting", name=first_name(facts.reader.name)),
        lead=_lead(facts, panels),
        next=_next(facts, panels),
        addressed=addressed_lists(facts),
        announced=facts.announced,
        nudges=nudge_lists(facts),
        panels=panels,
        overview=_overview(facts),
        here=tuple(_faces_around(facts)),
        news=tuple(_news(facts)),
    )


def first_name(name: str) -> str:
    """Return the part of a name to greet with."""
    return next(iter(name.split()), name)


def _panel(facts: HomeFacts, group: GroupFacts) -> Panel:
    return Panel(
        id=group.id,
        title=group.title,
        href=group_path(group.id),
        members=_with_whom(facts, group),
        to_decide=t("group.to-decide", count=group.to_decide) if group.to_decide else None,
        cards=tuple(
            _card(facts, group, workbook, number)
            for number, workbook in enumerate(facts.workbooks, 1)
        ),
    )


def _with_whom(facts: HomeFacts, group: GroupFacts) -> str:
    others = [name for person, name in group.members.items() if person != facts.reader.person_id]
    if not others:
        return t("home.members.alone")
    return t("home.members", names=names_text(others))


def _card(facts: HomeFacts, group: GroupFacts, workbook: WorkbookFacts, number: int) -> Card:
    room = facts.rooms.get((group.id, workbook.id))
    count = Count(room.answered, room.total) if room else Count(0, 0)
    news = sum(item.count for item in room.news) if room else 0
    return Card(
        id=workbook.id,
        number=number,
        title=workbook.title,
        summary=workbook.summary,
        minutes=t("home.minutes", count=workbook.minutes) if workbook.minutes else "",
        topics=", ".join(workbook.topics),
        href=room_path(group.id, workbook.id) if room and not room.closed else None,
        date=_date(
            workbook, facts.today, done=count.complete, opened=room is not None and not room.closed
        ),
        count=count,
        state=_state(workbook, room, facts.today),
        news=t("home.card.news", count=news) if news else None,
        here=tuple(_face(facts, group, workbook, name) for name in room.here.values())
        if room
        else (),
    )


def _state(workbook: WorkbookFacts, room: RoomFacts | None, today: date) -> str:
    if room is None:
        return "unready"
    if room.closed:
        return "ahead"
    if Count(room.answered, room.total).complete:
        return "complete"
    return "late" if workbook.due and workbook.due < today else "open"


def _date(
    workbook: WorkbookFacts, today: date, *, done: bool = False, opened: bool = False
) -> DateWords | None:
    opening = opens_words(workbook.opens, today) if workbook.opens and not opened else None
    if opening:
        return opening
    if workbook.due is None or (done and workbook.due < today):
        return None
    return due_words(workbook.due, today)


def _lead(facts: HomeFacts, panels: tuple[Panel, ...]) -> str | None:
    if facts.accompanies():
        waiting = sum(room.waiting for room in facts.rooms.values())
        return t("home.lead.waiting", count=waiting) if waiting else t("home.lead.reviewed")
    cards = [card for panel in panels for card in panel.cards]
    at_hand = [card for card in cards if card.state in {"open", "late", "complete"}]
    if not at_hand:
        return None
    if not any(card.count.answered for card in cards):
        return t("home.lead.start")
    left = sum(card.count.total - card.count.answered for card in at_hand)
    return t("home.lead.going", count=left) if left else t("home.lead.complete")


def _next(facts: HomeFacts, panels: tuple[Panel, ...]) -> Link | None:
    if facts.next_review:
        return Link(facts.next_review, t("home.next.review"))
    for panel in panels:
        for card in panel.cards:
            if card.href and card.state in {"open", "late"}:
                key = "home.next.continue" if card.count.answered else "home.next.start"
                return Link(card.href, t(key, title=card.title))
    return None


def _overview(facts: HomeFacts) -> Overview | None:
    groups = facts.accompanies()
    if not groups:
        return None
    whose = "facilitator" if facts.reader.facilitator else "mentor"
    stamped = {workbook for _, workbook in facts.rooms}
    columns = [workbook for workbook in facts.workbooks if workbook.id in stamped]
    numbers = {workbook.id: number for number, workbook in enumerate(facts.workbooks, 1)}
    return Overview(
        title=t(f"home.overview.title.{whose}"),
        note=t("home.overview.note", count=len(groups)),
        columns=tuple(
            Column(numbers[each.id], each.title, _date(each, facts.today)) for each in columns
        ),
        rows=tuple(
            Row(
                group.title,
                group_path(group.id),
                t("home.members.count", count=len(group.members)),
                tuple(_cell(facts, group, workbook) for workbook in columns),
            )
            for group in groups
        ),
    )


def _cell(facts: HomeFacts, group: GroupFacts, workbook: WorkbookFacts) -> Cell:
    room = facts.rooms.get((group.id, workbook.id))
    news = sum(item.count for item in room.news) if room else 0
    return Cell(
        column=workbook.title,
        href=room_path(group.id, workbook.id) if room else None,
        review_href=f"/review#workbook-{workbook.id}",
        count=Count(room.answered, room.total) if room else Count(0, 0),
        waiting=t("home.overview.waiting", count=room.waiting) if room and room.waiting else None,
        news=t("home.overview.news", count=news) if news else None,
    )


def _face(facts: HomeFacts, group: GroupFacts, workbook: WorkbookFacts, name: str) -> Face:
    return Face(
        name, initials(name), where_text(facts, group, workbook), room_path(group.id, workbook.id)
    )


def _places(facts: HomeFacts) -> Iterator[tuple[GroupFacts, WorkbookFacts, RoomFacts]]:
    for group in facts.groups:
        for workbook in facts.workbooks:
            room = facts.rooms.get((group.id, workbook.id))
            if room:
                yield group, workbook, room


def _faces_around(facts: HomeFacts) -> Iterator[Face]:
    seen: set[str] = set()
    for group, workbook, room in _places(facts):
        for person, name in room.here.items():
            if person not in seen:
                seen.add(person)
                yield _face(facts, group, workbook, name)


def _news(facts: HomeFacts) -> list[NewsItem]:
    found = [
        (item, group, workbook) for group, workbook, room in _places(facts) for item in room.news
    ]
    found.sort(key=lambda each: each[0].at, reverse=True)
    return [
        NewsItem(
            initials=initials(item.actor),
            text=t(f"home.news.{item.type}", who=item.actor, count=item.count),
            where=where_text(facts, group, workbook),
            href=room_path(group.id, workbook.id),
            at=ago_words(item.at, facts.now, facts.zone),
        )
        for item, group, workbook in found[:MOST_NEWS]
    ]
