"""How every group stands with every topic, and what the rules make of it."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import cache
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from cohortbook.cohort.nudging import NudgePlan
from cohortbook.learning.activity import Activity, Record
from cohortbook.learning.attention_standing import Standing, standings_at
from cohortbook.learning.attention_traces import traces_of
from cohortbook.learning.nudge_decisions import Decision, decide
from cohortbook.learning.nudge_quotes import Quote, choose_quote, quotable
from cohortbook.learning.own_topic import load_own_topics
from cohortbook.learning.rooms import in_room
from cohortbook.store.own_topic_tables import own_topics

if TYPE_CHECKING:
    from collections.abc import Mapping

    from cohortbook.access.people import People
    from cohortbook.cohort.model import Cohort
    from cohortbook.learning.attention_topic import Topic
    from cohortbook.learning.nudge_loading import Nudge
    from cohortbook.learning.nudges import Nudges
    from cohortbook.learning.own_topic import OwnTopic
    from cohortbook.learning.rooms import RoomKey
    from cohortbook.stamp.topics import Topics
    from cohortbook.store.database import Database


@dataclass(frozen=True, slots=True)
class PersonTraces:
    """What one member did about a topic: changes of answers, comments, seconds read."""

    name: str
    edits: int
    comments: int
    seconds: int


class Noticing:
    """Answers what is left aside, at any moment; writes nothing.

    Parameters
    ----------
    cohort : Cohort
        Its rules and time zone.
    database : Database
        Where events are kept.
    topics : Topics
        What there is to attend to.
    people : People
        Who is a member of what.
    nudges : Nudges
        What was sent.
    """

    def __init__(
        self, cohort: Cohort, database: Database, topics: Topics, people: People, nudges: Nudges
    ) -> None:
        self.topics = topics
        self.zone = ZoneInfo(cohort.timezone)
        self._cohort = cohort
        self._database = database
        self._people = people
        self._nudges = nudges
        self._activity = Activity(database)

    def members(self) -> dict[str, frozenset[str]]:
        """Return the ids of the members of each group."""
        found: dict[str, set[str]] = defaultdict(set)
        for person in self._people.principals():
            for group in person.member_of:
                found[group].add(person.person_id)
        return {group: frozenset(members) for group, members in found.items()}

    def record(self, at: datetime) -> Record:
        """Return what happened up to a moment."""
        return self._activity.record(at)

    def standings(self, at: datetime, record: Record | None = None) -> list[Standing]:
        """Say how every group stands with each topic at a moment.

        Parameters
        ----------
        at : datetime.datetime
            The moment.
        record : Record, optional
            What happened up to then, for whoever has read it already.
        """
        read = self.record(at) if record is None else record
        return standings_at(self.topics.all(), self.members(), read, at, self.zone)

    def decisions(self, now: datetime, plan: NudgePlan | None = None) -> list[Decision]:
        """Say what the rules would send at a moment, and what they hold back.

        Parameters
        ----------
        now : datetime.datetime
            May be long ago: what came later is not looked at.
        plan : NudgePlan, optional
            Other rules than those of the cohort.
        """
        chosen = plan or self._cohort.nudges or NudgePlan()
        topics, members = self.topics.all(), self.members()
        record = self._activity.record(now)

        @cache
        def before(days: int) -> Mapping[tuple[RoomKey, str], Standing]:
            at = now - timedelta(days=days)
            found = standings_at(topics, members, record, at, self.zone)
            return {(each.topic.room, each.topic.id): each for each in found}

        return decide(chosen, before, self._nudges.sent(now), now, self.zone)

    def by_person(self, at: datetime) -> dict[tuple[RoomKey, str], list[PersonTraces]]:
        """Say what each member did about each topic, in the order of their names.

        Nothing is made of it: no points, and no order of who did more.
        """
        names = {each.person_id: each.name for each in self._people.principals()}
        members, record = self.members(), self._activity.record(at)
        found = traces_of(self.topics.all(), members, record, at, self.zone)
        return {
            place: [
                PersonTraces(
                    names[each],
                    traces.edits.get(each, 0),
                    traces.comments.get(each, 0),
                    traces.seconds.get(each, 0),
                )
                for each in sorted(members.get(place[0].group, ()), key=lambda one: names[one])
            ]
            for place, traces in found.items()
        }

    def quote(self, topic: Topic, until: datetime) -> Quote | None:
        """Choose the group's own words about a topic; None when there are none."""
        members = self.members().get(topic.room.group, frozenset())
        with self._database.read() as connection:
            return choose_quote(topic, quotable(connection, topic, members, until))

    def standing_of(self, nudge: Nudge, at: datetime) -> Standing | None:
        """Say how a nudge's group stood with its topic; None when there is no such topic now."""
        own = self.own_topic(nudge.room, nudge.topic)
        topic = self.topics.one(nudge.room, nudge.topic) if own is None else own.topic
        return None if topic is None else self.standing(topic, at)

    def standing(self, topic: Topic, at: datetime) -> Standing:
        """Say how a group stood with one topic, of the programme or its own, at a moment."""
        record = self._activity.record(at, [topic.room.group])
        return standings_at([topic], self.members(), record, at, self.zone)[0]

    def own_topic(self, room: RoomKey, topic_id: str) -> OwnTopic | None:
        """Return a topic that a group added, or None when it has none of this id."""
        with self._database.read() as connection:
            this = (in_room(own_topics, room), own_topics.c.id == topic_id)
            return next(iter(load_own_topics(connection, *this)), None)
