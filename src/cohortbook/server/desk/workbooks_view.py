"""Which workbooks are open to whom, and what is announced, in words."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from markupsafe import Markup

from cohortbook.learning.rooms import RoomKey
from cohortbook.server.pages.dates import DateWords, ago_words, date_text
from cohortbook.server.pages.frame import names_text
from cohortbook.server.words import t

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date, datetime

    from cohortbook.learning.announcements import Announcement
    from cohortbook.server.pages.sources import Sources
    from cohortbook.stamp.manifest import WorkbookEntry

DECISIONS = ("schedule", "open", "closed")


@dataclass(frozen=True, slots=True)
class ExceptionWords:
    """A group for which a workbook is open or closed by itself."""

    group: str
    title: str
    text: str


@dataclass(frozen=True, slots=True)
class WorkbookWords:
    """A workbook and to whom it is open; `decision` is the one for all groups."""

    id: str
    number: int
    title: str
    schedule: str
    state: str
    is_open: bool
    decision: str
    exceptions: tuple[ExceptionWords, ...]


@dataclass(frozen=True, slots=True)
class AnnouncementWords:
    """What is announced."""

    id: str
    html: Markup
    to: str
    until: str
    by: str
    at: DateWords


@dataclass(frozen=True, slots=True)
class WorkbooksPage:
    """The context of ``desk_workbooks.html``."""

    eyebrow: str
    workbooks: tuple[WorkbookWords, ...]
    groups: tuple[tuple[str, str], ...]
    decisions: tuple[tuple[str, str], ...]
    announcements: tuple[AnnouncementWords, ...]
    today: str


def workbooks_page(sources: Sources) -> WorkbooksPage:
    """Collect which workbooks are open, and what is announced."""
    cohort, now = sources.cohort, sources.clock()
    today = now.astimezone(ZoneInfo(cohort.timezone)).date()
    return WorkbooksPage(
        eyebrow=t("home.eyebrow", programme=cohort.programme_title, cohort=cohort.title),
        workbooks=tuple(
            _workbook(sources, entry, number, today)
            for number, entry in enumerate(sources.manifest().workbooks, 1)
        ),
        groups=tuple((each.id, each.title) for each in cohort.groups.values()),
        decisions=tuple((each, t(f"desk.open.{each}")) for each in DECISIONS),
        announcements=tuple(
            announcement_words(sources, each, now) for each in sources.announcements.current(today)
        ),
        today=today.isoformat(),
    )


def _workbook(sources: Sources, entry: WorkbookEntry, number: int, today: date) -> WorkbookWords:
    decisions = sources.openings.decisions()
    plan = sources.cohort.schedule.get(entry.id)
    for_all = decisions.get((entry.id, ""))
    scheduled = plan is None or plan.opens is None or plan.opens <= today
    is_open = scheduled if for_all is None else for_all == "open"
    return WorkbookWords(
        id=entry.id,
        number=number,
        title=entry.title,
        schedule=t("desk.open.no-day")
        if plan is None or plan.opens is None
        else t(
            "desk.open.day" if plan.opens > today else "desk.open.day.past",
            day=date_text(plan.opens, today),
        ),
        state=t("desk.open.is-open" if is_open else "desk.open.is-closed"),
        is_open=is_open,
        decision=for_all or "schedule",
        exceptions=tuple(_exceptions(sources, entry.id)),
    )


def _exceptions(sources: Sources, workbook: str) -> Iterator[ExceptionWords]:
    decisions = sources.openings.decisions()
    for group in sources.cohort.groups.values():
        if (workbook, group.id) in decisions:
            closed = sources.openings.closed(RoomKey(group.id, workbook))
            text = t("desk.open.is-closed" if closed else "desk.open.is-open")
            yield ExceptionWords(group.id, group.title, text)


def announcement_words(sources: Sources, said: Announcement, now: datetime) -> AnnouncementWords:
    """Put an announcement in words, for those who made it and for those it is for."""
    cohort = sources.cohort
    zone = ZoneInfo(cohort.timezone)
    today = now.astimezone(zone).date()
    titles = [cohort.groups[each].title for each in said.groups or () if each in cohort.groups]
    return AnnouncementWords(
        id=said.id,
        html=Markup(said.html),  # noqa: S704 - sanitised where Markdown is rendered
        to=t("desk.announce.all") if said.groups is None else names_text(titles),
        until=t("desk.announce.until", day=date_text(said.until, today)) if said.until else "",
        by=said.by.name,
        at=ago_words(said.at, now, zone),
    )
