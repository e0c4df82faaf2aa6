"""A topic that a group added to its workbook."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, datetime
from typing import TYPE_CHECKING, Any, ClassVar

from sqlalchemy import select

from cohortbook.ids import new_id
from cohortbook.learning.attention_topic import Topic, TopicExercise
from cohortbook.learning.authors import Actor, names_of
from cohortbook.learning.errors import LearningError
from cohortbook.learning.markdown import render
from cohortbook.learning.rooms import RoomKey
from cohortbook.learning.text import feedback_body, instant, storable
from cohortbook.store.own_topic_tables import TITLE_LENGTH, own_topics
from cohortbook.workbook.exercise import ExerciseDefinition

if TYPE_CHECKING:
    from sqlalchemy import Connection
    from sqlalchemy.sql import ColumnElement


_OWN = re.compile("own-[a-z2-7]{20}")


class OwnTopicInvalid(LearningError):  # noqa: N818
    """A topic that cannot be kept as it is."""

    code: ClassVar[str] = "own-topic-invalid"


@dataclass(frozen=True, slots=True)
class TopicDraft:
    """What a group wants to add.

    Parameters
    ----------
    title : str
        In one line.
    why : str
        Markdown: why it matters to them; may be empty.
    by_day : datetime.date or None
        By when they want to have pursued it.
    """

    title: str
    why: str = ""
    by_day: date | None = None

    def checked(self) -> TopicDraft:
        """Return it as it is kept.

        Raises
        ------
        OwnTopicInvalid
            When it has no title, or one that is too long.
        CommentTooLong
            When the reason has more than 10,000 characters.
        """
        title = " ".join(storable(self.title).split())
        if not 0 < len(title) <= TITLE_LENGTH:
            msg = "A topic has a title of one line."
            raise OwnTopicInvalid(msg, mend=f"Write 1 to {TITLE_LENGTH} characters.")
        return TopicDraft(title, feedback_body(self.why), self.by_day)


@dataclass(frozen=True, slots=True)
class OwnTopic:
    """A topic as it is kept.

    Parameters
    ----------
    id : str
        Of the topic, and of the exercise that its text is the answer of.
    room : RoomKey
        Where.
    title, why, by_day
        As for `TopicDraft`.
    by : Actor
        Who added it.
    at : datetime.datetime
        When, in UTC.
    closed : bool
        Whether the group has done with it; nothing of it is lost.
    version : int
        Grows by one with each change, from 1.
    promised_at : datetime.datetime or None
        Since when it has this day, in UTC; None without one.
    """

    id: str
    room: RoomKey
    title: str
    why: str
    by_day: date | None
    by: Actor
    at: datetime
    closed: bool
    version: int
    promised_at: datetime | None = None

    @property
    def definition(self) -> ExerciseDefinition:
        """Return the exercise that its text is the answer of."""
        return own_definition(self.id, self.title)

    @property
    def topic(self) -> Topic:
        """Return it as attention sees it: without a plan, and with nobody to compare with."""
        text = TopicExercise(self.id)
        return Topic(room=self.room, id=self.id, title=self.title, exercises=(text,))

    def to_json(self) -> dict[str, Any]:
        """Return the topic as pages show it."""
        return {
            "id": self.id,
            "title": self.title,
            "why": self.why,
            "html": render(self.why),
            "by_day": None if self.by_day is None else self.by_day.isoformat(),
            "by": self.by.to_json(),
            "at": instant(self.at),
            "closed": self.closed,
            "version": self.version,
            "exercise": self.definition.public_json(),
        }


def is_own(exercise_id: str) -> bool:
    """Say whether an exercise is the text of a group's own topic."""
    return _OWN.fullmatch(exercise_id) is not None


def new_topic_id() -> str:
    """Return an id that is one of a topic and of an exercise."""
    return new_id("own").replace("_", "-")


def own_definition(topic_id: str, title: str) -> ExerciseDefinition:
    """Return the exercise of an own topic."""
    return ExerciseDefinition.from_json(
        {"id": topic_id, "kind": "text", "prompt": title, "topic": topic_id}
    )


def load_own_topics(connection: Connection, *where: ColumnElement[bool]) -> list[OwnTopic]:
    """Return topics, the earliest first.

    Parameters
    ----------
    connection : sqlalchemy.Connection
        In a transaction.
    *where : sqlalchemy.ColumnElement
        Conditions on the table of own topics.
    """
    query = select(own_topics).where(*where).order_by(own_topics.c.number)
    rows = connection.execute(query).all()
    names = names_of(connection, {row.by for row in rows})
    return [
        OwnTopic(
            id=row.id,
            room=RoomKey(row.group_id, row.workbook_id),
            title=row.title,
            why=row.why,
            by_day=row.by_day,
            by=names[row.by],
            at=row.at,
            closed=row.closed_at is not None,
            version=row.version,
            promised_at=row.promised_at,
        )
        for row in rows
    ]
