"""Reviews: what a mentor says to an answer."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Literal, get_args

from sqlalchemy import ColumnElement, and_, insert, select, update

from cohortbook.clock import Clock, utc_now
from cohortbook.ids import new_id
from cohortbook.learning.authors import Actor, names_of
from cohortbook.learning.errors import ReviewInvalid, VersionConflict
from cohortbook.learning.events import Outcome, append_event
from cohortbook.learning.markdown import render
from cohortbook.learning.rooms import RoomKey, in_any_room, in_room
from cohortbook.learning.text import feedback_body, instant
from cohortbook.store.review_tables import review_hand_ins
from cohortbook.store.schema import answers, people, review_history, reviews

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import datetime

    from sqlalchemy import Connection

    from cohortbook.store.database import Database

ReviewState = Literal["seen", "asks-for-more", "accepted"]


@dataclass(frozen=True, slots=True)
class Review:
    """A mentor's judgement of an answer.

    Parameters
    ----------
    id : str
        Itself.
    room : RoomKey
        Of which group, in which workbook.
    exercise_id : str
        Of the answer to what.
    person_id : str or None
        Of whose answer; None when it is the group's.
    state : {"seen", "asks-for-more", "accepted"}
        The judgement.
    feedback : str
        Markdown; may be empty.
    levels : mapping of str to int
        Rubric id to the level reached, from 0.
    reviewer : Actor
        Who gave it, in its present form.
    at : datetime.datetime
        When, in UTC.
    version : int
        Grows by one with each change, from 1.
    """

    id: str
    room: RoomKey
    exercise_id: str
    person_id: str | None
    state: ReviewState
    feedback: str
    levels: Mapping[str, int]
    reviewer: Actor
    at: datetime
    version: int

    @property
    def html(self) -> str:
        """The feedback as sanitised HTML."""
        return render(self.feedback)

    def to_json(self) -> dict[str, Any]:
        """Return the review as pages show it."""
        return {
            "id": self.id,
            "exercise_id": self.exercise_id,
            "person_id": self.person_id,
            "state": self.state,
            "feedback": self.feedback,
            "html": self.html,
            "levels": dict(self.levels),
            "reviewer": self.reviewer.to_json(),
            "at": instant(self.at),
            "version": self.version,
        }


@dataclass(frozen=True, slots=True)
class Judgement:
    """What a mentor wants to say.

    Parameters
    ----------
    state : str
        One of the states of a review.
    feedback : str
        Markdown.
    levels : mapping of str to int
        Rubric id to level.

    Raises
    ------
    ReviewInvalid
        When the state or a level is none.
    """

    state: ReviewState
    feedback: str = ""
    levels: Mapping[str, int] | None = None

    def __post_init__(self) -> None:
        """Refuse what no page can show."""
        if self.state not in get_args(ReviewState):
            msg = f"{self.state!r} is not a state of a review."
            raise ReviewInvalid(msg, mend=f"Use one of {', '.join(get_args(ReviewState))}.")
        for rubric_id, level in (self.levels or {}).items():
            if not isinstance(rubric_id, str) or type(level) is not int or level < 0:
                msg = f"{level!r} is not a level of {rubric_id!r}."
                raise ReviewInvalid(msg, mend="Levels are counted from 0.")


class Reviews:
    """The reviews of a cohort; one for each answer, changed in place.

    Parameters
    ----------
    database : Database
        Where they are kept, with everything they ever said.
    clock : Clock
        What time it is.
    """

    def __init__(self, database: Database, clock: Clock = utc_now) -> None:
        self._database = database
        self._clock = clock

    def give(  # noqa: PLR0913
        self,
        room: RoomKey,
        exercise_id: str,
        judgement: Judgement,
        *,
        reviewer: str,
        version: int,
        person_id: str | None = None,
    ) -> Outcome[Review]:
        """Give a review, or change the one there is.

        Parameters
        ----------
        room, exercise_id : RoomKey, str
            Of which answer.
        judgement : Judgement
            What to say.
        reviewer : str
            Id of who says it.
        version : int
            The version that was seen; 0 when there was none.
        person_id : str, optional
            Of whose answer, for an individual exercise.

        Returns
        -------
        Outcome of Review
            With ``review.given``; without events when nothing changed.

        Raises
        ------
        VersionConflict
            When another mentor was faster.
        CommentTooLong
            When the feedback has more than 10,000 characters.
        """
        feedback, now = feedback_body(judgement.feedback), self._clock()
        said = {
            "state": judgement.state,
            "feedback": feedback,
            "levels": dict(judgement.levels or {}),
        }
        written = {**said, "reviewer_id": reviewer, "at": now, "version": version + 1}
        this = _this(room, exercise_id, person_id)
        with self._database.begin() as connection:
            current = next(iter(load_reviews(connection, this)), None)
            if current is not None and current.version != version:
                raise VersionConflict(current)
            if current is None:
                review_id = new_id("rev")
                written["version"] = 1
                connection.execute(
                    insert(reviews).values(
                        id=review_id,
                        group_id=room.group,
                        workbook_id=room.workbook,
                        exercise_id=exercise_id,
                        person_id=person_id,
                        **written,
                    )
                )
            else:
                same = all(getattr(current, name) == value for name, value in said.items())
                # To say the same to what was handed in again is an answer too.
                if same and not _handed_in(connection, current):
                    return Outcome(current)
                review_id = current.id
                done = connection.execute(
                    update(reviews)
                    .where(reviews.c.id == review_id, reviews.c.version == version)
                    .values(**written)
                )
                if done.rowcount != 1:
                    raise VersionConflict(current)
            judged = _answer_now(connection, room, exercise_id, person_id)
            connection.execute(
                insert(review_history).values(review_id=review_id, answer=judged, **written)
            )
            review = load_reviews(connection, this)[0]
            event = append_event(
                connection,
                room,
                "review.given",
                at=now,
                actor_id=reviewer,
                data={"review": review.to_json()},
            )
        return Outcome(review, (event,))

    def of_room(self, room: RoomKey) -> list[Review]:
        """Return all reviews in a room."""
        with self._database.read() as connection:
            return load_reviews(connection, in_room(reviews, room))

    def of_rooms(self, rooms: Iterable[RoomKey]) -> list[Review]:
        """Return the reviews of groups' answers in several rooms at once."""
        return self._in_rooms(rooms, reviews.c.person_id.is_(None))

    def of_members(self, rooms: Iterable[RoomKey]) -> list[Review]:
        """Return the reviews of what members of several rooms answered alone."""
        return self._in_rooms(rooms, reviews.c.person_id.is_not(None))

    def _in_rooms(self, rooms: Iterable[RoomKey], whose: ColumnElement[bool]) -> list[Review]:
        wanted = list(rooms)
        if not wanted:
            return []
        with self._database.read() as connection:
            return load_reviews(connection, and_(in_any_room(reviews, wanted), whose))

    def of_exercise(self, workbook: str, exercise_id: str, groups: Iterable[str]) -> list[Review]:
        """Return the reviews of some groups' answers to one exercise."""
        this = and_(
            reviews.c.workbook_id == workbook,
            reviews.c.exercise_id == exercise_id,
            reviews.c.group_id.in_(list(groups)),
        )
        with self._database.read() as connection:
            return load_reviews(connection, this)

    def judged(self, review: Review) -> Any:
        """Return the answer as it was when a review got its present form.

        Returns
        -------
        object
            JSON; None when there was no answer, or several, as with individual exercises.
        """
        query = select(review_history.c.answer).where(
            review_history.c.review_id == review.id, review_history.c.version == review.version
        )
        with self._database.read() as connection:
            return connection.execute(query).scalar_one_or_none()

    def history(self, review_id: str) -> list[tuple[int, str, str, Actor, datetime]]:
        """Return all versions of a review: version, state, feedback, who, when."""
        query = (
            select(review_history)
            .where(review_history.c.review_id == review_id)
            .order_by(review_history.c.version)
        )
        with self._database.read() as connection:
            rows = connection.execute(query).all()
            names = names_of(connection, {row.reviewer_id for row in rows})
        return [
            (row.version, row.state, row.feedback, names[row.reviewer_id], row.at) for row in rows
        ]


