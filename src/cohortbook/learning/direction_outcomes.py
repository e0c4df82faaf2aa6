"""What groups made of their workbooks, and how much guidance they had meanwhile."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING, Literal, get_args

from cohortbook.cohort.parameters import parameters_for
from cohortbook.learning.attention_standing import standings_at

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from datetime import datetime, tzinfo

    from cohortbook.cohort.model import Cohort
    from cohortbook.cohort.self_organising import Direction
    from cohortbook.learning.activity import Record
    from cohortbook.learning.attention_standing import Standing
    from cohortbook.learning.attention_topic import Topic
    from cohortbook.learning.rooms import RoomKey

Outcome = Literal["attention", "answered", "accepted", "comments"]
OUTCOMES: tuple[Outcome, ...] = get_args(Outcome)

# A workbook counts for a setting that held for at least this share of its days.
MOST_OF_ITS_DAYS = 2 / 3
_A_DAY = timedelta(days=1)

# When a group chose what; the earliest first.
Choices = dict[str, list[tuple["datetime", str]]]
# By room: answers that were accepted when they were judged first, and all that were judged.
Judgements = dict["RoomKey", tuple[int, int]]


@dataclass(frozen=True, slots=True)
class BookOutcome:
    """A group and a workbook.

    Parameters
    ----------
    group, workbook : str
        Which.
    days : mapping of str to float
        Of the time from its opening until it was due, or until now: how many days
        the dial stood at each setting.
    was_due : bool
        Whether its due day is over.
    attention : float
        The mean of its topics' points, from 0 to 100, at the end of that time.
    answered : float or None
        The share of its exercises that were answered by the due day, from 0 to 1;
        None before that.
    accepted : float or None
        The share of the judged answers that were accepted when they were judged
        first, from 0 to 1; None where none was judged.
    comments : float
        Comments per member, by members, until the end of that time.
    """

    group: str
    workbook: str
    days: Mapping[str, float]
    was_due: bool
    attention: float
    answered: float | None
    accepted: float | None
    comments: float

    @property
    def setting(self) -> str | None:
        """The setting that it counts for; None where none held for most of its days."""
        setting, most = max(self.days.items(), key=lambda each: each[1])
        return setting if most >= MOST_OF_ITS_DAYS * sum(self.days.values()) else None

    def value(self, outcome: Outcome) -> float | None:
        """Return an outcome."""
        found: float | None = getattr(self, outcome)
        return found


def book_outcomes(  # noqa: PLR0913 - everything that happened comes together here
    cohort: Cohort,
    topics: Sequence[Topic],
    members: Mapping[str, frozenset[str]],
    record: Record,
    choices: Choices,
    judged: Judgements,
    now: datetime,
    zone: tzinfo,
) -> list[BookOutcome]:
    """Say what came of each workbook that has been open for a day, in each group.

    Parameters
    ----------
    cohort : Cohort
        With its dial; without one there is nothing to say.
    topics, members, record, zone
        As for `attention_traces.traces_of`. Workbooks without an opening and a due
        day are left out.
    choices : dict
        By group, what it chose; before its first choice the cohort file rules.
    judged : dict
        By room.
    now : datetime.datetime
        The moment.
    """
    dial = cohort.self_organising.direction
    if dial is None:
        return []
    by_book: dict[str, list[Topic]] = defaultdict(list)
    for topic in topics:
        by_book[topic.room.workbook].append(topic)
    found = []
    for those in by_book.values():
        opens, due = those[0].opens, those[0].due
        if opens is None or due is None or min(due, now) - opens < _A_DAY:
            continue
        until = min(due, now)
        rooms: dict[RoomKey, list[Standing]] = defaultdict(list)
        for each in standings_at(those, members, record, until, zone):
            rooms[each.topic.room].append(each)
        for room, standings in rooms.items():
            begins = dial.set_in(parameters_for(cohort, room.group))
            spells = _spells(dial, begins, choices.get(room.group, []))
            days = _days(spells, opens, until)
            if days:
                found.append(_outcome(room, standings, days, judged, was_due=due <= now))
    order = list(cohort.groups)
    return sorted(found, key=lambda each: (order.index(each.group), each.workbook))


def _spells(
    dial: Direction, begins: str | None, choices: Sequence[tuple[datetime, str]]
) -> Iterator[tuple[datetime | None, datetime | None, str]]:
    """Yield from when until when the dial stood where."""
    since, setting = None, begins
    for at, chosen in choices:
        if chosen in dial.settings:
            if setting is not None:
                yield since, at, setting
            since, setting = at, chosen
    if setting is not None:
        yield since, None, setting


def _days(
    spells: Iterator[tuple[datetime | None, datetime | None, str]],
    opens: datetime,
    until: datetime,
) -> dict[str, float]:
    days: dict[str, float] = defaultdict(float)
    for since, ends, setting in spells:
        first = opens if since is None else max(since, opens)
        last = until if ends is None else min(ends, until)
        if last > first:
            days[setting] += (last - first) / _A_DAY
    return dict(days)


def _outcome(
    room: RoomKey,
    standings: Sequence[Standing],
    days: Mapping[str, float],
    judged: Judgements,
    *,
    was_due: bool,
) -> BookOutcome:
    figures = [each.attention.figures for each in standings]
    exercises = sum(each.exercises for each in figures)
    answered = sum(each.answered for each in figures)
    accepted, all_judged = judged.get(room, (0, 0))
    return BookOutcome(
        group=room.group,
        workbook=room.workbook,
        days=days,
        was_due=was_due,
        attention=sum(each.points for each in standings) / len(standings),
        answered=answered / exercises if was_due and exercises else None,
        accepted=accepted / all_judged if all_judged else None,
        comments=sum(each.comments for each in figures) / max(1, figures[0].members),
    )
