"""What there is in all rooms at once: answers, what was said to them, who is waited for."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from sqlalchemy import func, select

from cohortbook.learning.calls import open_calls
from cohortbook.learning.rooms import RoomKey
from cohortbook.store.schema import (
    answers,
    comment_mentions,
    comments,
    reveals,
    reviews,
    threads,
    visits,
)

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from datetime import datetime

    from sqlalchemy import Connection, Row, Select

    from cohortbook.store.database import Database

_ByExercise = dict[str, "datetime"]


@dataclass(frozen=True, slots=True)
class OpenCall:
    """A mentor who was called into a thread and has not replied.

    Parameters
    ----------
    room : RoomKey
        Where.
    comment_id : str
        The comment that calls.
    mentor : str
        Id of who is called.
    at : datetime.datetime
        When, in UTC.
    """

    room: RoomKey
    comment_id: str
    mentor: str
    at: datetime


@dataclass(frozen=True, slots=True)
class ReviewGiven:
    """The state of a review of a group's answer, and when it was given."""

    state: str
    at: datetime


@dataclass(frozen=True, slots=True)
class Work:
    """What there is at a moment.

    Parameters
    ----------
    answered : mapping
        By room and exercise: when the group's answer became what it is.
    revealed : mapping
        By room and exercise: when what each answered alone was opened.
    discussed : mapping
        By room and exercise: the first comment there that still stands.
    reviews : mapping
        By room and exercise: the review of the group's answer.
    calls : tuple of OpenCall
        The oldest first.
    came : frozenset of str
        Ids of those who ever opened a workbook.
    """

    answered: Mapping[RoomKey, Mapping[str, datetime]] = field(default_factory=dict)
    revealed: Mapping[RoomKey, Mapping[str, datetime]] = field(default_factory=dict)
    discussed: Mapping[RoomKey, Mapping[str, datetime]] = field(default_factory=dict)
    reviews: Mapping[RoomKey, Mapping[str, ReviewGiven]] = field(default_factory=dict)
    calls: tuple[OpenCall, ...] = ()
    came: frozenset[str] = frozenset()


class WorkRecord:
    """Reads what there is in all rooms, with few questions however many rooms there are.

    Parameters
    ----------
    database : Database
        Where it is kept.
    """

    def __init__(self, database: Database) -> None:
        self._database = database

    def read(self) -> Work:
        """Return what there is now."""
        with self._database.read() as connection:
            return Work(
                answered=_by_room(connection, _answered()),
                revealed=_by_room(connection, _revealed()),
                discussed=_by_room(connection, _discussed()),
                reviews=_reviews(connection),
                calls=tuple(_calls(connection)),
                came=frozenset(connection.execute(select(visits.c.person_id).distinct()).scalars()),
            )


def _answered() -> Select[tuple[str, str, str, datetime]]:
    table = answers.c
    return select(table.group_id, table.workbook_id, table.exercise_id, table.updated_at).where(
        table.person_id.is_(None), table.value.is_not(None)
    )


def _revealed() -> Select[tuple[str, str, str, datetime]]:
    table = reveals.c
    return select(table.group_id, table.workbook_id, table.exercise_id, table.at)


def _discussed() -> Select[tuple[str, str, str, datetime]]:
    # The first one written, by its number: an aggregate of times would lose their type.
    first = (
        select(func.min(comments.c.number).label("number"))
        .join(threads, threads.c.id == comments.c.thread_id)
        .where(threads.c.anchor_kind == "exercise", comments.c.deleted_at.is_(None))
        .group_by(threads.c.group_id, threads.c.workbook_id, threads.c.anchor_ref)
        .subquery()
    )
    return (
        select(
            threads.c.group_id,
            threads.c.workbook_id,
            threads.c.anchor_ref,
            comments.c.created_at,
        )
        .select_from(first)
        .join(comments, comments.c.number == first.c.number)
        .join(threads, threads.c.id == comments.c.thread_id)
    )


def _by_room(connection: Connection, query: Select[Any]) -> dict[RoomKey, _ByExercise]:
    found: dict[RoomKey, _ByExercise] = defaultdict(dict)
    for group, workbook, exercise, at in connection.execute(query):
        found[RoomKey(group, workbook)][exercise] = at
    return dict(found)


def _reviews(connection: Connection) -> dict[RoomKey, dict[str, ReviewGiven]]:
    found: dict[RoomKey, dict[str, ReviewGiven]] = defaultdict(dict)
    for row in connection.execute(select(reviews).where(reviews.c.person_id.is_(None))):
        given = ReviewGiven(row.state, row.at)
        found[RoomKey(row.group_id, row.workbook_id)][row.exercise_id] = given
    return dict(found)


def _calls(connection: Connection) -> Iterable[OpenCall]:
    query = (
        open_calls()
        .add_columns(threads.c.group_id, threads.c.workbook_id, comment_mentions.c.at)
        .order_by(comment_mentions.c.number)
    )
    rows: Sequence[Row[Any]] = connection.execute(query).all()
    for row in rows:
        room = RoomKey(row.group_id, row.workbook_id)
        yield OpenCall(room, row.comment_id, row.person_id, row.at)
