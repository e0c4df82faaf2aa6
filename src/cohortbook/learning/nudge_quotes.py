"""The group's own earlier words about a topic, for a reminder of why it mattered.

The rule, in this order, and of equals the latest: the group's goal on this topic; its
answer to an exercise of the topic; a comment of a member on the topic; its goal on
anything. Words of fewer than `FEWEST_LETTERS` letters remind of nothing. What members
answered alone is never quoted.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Any, Literal

from sqlalchemy import select

from cohortbook.learning.rooms import RoomKey
from cohortbook.store.schema import answer_history, answers, comments, threads

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable

    from sqlalchemy import Connection

    from cohortbook.learning.attention_topic import Topic

QuoteKind = Literal["goal", "answer", "comment"]

FEWEST_LETTERS = 12
LONGEST_QUOTE = 1000
_MOST_AUTHORS = 3


@dataclass(frozen=True, slots=True)
class Quote:
    """Words that a group wrote.

    Parameters
    ----------
    kind : {"goal", "answer", "comment"}
        What they were.
    room : RoomKey
        Where they stand.
    ref : str
        Id of the exercise or of the comment.
    text : str
        Markdown.
    by : tuple of str
        Ids of who wrote them.
    at : datetime.datetime
        When they became what they are, in UTC.
    topic : str or None
        What a goal is about.
    """

    kind: QuoteKind
    room: RoomKey
    ref: str
    text: str
    by: tuple[str, ...]
    at: datetime
    topic: str | None = None


def choose_quote(topic: Topic, candidates: Iterable[Quote]) -> Quote | None:
    """Choose by the rule above; None when the group has said nothing that reminds.

    Parameters
    ----------
    topic : Topic
        What it should be about.
    candidates : iterable of Quote
        What the group wrote, on anything.
    """
    best: tuple[int, datetime] | None = None
    chosen = None
    for each in candidates:
        rank = _rank(topic, each)
        if rank is None or sum(letter.isalpha() for letter in each.text) < FEWEST_LETTERS:
            continue
        if best is None or (rank, each.at) > best:
            best, chosen = (rank, each.at), each
    return chosen


def _rank(topic: Topic, quote: Quote) -> int | None:
    if quote.kind == "goal":
        return 4 if quote.topic in (topic.id, topic.title) else 1
    if quote.room != topic.room:
        return None
    return 3 if quote.kind == "answer" else 2


def quotable(
    connection: Connection, topic: Topic, members: Collection[str], until: datetime
) -> list[Quote]:
    """Return what a group wrote that may be quoted about a topic.

    Parameters
    ----------
    connection : sqlalchemy.Connection
        In a transaction.
    topic : Topic
        About what; goals are taken from all of the group's workbooks.
    members : collection of str
        Whose comments count.
    until : datetime.datetime
        What came later is not quoted.
    """
    return [
        *_answers(connection, topic, until),
        *_comments(connection, topic, members, until),
    ]


def _answers(connection: Connection, topic: Topic, until: datetime) -> list[Quote]:
    mine = {each.id for each in topic.exercises if not each.individual}
    query = select(answers).where(
        answers.c.group_id == topic.room.group,
        answers.c.person_id.is_(None),
        answers.c.value.is_not(None),
        answers.c.kind.in_(("text", "goal")),
        answers.c.updated_at <= until,
    )
    found = []
    for row in connection.execute(query).all():
        room = RoomKey(row.group_id, row.workbook_id)
        text, about = _words(row.kind, row.value)
        if row.kind == "text" and (room != topic.room or row.exercise_id not in mine):
            continue
        by = _authors(connection, room, row.exercise_id)
        kind: QuoteKind = "goal" if row.kind == "goal" else "answer"
        found.append(Quote(kind, room, row.exercise_id, text, by, row.updated_at, about))
    return found


def _words(kind: str, value: Any) -> tuple[str, str | None]:
    if kind == "goal" and isinstance(value, dict):
        about = value.get("topic")
        return str(value.get("text") or "")[:LONGEST_QUOTE], str(about) if about else None
    return str(value)[:LONGEST_QUOTE], None


def _authors(connection: Connection, room: RoomKey, exercise_id: str) -> tuple[str, ...]:
    query = (
        select(answer_history.c.by)
        .where(
            answer_history.c.group_id == room.group,
            answer_history.c.workbook_id == room.workbook,
            answer_history.c.exercise_id == exercise_id,
            answer_history.c.person_id.is_(None),
            answer_history.c.by.is_not(None),
        )
        .order_by(answer_history.c.number.desc())
    )
    latest_first = dict.fromkeys(connection.execute(query).scalars())
    return tuple(list(latest_first)[:_MOST_AUTHORS])


def _comments(
    connection: Connection, topic: Topic, members: Collection[str], until: datetime
) -> list[Quote]:
    query = (
        select(comments, threads.c.anchor_kind, threads.c.anchor_ref)
        .join(threads, threads.c.id == comments.c.thread_id)
        .where(
            threads.c.group_id == topic.room.group,
            threads.c.workbook_id == topic.room.workbook,
            comments.c.deleted_at.is_(None),
            comments.c.created_at <= until,
            comments.c.author_id.in_(list(members)),
        )
    )
    exercises = {each.id for each in topic.exercises}
    return [
        Quote("comment", topic.room, row.id, row.body, (row.author_id,), row.created_at)
        for row in connection.execute(query).all()
        if row.anchor_ref in (exercises if row.anchor_kind == "exercise" else topic.cells)
    ]