def _this(room: RoomKey, exercise_id: str, person_id: str | None) -> ColumnElement[bool]:
    whose = reviews.c.person_id
    return and_(
        in_room(reviews, room),
        reviews.c.exercise_id == exercise_id,
        whose.is_(None) if person_id is None else whose == person_id,
    )


def _handed_in(connection: Connection, review: Review) -> bool:
    query = select(review_hand_ins.c.number).where(
        review_hand_ins.c.review_id == review.id,
        review_hand_ins.c.review_version == review.version,
    )
    return connection.execute(query).first() is not None


def _answer_now(
    connection: Connection, room: RoomKey, exercise_id: str, person_id: str | None
) -> Any:
    whose = answers.c.person_id
    query = select(answers.c.value).where(
        in_room(answers, room),
        answers.c.exercise_id == exercise_id,
        whose.is_(None) if person_id is None else whose == person_id,
    )
    return connection.execute(query).scalar_one_or_none()


def load_reviews(connection: Connection, condition: ColumnElement[bool]) -> list[Review]:
    """Return the reviews for which a condition holds, in the order of their first forms."""
    query = (
        select(reviews, people.c.name.label("reviewer"))
        .join(people, people.c.id == reviews.c.reviewer_id)
        .where(condition)
        .order_by(reviews.c.number)
    )
    return [
        Review(
            id=row.id,
            room=RoomKey(row.group_id, row.workbook_id),
            exercise_id=row.exercise_id,
            person_id=row.person_id,
            state=row.state,
            feedback=row.feedback,
            levels=row.levels,
            reviewer=Actor(row.reviewer_id, row.reviewer),
            at=row.at,
            version=row.version,
        )
        for row in connection.execute(query)
    ]
