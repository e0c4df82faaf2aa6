"""Reads what the comparison by settings of the direction dial is made from."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from sqlalchemy import select

from cohortbook.learning.activity import read_record
from cohortbook.learning.direction_outcomes import BookOutcome, Choices, Judgements, book_outcomes
from cohortbook.learning.rooms import RoomKey
from cohortbook.store.direction_tables import direction_choices
from cohortbook.store.schema import review_history, reviews, roles

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from sqlalchemy import Connection

    from cohortbook.cohort.model import Cohort
    from cohortbook.learning.attention_topic import Topic


def read_outcomes(
    connection: Connection, cohort: Cohort, topics: Sequence[Topic], now: datetime
) -> list[BookOutcome]:
    """Say what came of each workbook in each group, as `book_outcomes` does.

    Parameters
    ----------
    connection : sqlalchemy.Connection
        In a transaction.
    cohort : Cohort
        With its dial.
    topics : sequence of Topic
        Of all groups.
    now : datetime.datetime
        What came later is not looked at.
    """
    members: dict[str, set[str]] = defaultdict(set)
    belong = select(roles.c.group_id, roles.c.person_id).where(roles.c.role == "member")
    for group, person_id in connection.execute(belong):
        members[group].add(person_id)
    return book_outcomes(
        cohort,
        topics,
        {group: frozenset(each) for group, each in members.items()},
        read_record(connection, now),
        _choices(connection, now),
        _first_judgements(connection, now),
        now,
        ZoneInfo(cohort.timezone),
    )


def _choices(connection: Connection, now: datetime) -> Choices:
    made = direction_choices.c
    query = select(made.group_id, made.at, made.setting).where(made.at <= now).order_by(made.number)
    found: Choices = defaultdict(list)
    for group, at, setting in connection.execute(query):
        found[group].append((at, setting))
    return found


def _first_judgements(connection: Connection, now: datetime) -> Judgements:
    """Count by the first version of each review that judged; to be seen is no judgement."""
    query = (
        select(reviews.c.id, reviews.c.group_id, reviews.c.workbook_id, review_history.c.state)
        .select_from(review_history.join(reviews, reviews.c.id == review_history.c.review_id))
        .where(review_history.c.at <= now, review_history.c.state != "seen")
        .order_by(review_history.c.version)
    )
    first: dict[str, tuple[RoomKey, str]] = {}
    for review, group, workbook, state in connection.execute(query):
        first.setdefault(review, (RoomKey(group, workbook), state))
    found: Judgements = {}
    for room, state in first.values():
        accepted, judged = found.get(room, (0, 0))
        found[room] = (accepted + (state == "accepted"), judged + 1)
    return found
