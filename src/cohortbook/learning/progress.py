"""How far a group is, and what is new to somebody since they last looked."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Literal

from sqlalchemy import and_, case, func, insert, or_, select, update

from cohortbook.clock import Clock, utc_now
from cohortbook.learning.rooms import RoomKey, in_any_room, in_room
from cohortbook.store.schema import answers, events, people, visits

if TYPE_CHECKING:
    from collections.abc import Iterable

    from cohortbook.store.database import Database

_COMMENTS = ("thread.created", "comment.created")
_FEEDBACK = ("review.given",)


@dataclass(frozen=True, slots=True)
class News:
    """What others did in a room since somebody's last visit.

    Parameters
    ----------
    comments, feedback : int
        How many new comments, and how many reviews given or changed.
    """

    comments: int = 0
    feedback: int = 0

    def to_json(self) -> dict[str, int]:
        """Return both counts."""
        return {"comments": self.comments, "feedback": self.feedback}


@dataclass(frozen=True, slots=True)
class NewsFrom:
    """What one person did in a room since somebody's last visit.

    Parameters
    ----------
    room : RoomKey
        Where.
    kind : {"comment", "feedback"}
        What.
    actor : str
        Name of who did it.
    count : int
        How many times.
    at : datetime.datetime
        When they did it last, in UTC.
    """

    room: RoomKey
    kind: Literal["comment", "feedback"]
    actor: str
    count: int
    at: datetime


class Progress:
    """Counts for the home page and the table of contents.

    Parameters
    ----------
    database : Database
        Where everything is kept.
    clock : Clock
        What time it is.
    """

    def __init__(self, database: Database, clock: Clock = utc_now) -> None:
        self._database = database
        self._clock = clock

    def answered(self, room: RoomKey, person_id: str | None = None) -> frozenset[str]:
        """Return the ids of the exercises with an answer.

        Parameters
        ----------
        room : RoomKey
            Where.
        person_id : str, optional
            With it, what this person answered alone counts too.
        """
        return self.answered_in([room], person_id)[room]

    def answered_in(
        self, rooms: Iterable[RoomKey], person_id: str | None = None
    ) -> dict[RoomKey, frozenset[str]]:
        """Return the same for several rooms at once."""
        wanted = list(rooms)
        found: dict[RoomKey, set[str]] = defaultdict(set)
        whose = answers.c.person_id
        query = select(answers.c.group_id, answers.c.workbook_id, answers.c.exercise_id).where(
            in_any_room(answers, wanted),
            whose.is_(None) if person_id is None else or_(whose.is_(None), whose == person_id),
            answers.c.value.is_not(None),
        )
        if wanted:
            with self._database.read() as connection:
                for row in connection.execute(query):
                    found[RoomKey(row.group_id, row.workbook_id)].add(row.exercise_id)
        return {each: frozenset(found[each]) for each in wanted}

    def news(self, person_id: str, rooms: Iterable[RoomKey]) -> dict[RoomKey, News]:
        """Count what others did in each room since this person's last visit.

        Parameters
        ----------
        person_id : str
            Who looks; what they did themselves is no news to them.
        rooms : iterable of RoomKey
            Where.
        """
        wanted = list(rooms)
        counts: dict[tuple[RoomKey, str], int] = {}
        mine = and_(
            visits.c.person_id == person_id,
            visits.c.group_id == events.c.group_id,
            visits.c.workbook_id == events.c.workbook_id,
        )
        query = (
            select(events.c.group_id, events.c.workbook_id, events.c.type, func.count().label("n"))
            .select_from(events.outerjoin(visits, mine))
            .where(
                in_any_room(events, wanted),
                events.c.type.in_(_COMMENTS + _FEEDBACK),
                or_(events.c.actor_id.is_(None), events.c.actor_id != person_id),
                events.c.id > func.coalesce(visits.c.event_id, 0),
            )
            .group_by(events.c.group_id, events.c.workbook_id, events.c.type)
        )
        if wanted:
            with self._database.read() as connection:
                for row in connection.execute(query):
                    counts[RoomKey(row.group_id, row.workbook_id), row.type] = row.n
        return {
            each: News(
                comments=sum(counts.get((each, kind), 0) for kind in _COMMENTS),
                feedback=sum(counts.get((each, kind), 0) for kind in _FEEDBACK),
            )
            for each in wanted
        }

    def news_by_person(self, person_id: str, rooms: Iterable[RoomKey]) -> list[NewsFrom]:
        """Say who did what in some rooms since this person's last visit, latest first.

        Parameters
        ----------
        person_id : str
            Who looks; what they did themselves is no news to them.
        rooms : iterable of RoomKey
            Where.
        """
        wanted = list(rooms)
        if not wanted:
            return []
        mine = and_(
            visits.c.person_id == person_id,
            visits.c.group_id == events.c.group_id,
            visits.c.workbook_id == events.c.workbook_id,
        )
        kind = case((events.c.type.in_(_FEEDBACK), "feedback"), else_="comment").label("kind")
        latest = func.max(events.c.at).label("latest")
        columns = (events.c.group_id, events.c.workbook_id, kind, people.c.id, people.c.name)
        query = (
            select(*columns, func.count().label("n"), latest)
            .select_from(
                events.join(people, people.c.id == events.c.actor_id).outerjoin(visits, mine)
            )
            .where(
                in_any_room(events, wanted),
                events.c.type.in_(_COMMENTS + _FEEDBACK),
                events.c.actor_id != person_id,
                events.c.id > func.coalesce(visits.c.event_id, 0),
            )
            .group_by(*columns)
            .order_by(latest.desc(), people.c.id)
        )
        with self._database.read() as connection:
            return [
                NewsFrom(
                    RoomKey(row.group_id, row.workbook_id), row.kind, row.name, row.n, row.latest
                )
                for row in connection.execute(query)
            ]

    def visited(self, person_id: str, room: RoomKey, event_id: int) -> None:
        """Note that somebody has seen a room up to an event; never goes back."""
        this = and_(in_room(visits, room), visits.c.person_id == person_id)
        with self._database.begin() as connection:
            held = connection.execute(select(visits.c.event_id).where(this)).scalar_one_or_none()
            values = {"event_id": max(event_id, held or 0), "at": self._clock()}
            if held is None:
                connection.execute(
                    insert(visits).values(
                        person_id=person_id,
                        group_id=room.group,
                        workbook_id=room.workbook,
                        **values,
                    )
                )
            else:
                connection.execute(update(visits).where(this).values(**values))
