"""Individual exercises: alone first, then all answers opened at once."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from sqlalchemy import ColumnElement, and_, func, insert, select

from cohortbook.clock import Clock, utc_now
from cohortbook.learning.answer_history import AnswerKey
from cohortbook.learning.answers import is_revealed, withdraw_hand_in
from cohortbook.learning.authors import Actor
from cohortbook.learning.errors import AlreadyRevealed, NotAMember, NothingToHandIn
from cohortbook.learning.events import Event, Outcome, append_event
from cohortbook.learning.rooms import RoomKey, in_any_room, in_room
from cohortbook.store.schema import (
    answer_history,
    answers,
    individual_hand_ins,
    people,
    reveals,
)

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import datetime

    from sqlalchemy import Connection, Select, Table

    from cohortbook.store.database import Database


@dataclass(frozen=True, slots=True)
class IndividualAnswer:
    """What one member answered, once it is open.

    Parameters
    ----------
    person_id : str
        Who.
    value : object
        JSON.
    changed_after_reveal : bool
        Whether it was written or changed after the others' were to be seen.
    """

    person_id: str
    value: Any
    changed_after_reveal: bool

    def to_json(self) -> dict[str, Any]:
        """Return the answer as the group sees it."""
        return {
            "person_id": self.person_id,
            "value": self.value,
            "changed_after_reveal": self.changed_after_reveal,
        }


@dataclass(frozen=True, slots=True)
class ShownAnswer:
    """What a member answered alone, since everybody in the room may see it.

    Parameters
    ----------
    key : AnswerKey
        Which.
    author : Actor
        Who.
    value : object
        JSON.
    updated_at : datetime.datetime
        When it was changed last, in UTC.
    """

    key: AnswerKey
    author: Actor
    value: Any
    updated_at: datetime


@dataclass(frozen=True, slots=True)
class IndividualState:
    """How far a group is with an individual exercise.

    Parameters
    ----------
    exercise_id : str
        Which.
    revealed : bool
        Whether the answers are open.
    handed_in : tuple of str
        Ids of those who handed in, in that order.
    answers : tuple of IndividualAnswer
        Of those who handed in; always empty before the reveal.
    """

    exercise_id: str
    revealed: bool = False
    handed_in: tuple[str, ...] = ()
    answers: tuple[IndividualAnswer, ...] = ()

    def to_json(self) -> dict[str, Any]:
        """Return the state as everybody in the room may see it."""
        return {
            "exercise_id": self.exercise_id,
            "revealed": self.revealed,
            "handed_in": list(self.handed_in),
            "answers": [each.to_json() for each in self.answers],
        }


class Individual:
    """Handing in, withdrawing and revealing.

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

    def hand_in(
        self, room: RoomKey, exercise_id: str, person_id: str, members: frozenset[str]
    ) -> Outcome[IndividualState]:
        """Hand in a member's answer; the last one to do so opens them all.

        Parameters
        ----------
        room, exercise_id, person_id
            Where, to what, who.
        members : frozenset of str
            Ids of all members of the group now.

        Returns
        -------
        Outcome of IndividualState
            With ``individual.handed_in`` unless they had done so before, and
            ``individual.revealed`` when they were the last.

        Raises
        ------
        NotAMember
            When they are not one of `members`.
        NothingToHandIn
            When they have not answered.
        """
        if person_id not in members:
            raise NotAMember
        now = self._clock()
        with self._database.begin() as connection:
            before = _states(connection, room, exercise_id)[exercise_id]
            events: list[Event] = []
            if person_id not in before.handed_in:
                if not _has_answered(connection, room, exercise_id, person_id):
                    raise NothingToHandIn
                connection.execute(
                    insert(individual_hand_ins).values(
                        group_id=room.group,
                        workbook_id=room.workbook,
                        exercise_id=exercise_id,
                        person_id=person_id,
                        at=now,
                    )
                )
                events.append(_tell(connection, room, "handed_in", exercise_id, person_id, now))
            if not before.revealed and members <= {*before.handed_in, person_id}:
                events.append(_open(connection, room, exercise_id, person_id, now))
            state = _states(connection, room, exercise_id)[exercise_id]
        return Outcome(state, tuple(events))

    def withdraw(self, room: RoomKey, exercise_id: str, person_id: str) -> Outcome[IndividualState]:
        """Take back a hand-in.

        Returns
        -------
        Outcome of IndividualState
            With ``individual.withdrawn``; without events when there was none.

        Raises
        ------
        AlreadyRevealed
            When the answers are open.
        """
        with self._database.begin() as connection:
            if is_revealed(connection, room, exercise_id):
                raise AlreadyRevealed
            events: tuple[Event, ...] = ()
            if withdraw_hand_in(connection, room, exercise_id, person_id):
                now = self._clock()
                events = (_tell(connection, room, "withdrawn", exercise_id, person_id, now),)
            state = _states(connection, room, exercise_id)[exercise_id]
        return Outcome(state, events)

    def reveal(self, room: RoomKey, exercise_id: str, by: str | None) -> Outcome[IndividualState]:
        """Open the answers handed in so far, without waiting for the others.

        Those who have not handed in keep theirs to themselves until they do.

        Parameters
        ----------
        room, exercise_id
            Where, to what.
        by : str or None
            Id of who opens them; None when their time has come.

        Returns
        -------
        Outcome of IndividualState
            With ``individual.revealed``; without events when they were open.
        """
        with self._database.begin() as connection:
            events: tuple[Event, ...] = ()
            if not is_revealed(connection, room, exercise_id):
                events = (_open(connection, room, exercise_id, by, self._clock()),)
            state = _states(connection, room, exercise_id)[exercise_id]
        return Outcome(state, events)

    def shown(self, rooms: Iterable[RoomKey] | None = None) -> list[ShownAnswer]:
        """Return what members handed in and the group may see, in some rooms or in all."""
        wanted = None if rooms is None else list(rooms)
        if wanted is not None and not wanted:
            return []
        query = (
            select(answers, people.c.name)
            .join(people, people.c.id == answers.c.person_id)
            .join(reveals, _of_the_same(reveals))
            .join(
                individual_hand_ins,
                and_(
                    _of_the_same(individual_hand_ins),
                    individual_hand_ins.c.person_id == answers.c.person_id,
                ),
            )
            .where(answers.c.value.is_not(None))
            .order_by(individual_hand_ins.c.number)
        )
        if wanted is not None:
            query = query.where(in_any_room(answers, wanted))
        with self._database.read() as connection:
            return [
                ShownAnswer(
                    AnswerKey(
                        RoomKey(row.group_id, row.workbook_id), row.exercise_id, row.person_id
                    ),
                    Actor(row.person_id, row.name),
                    row.value,
                    row.updated_at,
                )
                for row in connection.execute(query)
            ]

    def state(self, room: RoomKey, exercise_id: str) -> IndividualState:
        """Return how far the group is with one exercise."""
        with self._database.read() as connection:
            return _states(connection, room, exercise_id)[exercise_id]

    def states(self, room: RoomKey) -> dict[str, IndividualState]:
        """Return the states of all exercises where anything happened, by exercise id."""
        with self._database.read() as connection:
            return _states(connection, room)


