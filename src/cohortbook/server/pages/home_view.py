"""What the home page says, as data: the template only lays it out."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from cohortbook.server.words import t

if TYPE_CHECKING:
    from cohortbook.server.desk.workbooks_view import AnnouncementWords
    from cohortbook.server.pages.dates import DateWords
    from cohortbook.server.pages.frame import Link


@dataclass(frozen=True, slots=True)
class Count:
    """How many of a workbook's exercises are answered."""

    answered: int
    total: int

    @property
    def complete(self) -> bool:
        """Whether every exercise is answered and there is one."""
        return 0 < self.total <= self.answered

    @property
    def text(self) -> str:
        """The count in words."""
        if not self.total:
            return t("home.progress.none")
        if self.complete:
            return t("home.progress.complete", total=self.total)
        return t("home.progress", answered=self.answered, total=self.total)


@dataclass(frozen=True, slots=True)
class Face:
    """A person who is here now, and where."""

    name: str
    initials: str
    where: str
    href: str


@dataclass(frozen=True, slots=True)
class NewsItem:
    """What one person did in one room since the reader's last visit."""

    initials: str
    text: str
    where: str
    href: str
    at: DateWords


@dataclass(frozen=True, slots=True)
class AddressedItem:
    """A comment that was written to the reader; `href` leads to it."""

    initials: str
    text: str
    excerpt: str
    where: str
    href: str
    at: DateWords


@dataclass(frozen=True, slots=True)
class AddressedList:
    """Comments that wait for the reader; `more` says how many are left out."""

    id: str
    title: str
    entries: tuple[AddressedItem, ...]
    more: str | None


@dataclass(frozen=True, slots=True)
class NudgeItem:
    """A nudge or an account; `href` leads to it."""

    text: str
    excerpt: str
    where: str
    href: str
    at: DateWords


@dataclass(frozen=True, slots=True)
class NudgeList:
    """Nudges or accounts that wait for the reader; `more` says how many are left out."""

    id: str
    title: str
    note: str
    entries: tuple[NudgeItem, ...]
    more: str | None


@dataclass(frozen=True, slots=True)
class Card:
    """A workbook of a group. `state` is ahead, open, late, complete or unready."""

    id: str
    number: int
    title: str
    summary: str
    minutes: str
    topics: str
    href: str | None
    date: DateWords | None
    count: Count
    state: str
    news: str | None
    here: tuple[Face, ...]


@dataclass(frozen=True, slots=True)
class Panel:
    """A group that the reader is a member of."""

    id: str
    title: str
    href: str
    members: str
    to_decide: str | None
    cards: tuple[Card, ...]


@dataclass(frozen=True, slots=True)
class Column:
    """A workbook in the overview."""

    number: int
    title: str
    date: DateWords | None


@dataclass(frozen=True, slots=True)
class Cell:
    """A group's state in one workbook; `href` is None where it is not stamped."""

    column: str
    href: str | None
    review_href: str
    count: Count
    waiting: str | None
    news: str | None


@dataclass(frozen=True, slots=True)
class Row:
    """A group in the overview."""

    title: str
    href: str
    members: str
    cells: tuple[Cell, ...]


@dataclass(frozen=True, slots=True)
class Overview:
    """Groups by workbooks, for those who accompany them."""

    title: str
    note: str
    columns: tuple[Column, ...]
    rows: tuple[Row, ...]


@dataclass(frozen=True, slots=True)
class Home:
    """The context of ``home.html``."""

    eyebrow: str
    greeting: str
    lead: str | None
    next: Link | None
    addressed: tuple[AddressedList, ...]
    announced: tuple[AnnouncementWords, ...]
    nudges: tuple[NudgeList, ...]
    panels: tuple[Panel, ...]
    overview: Overview | None
    here: tuple[Face, ...]
    news: tuple[NewsItem, ...]
