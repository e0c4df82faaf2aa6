"""The page from which a mentor reviews: what waits, in order, and what can be chosen of it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal
from urllib.parse import urlencode

from cohortbook.server.pages.frame import Link
from cohortbook.server.pages.review_waiting import WaitingAnswer, waiting_answers
from cohortbook.server.pages.standing import MARKS
from cohortbook.server.words import t

if TYPE_CHECKING:
    from collections.abc import Sequence

    from cohortbook.access.principal import Principal
    from cohortbook.server.pages.sources import Sources

# More than anybody reviews at a sitting; the rest is reached with a filter.
MOST_SHOWN = 200
Shown = Literal["waits", "changed", "asks-for-more", "seen", "accepted", "all"]
SHOWN: tuple[Shown, ...] = ("waits", "changed", "asks-for-more", "seen", "accepted", "all")


@dataclass(frozen=True, slots=True)
class Wanted:
    """What of the queue somebody wants to see.

    Parameters
    ----------
    show : str
        Which marks.
    workbook, group : str or None
        Only those; None for all.
    """

    show: Shown = "waits"
    workbook: str | None = None
    group: str | None = None

    def takes(self, answer: WaitingAnswer) -> bool:
        """Whether an answer is among it."""
        return (
            self.show in ("all", answer.mark) or (self.show == "waits" and answer.waits)
        ) and self.takes_place(answer)

    def takes_place(self, answer: WaitingAnswer) -> bool:
        """Whether an answer is of the workbook and the group."""
        return self.workbook in (None, answer.workbook_id) and self.group in (
            None,
            answer.group_id,
        )

    def query(self, show: Shown) -> str:
        """Return the address of the same with other marks."""
        given = {"show": show, "workbook": self.workbook, "group": self.group}
        return "/review?" + urlencode({name: value for name, value in given.items() if value})


@dataclass(frozen=True, slots=True)
class Tab:
    """One of the sorts of answers, with how many there are."""

    link: Link
    count: int


@dataclass(frozen=True, slots=True)
class Option:
    """A workbook or a group to choose."""

    value: str
    text: str
    chosen: bool


@dataclass(frozen=True, slots=True)
class ReviewDeskPage:
    """The list on top of ``review_index.html``."""

    tabs: tuple[Tab, ...]
    workbooks: tuple[Option, ...]
    groups: tuple[Option, ...]
    answers: tuple[WaitingAnswer, ...]
    left: int
    show: Shown
    blind: bool
    me: str
    waiting: int
    first_href: str | None

    @property
    def lead(self) -> str:
        """How much waits, in words."""
        if not self.waiting:
            return t("review.index.lead.none")
        return t("review.index.lead", count=self.waiting)


def desk_page(sources: Sources, reader: Principal, wanted: Wanted) -> ReviewDeskPage:
    """Return what `reader` has to review, as far as it is wanted."""
    found = waiting_answers(sources, reader)
    shown = [each for each in found if wanted.takes(each)]
    placed = [each for each in found if wanted.takes_place(each)]
    blind = sources.review_settings.blind(reader.person_id)
    waiting = [each for each in found if each.waits]
    return ReviewDeskPage(
        tabs=tuple(_tab(wanted, placed, show) for show in SHOWN),
        workbooks=_options([(each.workbook_id, each.workbook) for each in found], wanted.workbook),
        # With names hidden, choosing a group would tell which answers are its.
        groups=()
        if blind
        else _options([(each.group_id, each.group) for each in found], wanted.group),
        answers=tuple(shown[:MOST_SHOWN]),
        left=max(0, len(shown) - MOST_SHOWN),
        show=wanted.show,
        blind=blind,
        me=reader.person_id,
        waiting=len(waiting),
        first_href=waiting[0].href if waiting else None,
    )


def first_waiting(sources: Sources, reader: Principal) -> str | None:
    """Return where the answer is whose turn it is, or None."""
    found = waiting_answers(sources, reader)
    return next((each.href for each in found if each.waits), None)


def _tab(wanted: Wanted, placed: Sequence[WaitingAnswer], show: Shown) -> Tab:
    count = sum(Wanted(show).takes(each) for each in placed)
    text = t(f"review.mark.{show}") if show in MARKS else t(f"review.show.{show}")
    return Tab(Link(wanted.query(show), text, current=show == wanted.show), count)


def _options(
    given: Sequence[tuple[str | None, str | None]], chosen: str | None
) -> tuple[Option, ...]:
    known = {value: text for value, text in given if value and text}
    return tuple(Option(value, text, value == chosen) for value, text in known.items())
