"""When a group is nudged about a topic, as the cohort file says it."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime, time
from typing import Literal

NudgeKind = Literal["reminder", "challenge"]

# What a facilitator's wording may name in curly brackets.
PLACEHOLDERS = ("topic", "group", "workbook", "due")


@dataclass(frozen=True, slots=True)
class NudgeConditions:
    """What must hold of a topic in a group; what is None is not asked.

    Parameters
    ----------
    behind_plan : int or None
        At least so many points of attention behind what could be expected by now.
    behind_groups : int or None
        At least so many points behind the median of the other groups.
    untouched_days : int or None
        Nobody of the group did anything about the topic for so many days.
    due_within_days : int or None
        The workbook is due in at most so many days.
    for_days : int
        All of that was so already this many days ago.
    active_within_days : int or None
        The group worked on the workbook, on any topic, in the last so many days: who
        has not begun, or is away, leaves nothing aside.
    """

    behind_plan: int | None = None
    behind_groups: int | None = None
    untouched_days: int | None = None
    due_within_days: int | None = None
    for_days: int = 0
    active_within_days: int | None = None


@dataclass(frozen=True, slots=True)
class NudgeRule:
    """A rule: when to send what to whom.

    Parameters
    ----------
    name : str
        Slug, unique in the file.
    when : NudgeConditions
        All of them must hold.
    send : {"reminder", "challenge"}
        What is sent.
    groups : tuple of str or None
        Ids of the groups it is for; None for all.
    words : str or None
        The facilitator's wording; None for that of the catalogue, in the language
        of whoever reads.
    """

    name: str
    when: NudgeConditions
    send: NudgeKind
    groups: tuple[str, ...] | None = None
    words: str | None = None

    def is_for(self, group_id: str) -> bool:
        """Say whether the rule is for a group."""
        return self.groups is None or group_id in self.groups


@dataclass(frozen=True, slots=True)
class Quiet:
    """When nothing is sent, by the clock and the calendar of the cohort.

    Parameters
    ----------
    begins, ends : datetime.time or None
        Every day from the one to the other, over midnight where it ends earlier than
        it begins; both None for no such hours.
    weekdays : frozenset of int
        Monday is 0.
    holidays : tuple of (datetime.date, datetime.date)
        First and last days.
    """

    begins: time | None = time(18)
    ends: time | None = time(8)
    weekdays: frozenset[int] = frozenset({5, 6})
    holidays: tuple[tuple[date, date], ...] = ()

    def covers(self, local: datetime) -> bool:
        """Say whether it is quiet at a time of the cohort's zone."""
        day, clock = local.date(), local.time()
        if day.weekday() in self.weekdays:
            return True
        if any(first <= day <= last for first, last in self.holidays):
            return True
        if self.begins is None or self.ends is None:
            return False
        if self.begins <= self.ends:
            return self.begins <= clock < self.ends
        return clock >= self.begins or clock < self.ends


DEFAULT_RULES: tuple[NudgeRule, ...] = (
    NudgeRule(
        name="left-behind",
        when=NudgeConditions(
            behind_plan=35,
            behind_groups=35,
            untouched_days=2,
            active_within_days=4,
        ),
        send="reminder",
    ),
)


@dataclass(frozen=True, slots=True)
class NudgePlan:
    """The rules of a cohort and how much they may do.

    Parameters
    ----------
    rules : tuple of NudgeRule
        In the order of the file: the first that holds is the one that sends.
    quiet : Quiet
        When nothing is sent.
    most : int
        A group gets at most so many nudges by rules ...
    in_days : int
        ... in so many days.
    same_topic_days : int
        A group is not nudged about the same topic again for so many days.
    """

    rules: tuple[NudgeRule, ...] = DEFAULT_RULES
    quiet: Quiet = field(default_factory=Quiet)
    most: int = 2
    in_days: int = 7
    same_topic_days: int = 21
