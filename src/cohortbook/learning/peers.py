"""Review between groups: they get one another's answers, and say what they think."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from sqlalchemy import and_, func, insert, select, update

from cohortbook.clock import Clock, utc_now
from cohortbook.ids import new_id
from cohortbook.learning.assignment import assign
from cohortbook.learning.authors import Actor, names_of
from cohortbook.learning.errors import NotFound, PeersOpenAlready, VersionConflict
from cohortbook.learning.events import Event, Outcome, append_event
from cohortbook.learning.markdown import render
from cohortbook.learning.rooms import RoomKey
from cohortbook.learning.text import comment_body
from cohortbook.store.review_tables import peer_reviews, peer_rounds

if TYPE_CHECKING:
    from datetime import datetime

    from sqlalchemy import ColumnElement, Connection

    from cohortbook.store.database import Database

LEAST_USEFUL, MOST_USEFUL = 1, 5


@dataclass(frozen=True, slots=True)
class PeerReview:
    """What one group says to another's answer.

    Parameters
    ----------
    id, workbook, exercise_id : str
        Itself, and what was answered.
    reviewer_group, author_group : str
        Who reviews whom.
    answer : object
        JSON: the answer as it was when the review between groups was opened.
    feedback : str
        Markdown; empty until it is given.
    levels : mapping of str to int
        Rubric id to level.
    given_by : Actor or None
        The member who wrote its present form down; None until it is given.
    version : int
        Grows by one with each change, from 0.
    useful : int or None
        From 1, not at all, to 5, very: what the authors say of it.
    """

    id: str
    workbook: str
    exercise_id: str
    reviewer_group: str
    author_group: str
    answer: Any
    feedback: str
    levels: Mapping[str, int]
    given_by: Actor | None
    version: int
    useful: int | None

    def to_json(self) -> dict[str, Any]:
        """Return what both groups may know of it."""
        return {
            "id": self.id,
            "feedback": self.feedback,
            "html": render(self.feedback),
            "levels": dict(self.levels),
            "given": self.given_by is not None,
            "version": self.version,
            "useful": self.useful,
        }


@dataclass(frozen=True, slots=True)
class PeerStanding:
    """How far a review between groups is.

    Parameters
    ----------
    given, total : int
        Reviews that there are, and that there will be.
    useful : float or None
        The mean of what authors said of them; None while nobody has.
    """

    given: int
    total: int
    useful: float | None


class Peers:
    """The reviews between groups.

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

    def open(  # noqa: PLR0913
        self,
        workbook: str,
        exercise_id: str,
        answers: Mapping[str, Any],
        *,
        each: int,
        seed: int,
        by: str,
    ) -> Outcome[PeerStanding]:
        """Deal answers out among the groups that gave them.

        Parameters
        ----------
        workbook, exercise_id : str
            Which exercise.
        answers : mapping of str to object
            By group.
        each : int
            How many reviews each answer gets.
        seed : int
            Deals the same way each time.
        by : str
            Id of who opens it.

        Returns
        -------
        Outcome of PeerStanding
            With ``peers.changed`` in the room of each group.

        Raises
        ------
        PeersOpenAlready
            When it has been opened before.
        TooFewPeers
            When too few groups have answered.
        """
        dealt, now = assign(answers, each, seed), self._clock()
        with self._database.begin() as connection:
            this = and_(
                peer_rounds.c.workbook_id == workbook, peer_rounds.c.exercise_id == exercise_id
            )
            if connection.execute(select(peer_rounds.c.id).where(this)).first() is not None:
                raise PeersOpenAlready
            round_id = new_id("rnd")
            connection.execute(
                insert(peer_rounds).values(
                    id=round_id,
                    workbook_id=workbook,
                    exercise_id=exercise_id,
                    each=each,
                    seed=seed,
                    opened_by=by,
                    opened_at=now,
                )
            )
            for reviewer, authors in dealt.items():
                for author in authors:
                    connection.execute(
                        insert(peer_reviews).values(
                            id=new_id("pee"),
                            round_id=round_id,
                            reviewer_group=reviewer,
                            author_group=author,
                            answer=answers[author],
                            levels={},
                            feedback="",
                            version=0,
                        )
                    )
            events = _tell(connection, dealt, workbook, exercise_id, now)
        return Outcome(PeerStanding(0, len(dealt) * each, None), events)

    def give(  # noqa: PLR0913
        self,
        room: RoomKey,
        review_id: str,
        feedback: str,
        levels: Mapping[str, int],
        *,
        by: str,
        version: int,
    ) -> Outcome[PeerReview]:
        """Say what a group thinks of the answer that it got, or change that.

        Raises
        ------
        NotFound
            When the group got no such answer.
        VersionConflict
            When another member was faster.
        CommentEmpty, CommentTooLong
            When there is no word in it, or more than 10,000 characters.
        """
        body, now = comment_body(feedback), self._clock()
        written = {"feedback": body, "levels": dict(levels), "given_by": by, "given_at": now}
        with self._database.begin() as connection:
            mine = and_(peer_reviews.c.id == review_id, _given_by(room))
            current = _one(connection, mine)
            if current.version != version:
                raise VersionConflict(current)
            connection.execute(
                update(peer_reviews)
                .where(peer_reviews.c.id == review_id)
                .values(version=version + 1, **written)
            )
            review = _one(connection, mine)
            events = _tell_both(connection, review, now)
        return Outcome(review, events)

    def rate(self, room: RoomKey, review_id: str, useful: int, *, by: str) -> Outcome[PeerReview]:
        """Say how useful a review was, as the group whose answer it is about.

        Raises
        ------
        NotFound
            When the group got no such review.
        """
        with self._database.begin() as connection:
            mine = and_(
                peer_reviews.c.id == review_id,
                _about(room),
                peer_reviews.c.given_by.is_not(None),
            )
            _one(connection, mine)
            connection.execute(
                update(peer_reviews)
                .where(peer_reviews.c.id == review_id)
                .values(useful=useful, rated_by=by)
            )
            review = _one(connection, mine)
            events = _tell_both(connection, review, self._clock())
        return Outcome(review, events)

    def to_give(self, room: RoomKey, exercise_id: str) -> list[PeerReview]:
        """Return what a group is asked to review."""
        return self._load(_given_by(room), exercise_id)

    def received(self, room: RoomKey, exercise_id: str) -> list[PeerReview]:
        """Return what other groups said of a group's answer."""
        given = peer_reviews.c.given_by.is_not(None)
        return self._load(and_(_about(room), given), exercise_id)

    def open_in(self, workbook: str) -> frozenset[str]:
        """Return the exercises of a workbook at which groups review one another."""
        query = select(peer_rounds.c.exercise_id).where(peer_rounds.c.workbook_id == workbook)
        with self._database.read() as connection:
            return frozenset(connection.execute(query).scalars())

    def standing(self, workbook: str, exercise_id: str) -> PeerStanding | None:
        """Return how far it is; None where it was never opened."""
        query = (
            select(
                func.count().label("total"),
                func.count(peer_reviews.c.given_by).label("given"),
                func.avg(peer_reviews.c.useful).label("useful"),
            )
            .join(peer_rounds, peer_rounds.c.id == peer_reviews.c.round_id)
            .where(peer_rounds.c.workbook_id == workbook, peer_rounds.c.exercise_id == exercise_id)
        )
        with self._database.read() as connection:
            row = connection.execute(query).one()
        useful = None if row.useful is None else float(row.useful)
        return PeerStanding(row.given, row.total, useful) if row.total else None

    def _load(self, condition: ColumnElement[bool], exercise_id: str) -> list[PeerReview]:
        with self._database.read() as connection:
            return _load(connection, and_(condition, peer_rounds.c.exercise_id == exercise_id))


