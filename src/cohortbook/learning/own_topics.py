"""Topics that groups add to their workbooks: added, changed, closed, never removed."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

from sqlalchemy import and_, func, insert, select, update

from cohortbook.clock import Clock, utc_now
from cohortbook.learning.errors import NotFound, VersionConflict
from cohortbook.learning.events import Outcome, append_event
from cohortbook.learning.idempotency import earlier_result, remember_result
from cohortbook.learning.own_topic import (
    OwnTopic,
    OwnTopicInvalid,
    TopicDraft,
    load_own_topics,
    new_topic_id,
    own_definition,
)
from cohortbook.learning.rooms import RoomKey, in_room
from cohortbook.store.own_topic_tables import own_topics

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from sqlalchemy import Connection

    from cohortbook.store.database import Database
    from cohortbook.workbook.exercise import ExerciseDefinition

# All of a workbook's lie on its page.
MOST_TOPICS = 40
# Told to all who keep what they know of topics.
TOPICS_CHANGED = "own_topics"


class OwnTopics:
    """The topics that groups added.

    Parameters
    ----------
    database : Database
        Where they are kept.
    clock : Clock
        What time it is.

    Notes
    -----
    The text of a topic lies in the shared document of its room, beside the answers to
    the workbook's own exercises; which exercises are followed there is asked whenever
    somebody opens a page, and so known without asking the database.
    """

    def __init__(self, database: Database, clock: Clock = utc_now) -> None:
        self._database = database
        self._clock = clock
        self._known: Mapping[RoomKey, Sequence[ExerciseDefinition]] | None = None
        self._changes = 0
        database.watch(TOPICS_CHANGED, self._forget)

    def add(
        self, room: RoomKey, draft: TopicDraft, by: str, key: str | None = None
    ) -> Outcome[OwnTopic]:
        """Add a topic to a group's workbook.

        Parameters
        ----------
        room : RoomKey
            Where.
        draft : TopicDraft
            What.
        by : str
            Id of who adds it.
        key : str, optional
            The same person with the same key adds it once.

        Returns
        -------
        Outcome of OwnTopic
            With ``own_topic.added``.

        Raises
        ------
        OwnTopicInvalid, CommentTooLong, KeyReused
            Nothing is added then.
        """
        kept, now = draft.checked(), self._clock()
        with self._database.begin() as connection:
            earlier = earlier_result(connection, by, key, "own-topic")
            if earlier is not None:
                return Outcome(_one(connection, room, earlier))
            count = select(func.count()).where(in_room(own_topics, room))
            if connection.execute(count).scalar_one() >= MOST_TOPICS:
                msg = f"This workbook has {MOST_TOPICS} topics of the group's own."
                raise OwnTopicInvalid(msg, mend="Take up one that is closed again.")
            topic_id = new_topic_id()
            connection.execute(
                insert(own_topics).values(
                    id=topic_id,
                    group_id=room.group,
                    workbook_id=room.workbook,
                    title=kept.title,
                    why=kept.why,
                    by_day=kept.by_day,
                    promised_at=now if kept.by_day else None,
                    by=by,
                    at=now,
                    version=1,
                )
            )
            remember_result(connection, by, key, "own-topic", result_id=topic_id, at=now)
            outcome = self._told(connection, room, topic_id, "own_topic.added", by)
        self._database.announce(TOPICS_CHANGED)
        return outcome

    def change(  # noqa: PLR0913
        self,
        room: RoomKey,
        topic_id: str,
        draft: TopicDraft,
        by: str,
        version: int,
        *,
        closed: bool,
    ) -> Outcome[OwnTopic]:
        """Give a topic other words or another day, close it, or take it up again.

        Parameters
        ----------
        room, topic_id : RoomKey, str
            Which.
        draft : TopicDraft
            What it is from now on.
        by : str
            Id of who changes it.
        version : int
            The version that was seen.
        closed : bool
            Whether the group has done with it.

        Returns
        -------
        Outcome of OwnTopic
            With ``own_topic.changed``.

        Raises
        ------
        NotFound
            When the room has no such topic.
        VersionConflict
            When somebody else was quicker.
        OwnTopicInvalid, CommentTooLong
            It stays as it is then.
        """
        kept, now = draft.checked(), self._clock()
        with self._database.begin() as connection:
            topic = _one(connection, room, topic_id)
            if topic.version != version:
                raise VersionConflict(topic)
            values = {
                "title": kept.title,
                "why": kept.why,
                "by_day": kept.by_day,
                "version": version + 1,
            }
            if kept.by_day != topic.by_day:
                values["promised_at"] = now if kept.by_day else None
            if closed != topic.closed:
                values["closed_at"] = now if closed else None
            this = and_(in_room(own_topics, room), own_topics.c.id == topic_id)
            connection.execute(update(own_topics).where(this).values(**values))
            outcome = self._told(connection, room, topic_id, "own_topic.changed", by)
        self._database.announce(TOPICS_CHANGED)
        return outcome

    def of_rooms(self, rooms: Sequence[RoomKey]) -> list[OwnTopic]:
        """Return the topics of some rooms, the earliest first."""
        wanted = set(rooms)
        with self._database.read() as connection:
            return [each for each in load_own_topics(connection) if each.room in wanted]

    def definitions(self, room: RoomKey) -> Sequence[ExerciseDefinition]:
        """Return the exercises that a room's own topics are, closed ones too."""
        known, changes = self._known, self._changes
        if known is None:
            columns = own_topics.c
            query = select(columns.group_id, columns.workbook_id, columns.id, columns.title)
            found: dict[RoomKey, list[ExerciseDefinition]] = defaultdict(list)
            with self._database.read() as connection:
                for group, workbook, topic_id, title in connection.execute(query):
                    found[RoomKey(group, workbook)].append(own_definition(topic_id, title))
            known = dict(found)
            # What was added while it was read must not be hidden by what was read.
            self._known = known if changes == self._changes else None
        return known.get(room, ())

    def title(self, room: RoomKey, topic_id: str) -> str | None:
        """Return what a topic of a room is called, or None when it has no such topic."""
        found = (each.prompt for each in self.definitions(room) if each.id == topic_id)
        return next(found, None)

    def _told(
        self, connection: Connection, room: RoomKey, topic_id: str, kind: str, by: str
    ) -> Outcome[OwnTopic]:
        topic = _one(connection, room, topic_id)
        event = append_event(
            connection,
            room,
            kind,
            at=self._clock(),
            actor_id=by,
            data={"topic_id": topic_id},
            shown={"topic": topic.to_json()},
        )
        return Outcome(topic, (event,))

    def _forget(self) -> None:
        self._changes += 1
        self._known = None


def _one(connection: Connection, room: RoomKey, topic_id: str) -> OwnTopic:
    found = load_own_topics(connection, in_room(own_topics, room), own_topics.c.id == topic_id)
    if not found:
        msg = "This workbook has no such topic of the group's own."
        raise NotFound(msg, mend="Load the page again.")
    return found[0]
