"""What the groups wrote day by day, beside the schedule."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from datetime import date

    from cohortbook.server.desk.facts import DeskFacts

# A day before the first mark and one after the last, so that none stands at the edge.
_MARGIN = timedelta(days=1)
LONGEST_DAYS = 400


@dataclass(frozen=True, slots=True)
class ScheduleMark:
    """The day on which a workbook opens or is due; `number` is its place in the programme."""

    day: date
    kind: Literal["opens", "due"]
    number: int
    title: str


@dataclass(frozen=True, slots=True)
class DecidedMark:
    """The day on which something was decided about groups; `text` says what."""

    day: date
    groups: tuple[str, ...]
    text: str


@dataclass(frozen=True, slots=True)
class Timeline:
    """Activity by day and group.

    Parameters
    ----------
    first, last, today : datetime.date
        Days of the cohort's time zone; the last is included.
    groups : mapping of str to str
        Titles by id, in the order of the cohort file.
    counts : mapping
        By group and day: answers changed and comments written by its members.
    marks : tuple of ScheduleMark
        In the order of their days.
    decided : tuple of DecidedMark
        What groups decided about themselves, the earliest first.
    """

    first: date
    last: date
    today: date
    groups: Mapping[str, str]
    counts: Mapping[tuple[str, date], int]
    marks: tuple[ScheduleMark, ...]
    decided: tuple[DecidedMark, ...] = ()

    @property
    def days(self) -> list[date]:
        """All days."""
        length = (self.last - self.first).days + 1
        return [self.first + timedelta(days=each) for each in range(length)]

    def count(self, group: str, day: date) -> int:
        """Return how much a group wrote on a day."""
        return self.counts.get((group, day), 0)

    def total(self, day: date) -> int:
        """Return how much all groups wrote on a day."""
        return sum(self.count(group, day) for group in self.groups)


def timeline(facts: DeskFacts) -> Timeline:
    """Count what the members of each group wrote on each day."""
    members = {
        group: {each.person_id for each in people} for group, people in facts.members().items()
    }
    counts: Counter[tuple[str, date]] = Counter()
    written = [
        *((each.room.group, each.by, each.at) for each in facts.record.edits),
        *((each.room.group, each.by, each.at) for each in facts.record.said),
    ]
    for group, by, at in written:
        if by in members.get(group, ()):
            counts[group, at.astimezone(facts.zone).date()] += 1
    marks = tuple(sorted(_marks(facts), key=lambda each: (each.day, each.kind, each.number)))
    known = [*(each.day for each in marks), *(day for _, day in counts), facts.today]
    last = max(known) + _MARGIN
    return Timeline(
        # What stands far apart, as after a cohort was begun anew, is not drawn into one plot.
        first=max(min(known) - _MARGIN, last - timedelta(days=LONGEST_DAYS)),
        last=last,
        today=facts.today,
        groups={each.id: each.title for each in facts.cohort.groups.values()},
        counts=counts,
        marks=marks,
        decided=tuple(
            DecidedMark(each.at.astimezone(facts.zone).date(), each.groups, each.text)
            for each in reversed(facts.decided)
        ),
    )


def _marks(facts: DeskFacts) -> Iterator[ScheduleMark]:
    for number, entry in enumerate(facts.manifest.workbooks, 1):
        plan = facts.cohort.schedule.get(entry.id)
        if plan and plan.opens:
            yield ScheduleMark(plan.opens, "opens", number, entry.title)
        if plan and plan.due:
            yield ScheduleMark(plan.due, "due", number, entry.title)