def _given_by(room: RoomKey) -> ColumnElement[bool]:
    return and_(
        peer_reviews.c.reviewer_group == room.group, peer_rounds.c.workbook_id == room.workbook
    )


def _about(room: RoomKey) -> ColumnElement[bool]:
    return and_(
        peer_reviews.c.author_group == room.group, peer_rounds.c.workbook_id == room.workbook
    )


def _one(connection: Connection, condition: ColumnElement[bool]) -> PeerReview:
    found = _load(connection, condition)
    if not found:
        msg = "There is no such review between groups here."
        raise NotFound(msg)
    return found[0]


def _load(connection: Connection, condition: ColumnElement[bool]) -> list[PeerReview]:
    query = (
        select(peer_reviews, peer_rounds.c.workbook_id, peer_rounds.c.exercise_id)
        .join(peer_rounds, peer_rounds.c.id == peer_reviews.c.round_id)
        .where(condition)
        .order_by(peer_reviews.c.number)
    )
    rows = connection.execute(query).all()
    names = names_of(connection, {row.given_by for row in rows if row.given_by})
    return [
        PeerReview(
            id=row.id,
            workbook=row.workbook_id,
            exercise_id=row.exercise_id,
            reviewer_group=row.reviewer_group,
            author_group=row.author_group,
            answer=row.answer,
            feedback=row.feedback,
            levels=row.levels,
            given_by=names.get(row.given_by),
            version=row.version,
            useful=row.useful,
        )
        for row in rows
    ]


def _tell_both(connection: Connection, review: PeerReview, now: datetime) -> tuple[Event, ...]:
    groups = {review.reviewer_group: (), review.author_group: ()}
    return _tell(connection, groups, review.workbook, review.exercise_id, now)


def _tell(
    connection: Connection,
    groups: Mapping[str, object],
    workbook: str,
    exercise_id: str,
    now: datetime,
) -> tuple[Event, ...]:
    # Nobody is named: it is not to be known who of the other group wrote.
    data = {"exercise_id": exercise_id}
    return tuple(
        append_event(
            connection, RoomKey(group, workbook), "peers.changed", at=now, actor_id=None, data=data
        )
        for group in groups
    )
