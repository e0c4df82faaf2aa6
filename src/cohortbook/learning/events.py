"""What happened in a room, in order: the one stream that pages follow."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any, Generic, TypeVar

from sqlalchemy import func, insert, select

from cohortbook.clock import Clock, utc_now
from cohortbook.learning.authors import Actor, actor_of
from cohortbook.learning.calls import called_into
from cohortbook.learning.comments import Comment, load_comments
from cohortbook.learning.nudge_loading import Nudge, load_nudges
from cohortbook.learning.own_topic import OwnTopic, load_own_topics
from cohortbook.learning.reactions import reactions_json
from cohortbook.learning.rooms import RoomKey, in_room
from cohortbook.learning.text import instant
from cohortbook.learning.threads import Thread, load_threads
from cohortbook.store.attention_tables import nudges
from cohortbook.store.own_topic_tables import own_topics
from cohortbook.store.schema import comments, events, people

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from sqlalchemy import Connection

    from cohortbook.store.database import Database

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Event:
    """Something that happened in a room.

    Parameters
    ----------
    id : int
        Larger than that of everything that happened before.
    room : RoomKey
        Where.
    type : str
        What, such as ``comment.created``.
    at : datetime.datetime
        When, in UTC.
    actor : Actor or None
        Who; None for the server itself.
    data : dict
        JSON, as pages get it.
    """

    id: int
    room: RoomKey
    type: str
    at: datetime
    actor: Actor | None
    data: dict[str, Any]

    def to_json(self) -> dict[str, Any]:
        """Return the event as it goes down the wire."""
        return {
            "id": self.id,
            "type": self.type,
            "at": instant(self.at),
            "actor": None if self.actor is None else self.actor.to_json(),
            "data": self.data,
        }


@dataclass(frozen=True, slots=True)
class Outcome(Generic[T]):
    """What a write came to.

    Parameters
    ----------
    value : T
        How the thing written is now.
    events : tuple of Event
        What the write made happen, to be told to everybody in the room; empty
        when it changed nothing.
    """

    value: T
    events: tuple[Event, ...] = ()


def append_event(  # noqa: PLR0913
    connection: Connection,
    room: RoomKey,
    kind: str,
    *,
    at: datetime,
    actor_id: str | None,
    data: dict[str, Any],
    shown: dict[str, Any] | None = None,
) -> Event:
    """Add an event within the transaction of what it tells about.

    Parameters
    ----------
    connection : sqlalchemy.Connection
        In a write transaction.
    room, kind, at, actor_id
        Where, what, when, who.
    data : dict
        What is kept: for threads and comments their ids only, so that what
        somebody deletes is not still found in here.
    shown : dict, optional
        What pages get, when that is more than what is kept.

    Returns
    -------
    Event
        With its number.
    """
    done = connection.execute(
        insert(events)
        .values(
            group_id=room.group,
            workbook_id=room.workbook,
            type=kind,
            actor_id=actor_id,
            at=at,
            data=data,
        )
        .returning(events.c.id)
    )
    actor = actor_of(connection, actor_id)
    return Event(done.scalar_one(), room, kind, at, actor, data if shown is None else shown)


class Events:
    """The stream of events of each room.

    Parameters
    ----------
    database : Database
        Where they are kept.
    clock : Clock
        What time it is.
    """

    def __init__(self, database: Database, clock: Clock = utc_now) -> None:
        self._database = database
        self._clock = clock

    def since(self, room: RoomKey, after: int, limit: int = 500) -> list[Event]:
        """Return what happened after an event, oldest first.

        Parameters
        ----------
        room : RoomKey
            Where.
        after : int
            Id of the last event known; 0 for none.
        limit : int
            At most this many; ask again from the last one for more.

        Returns
        -------
        list of Event
            Threads and comments in them are as they are *now*, so one deleted
            since then comes as a tombstone.
        """
        query = (
            select(events, people.c.name)
            .outerjoin(people, people.c.id == events.c.actor_id)
            .where(in_room(events, room), events.c.id > after)
            .order_by(events.c.id)
            .limit(limit)
        )
        with self._database.read() as connection:
            found = [
                Event(
                    id=row.id,
                    room=room,
                    type=row.type,
                    at=row.at,
                    actor=None if row.actor_id is None else Actor(row.actor_id, row.name),
                    data=row.data,
                )
                for row in connection.execute(query)
            ]
            return _with_discussion(connection, room, found)

    def last_id(self, room: RoomKey) -> int:
        """Return the id of the last event in a room; 0 when nothing happened yet."""
        query = select(func.coalesce(func.max(events.c.id), 0)).where(in_room(events, room))
        with self._database.read() as connection:
            return int(connection.execute(query).scalar_one())

    def append(
        self, room: RoomKey, kind: str, data: dict[str, Any], actor_id: str | None = None
    ) -> Event:
        """Add an event that belongs to no other write, such as ``workbook.restamped``."""
        with self._database.begin() as connection:
            return append_event(
                connection, room, kind, at=self._clock(), actor_id=actor_id, data=data
            )


def comment_news(kind: str, comment: Comment, called: Sequence[str]) -> dict[str, Any]:
    """Return what pages get with an event about a comment.

    Parameters
    ----------
    kind : str
        The type of the event.
    comment : Comment
        As it is now.
    called : sequence of str
        Ids of the mentors who are called into its thread.
    """
    if kind == "comment.reacted":
        reactions = reactions_json(comment.reactions)
        return {"thread_id": comment.thread_id, "comment_id": comment.id, "reactions": reactions}
    return {
        "thread_id": comment.thread_id,
        "comment": comment.to_json(),
        "called": list(called),
    }


def _with_discussion(connection: Connection, room: RoomKey, found: Sequence[Event]) -> list[Event]:
    about_threads = {each.data["thread_id"] for each in found if each.type.startswith("thread.")}
    about_comments = [each.data for each in found if each.type.startswith("comment.")]
    by_thread: dict[str, Thread] = {}
    by_comment: dict[str, Comment] = {}
    called: dict[str, tuple[str, ...]] = {}
    about_nudges = {each.data["nudge_id"] for each in found if each.type.startswith("nudge.")}
    by_nudge: dict[str, Nudge] = {}
    if about_nudges:
        by_nudge = {
            each.id: each for each in load_nudges(connection, nudges.c.id.in_(about_nudges))
        }
    about_topics = {each.data["topic_id"] for each in found if each.type.startswith("own_topic.")}
    by_topic: dict[str, OwnTopic] = {}
    if about_topics:
        theirs = own_topics.c.id.in_(about_topics)
        topics = load_own_topics(connection, in_room(own_topics, room), theirs)
        by_topic = {each.id: each for each in topics}
    if about_threads:
        by_thread = {each.id: each for each in load_threads(connection, room, about_threads)}
    if about_comments:
        ids = {each["comment_id"] for each in about_comments}
        inside = {each["thread_id"] for each in about_comments}
        written = load_comments(connection, room, comments.c.id.in_(ids))
        by_comment = {each.id: each for each in written}
        called = called_into(connection, room, comments.c.thread_id.in_(inside))

    def shown(event: Event) -> dict[str, Any]:
        if event.type.startswith("thread."):
            return {"thread": by_thread[event.data["thread_id"]].to_json()}
        if event.type.startswith("comment."):
            comment = by_comment[event.data["comment_id"]]
            return comment_news(event.type, comment, called.get(comment.thread_id, ()))
        if event.type.startswith("nudge."):
            return {"nudge": by_nudge[event.data["nudge_id"]].to_json()}
        if event.type.startswith("own_topic."):
            return {"topic": by_topic[event.data["topic_id"]].to_json()}
        return event.data

    return [replace(each, data=shown(each)) for each in found]
