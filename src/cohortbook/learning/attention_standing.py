"""Attention compared: with what could be expected by now, and with the other groups."""

from __future__ import annotations

import statistics
from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from cohortbook.learning.attention import Attention, attention_of
from cohortbook.learning.attention_topic import Topic
from cohortbook.learning.attention_traces import traces_of

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import date, datetime, tzinfo

    from cohortbook.learning.activity import Record
    from cohortbook.learning.rooms import RoomKey

# What a topic that was worked on has when its workbook is due: nobody needs all.
EXPECTED_WHEN_DUE = 70

# Fewer than this are no crowd to be compared with.
LEAST_OTHERS = 3


@dataclass(frozen=True, slots=True)
class Standing:
    """How a group stands with a topic at a moment.

    Parameters
    ----------
    topic : Topic
        Which, and where.
    attention : Attention
        The measure.
    expected : float or None
        Points that could be expected by then; None without a schedule.
    median : float or None
        Of the points of the other groups; None when they are fewer than
        `LEAST_OTHERS`.
    active_day : datetime.date or None
        The last day on which the group did anything in this workbook, about any topic.
    """

    topic: Topic
    attention: Attention
    expected: float | None
    median: float | None
    active_day: date | None

    @property
    def points(self) -> float:
        """The points of the measure."""
        return self.attention.points

    @property
    def behind_plan(self) -> float | None:
        """How many points are missing to what could be expected; negative when ahead."""
        return None if self.expected is None else self.expected - self.points

    @property
    def behind_groups(self) -> float | None:
        """How many points are missing to the median of the others; negative when ahead."""
        return None if self.median is None else self.median - self.points

    def to_json(self) -> dict[str, Any]:
        """Return the numbers, rounded as they are shown."""
        return {
            "points": round(self.points),
            "expected": None if self.expected is None else round(self.expected),
            "median": None if self.median is None else round(self.median),
            **self.attention.figures.to_json(),
        }


def expected_points(topic: Topic, at: datetime) -> float | None:
    """Return the points that could be expected by a moment.

    Parameters
    ----------
    topic : Topic
        The time between opening and due day is shared out among the topics of its
        workbook in their order. A topic's points rise from the beginning of its share
        to `EXPECTED_WHEN_DUE` on the due day.
    at : datetime.datetime
        The moment.

    Returns
    -------
    float or None
        None where the workbook has no opening or no due day.
    """
    if topic.opens is None or topic.due is None:
        return None
    whole = topic.due - topic.opens
    starts = topic.opens + whole * (topic.place - 1) / topic.places
    if at <= starts or topic.due <= starts:
        return 0.0 if at <= starts else float(EXPECTED_WHEN_DUE)
    return EXPECTED_WHEN_DUE * min(1.0, (at - starts) / (topic.due - starts))


def standings_at(
    topics: Sequence[Topic],
    members: Mapping[str, frozenset[str]],
    record: Record,
    at: datetime,
    zone: tzinfo,
) -> list[Standing]:
    """Say how every group stands with each of its topics.

    Parameters
    ----------
    topics, members, record, at, zone
        As for `attention_traces.traces_of`.

    Returns
    -------
    list of Standing
        In the order of `topics`.
    """
    traces = traces_of(topics, members, record, at, zone)
    nobody: frozenset[str] = frozenset()
    measured = {
        (each.room, each.id): attention_of(
            each, members.get(each.room.group, nobody), traces[each.room, each.id]
        )
        for each in topics
    }
    points: dict[tuple[str, str], dict[str, float]] = defaultdict(dict)
    active: dict[RoomKey, date] = {}
    for topic in topics:
        attention = measured[topic.room, topic.id]
        points[topic.room.workbook, topic.id][topic.room.group] = attention.points
        last = attention.figures.last_day
        if last is not None:
            active[topic.room] = max(last, active.get(topic.room, last))
    return [
        Standing(
            topic=topic,
            attention=measured[topic.room, topic.id],
            expected=expected_points(topic, at),
            median=_median_of_others(points[topic.room.workbook, topic.id], topic.room),
            active_day=active.get(topic.room),
        )
        for topic in topics
    ]


def _median_of_others(points: Mapping[str, float], room: RoomKey) -> float | None:
    others = [each for group, each in points.items() if group != room.group]
    return statistics.median(others) if len(others) >= LEAST_OTHERS else None
