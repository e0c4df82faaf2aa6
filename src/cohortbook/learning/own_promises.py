"""Days by which groups wanted to have pursued topics of their own, once they are over."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from sqlalchemy import and_, or_, update

from cohortbook.clock import Clock, utc_now
from cohortbook.learning.events import Outcome
from cohortbook.learning.nudge_loading import load_nudges
from cohortbook.learning.nudge_sending import NewNudge, send_nudge
from cohortbook.learning.own_topic import load_own_topics
from cohortbook.learning.rooms import in_room
from cohortbook.store.attention_tables import nudges
from cohortbook.store.own_topic_tables import own_topics

if TYPE_CHECKING:
    from datetime import date

    from sqlalchemy import Connection

    from cohortbook.learning.own_topic import OwnTopic
    from cohortbook.store.database import Database

_NOT_FOLLOWED = or_(
    own_topics.c.followed_day.is_(None), own_topics.c.followed_day < own_topics.c.by_day
)


class OwnPromises:
    """Follows up what groups promised themselves.

    Parameters
    ----------
    database : Database
        Where it is kept.
    clock : Clock
        What time it is.
    """

    def __init__(self, database: Database, clock: Clock = utc_now) -> None:
        self._database = database
        self._clock = clock

    def over(self, today: date) -> list[OwnTopic]:
        """Return the topics whose day was before today, and was not followed up."""
        with self._database.read() as connection:
            return load_own_topics(connection, own_topics.c.by_day < today, _NOT_FOLLOWED)

    def follow_up(self, topic: OwnTopic, *, kept: bool, facts: dict[str, Any]) -> Outcome[None]:
        """Note that a day is over and, unless the group did as it said, ask about it.

        Parameters
        ----------
        topic : OwnTopic
            As it was judged; when it has another day by now, nothing is done.
        kept : bool
            Whether the group did as it said.
        facts : dict
            The figures it was judged on.

        Returns
        -------
        Outcome of None
            With ``nudge.sent`` when it is asked about. Each day is followed up once,
            whoever asks, and not while the group is asked about the topic anyway.
        """
        now = self._clock()
        with self._database.begin() as connection:
            this = and_(
                in_room(own_topics, topic.room),
                own_topics.c.id == topic.id,
                own_topics.c.by_day == topic.by_day,
                _NOT_FOLLOWED,
            )
            noted = update(own_topics).where(this).values(followed_day=topic.by_day)
            if not connection.execute(noted).rowcount or kept or _is_asked(connection, topic):
                return Outcome(None)
            new = NewNudge(topic.room, topic.id, "follow-up", facts=facts)
            return Outcome(None, (send_nudge(connection, new, now, None)[1],))


def _is_asked(connection: Connection, topic: OwnTopic) -> bool:
    """Say whether an account is awaited, or one promises another day."""
    about = load_nudges(connection, in_room(nudges, topic.room), nudges.c.topic == topic.id)
    return any(each.is_open or each.promised is not None for each in about)
