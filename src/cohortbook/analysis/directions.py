"""The rows of directions: how groups fared with how much guidance."""

from __future__ import annotations

from typing import TYPE_CHECKING

from cohortbook.learning.direction_reading import read_outcomes

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from sqlalchemy import Connection

    from cohortbook.analysis.frames import Row
    from cohortbook.cohort.model import Cohort
    from cohortbook.learning.attention_topic import Topic


def direction_rows(
    connection: Connection, cohort: Cohort, topics: Sequence[Topic], at: datetime
) -> list[Row]:
    """Return a row for each group and workbook, by group and workbook.

    Parameters
    ----------
    connection : sqlalchemy.Connection
        In a transaction.
    cohort : Cohort
        With its dial.
    topics : sequence of Topic
        Of all groups.
    at : datetime.datetime
        The moment, in UTC.
    """
    return [
        {
            "group": each.group,
            "workbook": each.workbook,
            "setting": each.setting,
            "days": sum(each.days.values()),
            "days_at_setting": None if each.setting is None else each.days[each.setting],
            "was_due": each.was_due,
            "attention": each.attention,
            "answered": each.answered,
            "accepted": each.accepted,
            "comments": each.comments,
        }
        for each in read_outcomes(connection, cohort, topics, at)
    ]
