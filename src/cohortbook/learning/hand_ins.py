"""Handing in again: what a group, or a member, does with what a mentor has said."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from sqlalchemy import and_, insert, select

from cohortbook.clock import Clock, utc_now
from cohortbook.learning.authors import Actor
from cohortbook.learning.errors import HandedInAlready, NothingReviewed, VersionConflict
from cohortbook.learning.events import Outcome, append_event
from cohortbook.learning.markdown import render
from cohortbook.learning.reviews import load_reviews
from cohortbook.learning.rooms import RoomKey, in_any_room, in_room
from cohortbook.learning.text import feedback_body, instant
from cohortbook.store.review_tables import review_hand_ins
from cohortbook.store.schema import people, reviews

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import datetime

    from sqlalchemy import ColumnElement, Connection

    from cohortbook.store.database import Database


@dataclass(frozen=True, slots=True)
class HandIn:
    """A group's answer, handed in again after a review.

    Parameters
    ----------
    room : RoomKey
        Of which group, in which workbook.
    exercise_id : str
        The answer to what.
    review_id : str
        Of the review.
    review_version : int
        Which of its versions the group had before it. Once a mentor says more, the
        answer waits no longer.
    person_id : str or None
        Whose answer it is; None when it is the group's.
    by : Actor
        The member who did it.
    words : str
        Markdown to the mentor; may be empty.
    at : datetime.datetime
        When, in UTC.
    """

    room: RoomKey
    exercise_id: str
    review_id: str
    review_version: int
    person_id: str | None
    by: Actor
    words: str
    at: datetime

    def to_json(self) -> dict[str, Any]:
        """Return the hand-in as pages show it."""
        return {
            "exercise_id": self.exercise_id,
            "review_id": self.review_id,
            "review_version": self.review_version,
            "person_id": self.person_id,
            "by": self.by.to_json(),
            "words": self.words,
            "html": render(self.words),
            "at": instant(self.at),
        }


class HandIns:
    """What groups handed in again.

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

    def hand_in(  # noqa: PLR0913
        self,
        room: RoomKey,
        exercise_id: str,
        words: str,
        *,
        by: str,
        version: int,
        own: bool = False,
    ) -> Outcome[HandIn]:
        """Put an answer back among those that wait.

        Parameters
        ----------
        room, exercise_id : RoomKey, str
            Which answer.
        words : str
            Markdown to the mentor; may be empty.
        by : str
            Id of the member.
        version : int
            Of the review that they had before them.
        own : bool
            Whether it is what `by` answered alone, and not the group's answer.

        Returns
        -------
        Outcome of HandIn
            With ``review.handed_in``.

        Raises
        ------
        NothingReviewed
            When there is no review to answer.
        VersionConflict
            When a mentor has said more since.
        HandedInAlready
            When another member was faster.
        """
        body, now = feedback_body(words), self._clock()
        with self._database.begin() as connection:
            this_answer = and_(
                in_room(reviews, room),
                reviews.c.exercise_id == exercise_id,
                reviews.c.person_id == by if own else reviews.c.person_id.is_(None),
            )
            review = next(iter(load_reviews(connection, this_answer)), None)
            if review is None:
                raise NothingReviewed
            if review.version != version:
                raise VersionConflict(review)
            this = and_(
                review_hand_ins.c.review_id == review.id,
                review_hand_ins.c.review_version == version,
            )
            if _load(connection, this):
                raise HandedInAlready
            connection.execute(
                insert(review_hand_ins).values(
                    group_id=room.group,
                    workbook_id=room.workbook,
                    exercise_id=exercise_id,
                    review_id=review.id,
                    review_version=version,
                    by=by,
                    words=body,
                    at=now,
                )
            )
            made = _load(connection, this)[0]
            event = append_event(
                connection,
                room,
                "review.handed_in",
                at=now,
                actor_id=by,
                data={"hand_in": made.to_json()},
            )
        return Outcome(made, (event,))

    def of_room(self, room: RoomKey) -> dict[str, HandIn]:
        """Return which of the group's answers wait again in a room, by exercise id."""
        return {each.exercise_id: each for each in self.of_rooms([room]) if each.person_id is None}

    def of_rooms(self, rooms: Iterable[RoomKey]) -> list[HandIn]:
        """Return what waits again in several rooms, what members answered alone included."""
        wanted = list(rooms)
        if not wanted:
            return []
        present = and_(
            in_any_room(review_hand_ins, wanted),
            review_hand_ins.c.review_version == reviews.c.version,
        )
        with self._database.read() as connection:
            return _load(connection, present)


def _load(connection: Connection, condition: ColumnElement[bool]) -> list[HandIn]:
    query = (
        select(review_hand_ins, people.c.name, reviews.c.person_id)
        .join(people, people.c.id == review_hand_ins.c.by)
        .join(reviews, reviews.c.id == review_hand_ins.c.review_id)
        .where(condition)
        .order_by(review_hand_ins.c.number)
    )
    return [
        HandIn(
            room=RoomKey(row.group_id, row.workbook_id),
            exercise_id=row.exercise_id,
            review_id=row.review_id,
            review_version=row.review_version,
            person_id=row.person_id,
            by=Actor(row.by, row.name),
            words=row.words,
            at=row.at,
        )
        for row in connection.execute(query)
    ]
