"""The rows of attention: how each group stands with each of its topics."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from sqlalchemy import select

from cohortbook.learning.activity import read_record
from cohortbook.learning.attention_standing import standings_at
from cohortbook.store.schema import roles

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from sqlalchemy import Connection

    from cohortbook.analysis.frames import Row
    from cohortbook.learning.attention_topic import Topic


def attention_rows(
    connection: Connection, topics: Sequence[Topic], at: datetime, timezone: str
) -> list[Row]:
    """Return a row for each topic of each group, in the order of `topics`.

    Parameters
    ----------
    connection : sqlalchemy.Connection
        In a transaction.
    topics : sequence of Topic
        What there is to attend to.
    at : datetime.datetime
        The moment, in UTC.
    timezone : str
        Of the cohort: its days are counted.
    """
    members: dict[str, set[str]] = defaultdict(set)
    belong = select(roles.c.group_id, roles.c.person_id).where(roles.c.role == "member")
    for group, person_id in connection.execute(belong):
        members[group].add(person_id)
    those = {group: frozenset(each) for group, each in members.items()}
    record = read_record(connection, at)
    rows = []
    for standing in standings_at(topics, those, record, at, ZoneInfo(timezone)):
        topic, attention = standing.topic, standing.attention
        figures = attention.figures
        rows.append(
            {
                "group": topic.room.group,
                "workbook": topic.room.workbook,
                "topic": topic.id,
                "at": at,
                "points": standing.points,
                "work": attention.work,
                "reach": attention.reach,
                "voices": attention.voices,
                "expected": standing.expected,
                "median": standing.median,
                "exercises": figures.exercises,
                "answered": figures.answered,
                "changes": figures.edits,
                "comments": figures.comments,
                "moves": figures.moves,
                "seconds": figures.seconds,
                "members": figures.members,
                "readers": figures.readers,
                "writers": figures.voices,
                "last_day": None if figures.last_day is None else figures.last_day.isoformat(),
            }
        )
    return rows