def _of_the_same(table: Table) -> ColumnElement[bool]:
    return and_(
        table.c.group_id == answers.c.group_id,
        table.c.workbook_id == answers.c.workbook_id,
        table.c.exercise_id == answers.c.exercise_id,
    )


def _states(
    connection: Connection, room: RoomKey, exercise_id: str | None = None
) -> dict[str, IndividualState]:
    hand_ins = (
        select(
            individual_hand_ins.c.exercise_id,
            individual_hand_ins.c.person_id,
        )
        .where(in_room(individual_hand_ins, room))
        .order_by(individual_hand_ins.c.number)
    )
    opened = select(reveals.c.exercise_id, reveals.c.revision).where(in_room(reveals, room))
    if exercise_id is not None:
        hand_ins = hand_ins.where(individual_hand_ins.c.exercise_id == exercise_id)
        opened = opened.where(reveals.c.exercise_id == exercise_id)
    handed_in: dict[str, list[str]] = defaultdict(list)
    for row in connection.execute(hand_ins):
        handed_in[row.exercise_id].append(row.person_id)
    revisions = {row.exercise_id: row.revision for row in connection.execute(opened)}
    values: dict[str, dict[str, Any]] = defaultdict(dict)
    if revisions:
        for row in connection.execute(_values(room, list(revisions))):
            values[row.exercise_id][row.person_id] = row
    wanted = {*handed_in, *revisions} if exercise_id is None else {exercise_id}
    return {
        each: IndividualState(
            exercise_id=each,
            revealed=each in revisions,
            handed_in=tuple(handed_in[each]),
            answers=tuple(
                IndividualAnswer(
                    person_id=person_id,
                    value=values[each][person_id].value,
                    changed_after_reveal=values[each][person_id].revision > revisions[each],
                )
                for person_id in handed_in[each]
                if person_id in values[each]
            ),
        )
        for each in sorted(wanted)
    }


def _values(room: RoomKey, exercise_ids: list[str]) -> Select[Any]:
    return select(
        answers.c.exercise_id, answers.c.person_id, answers.c.value, answers.c.revision
    ).where(
        in_room(answers, room),
        answers.c.exercise_id.in_(exercise_ids),
        answers.c.person_id.is_not(None),
        answers.c.value.is_not(None),
    )


def _has_answered(connection: Connection, room: RoomKey, exercise_id: str, person_id: str) -> bool:
    query = _values(room, [exercise_id]).where(answers.c.person_id == person_id)
    return connection.execute(query).first() is not None


def _open(
    connection: Connection, room: RoomKey, exercise_id: str, by: str | None, now: datetime
) -> Event:
    # Versions of answers are counted, not timed: two changes may share a moment.
    latest = connection.execute(
        select(func.coalesce(func.max(answer_history.c.number), 0))
    ).scalar_one()
    connection.execute(
        insert(reveals).values(
            group_id=room.group,
            workbook_id=room.workbook,
            exercise_id=exercise_id,
            by=by,
            at=now,
            revision=latest,
        )
    )
    data = {"exercise_id": exercise_id}
    return append_event(connection, room, "individual.revealed", at=now, actor_id=by, data=data)


def _tell(  # noqa: PLR0913
    connection: Connection,
    room: RoomKey,
    what: str,
    exercise_id: str,
    person_id: str,
    now: datetime,
) -> Event:
    data = {"exercise_id": exercise_id, "person_id": person_id}
    kind = f"individual.{what}"
    return append_event(connection, room, kind, at=now, actor_id=person_id, data=data)
