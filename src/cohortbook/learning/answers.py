"""Answers as values: what a group, or a member, says to an exercise."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Protocol

from sqlalchemy import ColumnElement, and_, delete, insert, select, update

from cohortbook.clock import Clock, utc_now
from cohortbook.learning.answer_history import AnswerKey, keep_version
from cohortbook.learning.authors import Actor, actor_of, names_of
from cohortbook.learning.errors import AnswerMisplaced
from cohortbook.learning.events import Event, Outcome, append_event
from cohortbook.learning.markdown import render
from cohortbook.learning.rooms import RoomKey, in_any_room, in_room
from cohortbook.learning.text import instant
from cohortbook.store.schema import answers, individual_hand_ins, reveals

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import datetime

    from sqlalchemy import Connection, Select

    from cohortbook.store.database import Database


class Exercise(Protocol):
    """What an answer has to know of its exercise."""

    @property
    def id(self) -> str:
        """Its id, unique in its workbook."""

    @property
    def kind(self) -> str:
        """Such as ``text``."""

    @property
    def individual(self) -> bool:
        """Whether each member answers alone first."""


@dataclass(frozen=True, slots=True)
class Answer:
    """What was answered, as it is now.

    Parameters
    ----------
    room : RoomKey
        Where.
    exercise_id, kind : str
        To which exercise.
    person_id : str or None
        Whose; None when it is the group's.
    value : object
        JSON, of the shape its kind has; None when there is no answer (any more).
    updated_by : Actor or None
        Who changed it last.
    updated_at : datetime.datetime
        When, in UTC.
    revision : int
        Grows with each change of any answer; 0 when none was ever recorded.
    """

    room: RoomKey
    exercise_id: str
    kind: str
    person_id: str | None
    value: Any
    updated_by: Actor | None
    updated_at: datetime
    revision: int

    @property
    def answered(self) -> bool:
        """Whether there is an answer."""
        return self.value is not None

    @property
    def html(self) -> str | None:
        """A text as sanitised HTML; None for other kinds."""
        return render(self.value) if self.kind == "text" and self.answered else None

    def to_json(self) -> dict[str, Any]:
        """Return the answer as a reviewer sees it."""
        return {
            "value": self.value,
            "html": self.html,
            "updated_at": instant(self.updated_at),
            "updated_by": None if self.updated_by is None else self.updated_by.to_json(),
        }


class Answers:
    """The answers of groups and members.

    Parameters
    ----------
    database : Database
        Where they are kept.
    clock : Clock
        What time it is.

    Notes
    -----
    Only `of_person` returns what a member answered alone, and only to be shown
    to that member: everybody else learns it through `Individual`.
    """

    def __init__(self, database: Database, clock: Clock = utc_now) -> None:
        self._database = database
        self._clock = clock

    def record(
        self,
        room: RoomKey,
        definition: Exercise,
        value: Any,
        by: str | None,
        person_id: str | None = None,
    ) -> Outcome[Answer]:
        """Keep an answer, if it changed.

        Parameters
        ----------
        room : RoomKey
            Where.
        definition : Exercise
            To what.
        value : object
            As `clean_value` returned it; None when there is no answer.
        by : str or None
            Id of who made the last change.
        person_id : str, optional
            Whose answer it is, for an individual exercise.

        Returns
        -------
        Outcome of Answer
            With ``answer.changed`` for a group's answer. Taking an individual
            answer away before the reveal also takes back its hand-in, with
            ``individual.withdrawn``.

        Raises
        ------
        AnswerMisplaced
            When a group answers an individual exercise, or the other way round.
        """
        if definition.individual != (person_id is not None):
            msg = f"The answer to {definition.id!r} is kept per " + (
                "member." if definition.individual else "group."
            )
            raise AnswerMisplaced(msg)
        now = self._clock()
        with self._database.begin() as connection:
            mine = _this(room, definition.id, person_id)
            row = connection.execute(select(answers).where(mine)).first()
            held = None if row is None else row.value
            if _same(held, value):
                return Outcome(_unchanged(connection, room, definition, person_id, row, now))
            revision = keep_version(
                connection, AnswerKey(room, definition.id, person_id), value, by, now
            )
            values = {
                "kind": definition.kind,
                "value": value,
                "updated_by": by,
                "updated_at": now,
                "revision": revision,
            }
            if row is None:
                connection.execute(
                    insert(answers).values(
                        group_id=room.group,
                        workbook_id=room.workbook,
                        exercise_id=definition.id,
                        person_id=person_id,
                        **values,
                    )
                )
            else:
                connection.execute(update(answers).where(mine).values(**values))
            events = _told(connection, room, definition.id, person_id, value, by, now)
            author = actor_of(connection, by)
        answer = Answer(
            room, definition.id, definition.kind, person_id, value, author, now, revision
        )
        return Outcome(answer, events)

    def of_room(self, room: RoomKey) -> list[Answer]:
        """Return the group's answers in a room, also those taken away again."""
        return self._load(
            select(answers).where(in_room(answers, room), answers.c.person_id.is_(None))
        )

    def of_rooms(self, rooms: Iterable[RoomKey]) -> list[Answer]:
        """Return the same of several rooms at once."""
        wanted = list(rooms)
        group = answers.c.person_id.is_(None)
        return (
            self._load(select(answers).where(in_any_room(answers, wanted), group)) if wanted else []
        )

    def of_person(self, room: RoomKey, person_id: str) -> list[Answer]:
        """Return what one member answered alone; for that member's eyes only."""
        return self._load(
            select(answers).where(in_room(answers, room), answers.c.person_id == person_id)
        )

    def of_exercise(
        self, workbook: str, exercise_id: str, groups: Iterable[str]
    ) -> dict[str, Answer]:
        """Return the answers of some groups to one exercise, by group.

        Groups that never answered are left out.
        """
        found = self._load(
            select(answers).where(
                answers.c.workbook_id == workbook,
                answers.c.exercise_id == exercise_id,
                answers.c.group_id.in_(list(groups)),
                answers.c.person_id.is_(None),
            )
        )
        return {each.room.group: each for each in found}

    def exercises_with_answers(self) -> dict[tuple[str, str], set[str]]:
        """Return, by (group, workbook), which exercises anybody has answered.

        Returns
        -------
        dict
            Individual answers count; answers taken away again do not.
        """
        query = (
            select(answers.c.group_id, answers.c.workbook_id, answers.c.exercise_id)
            .where(answers.c.value.is_not(None))
            .distinct()
        )
        found: dict[tuple[str, str], set[str]] = defaultdict(set)
        with self._database.read() as connection:
            for row in connection.execute(query):
                found[row.group_id, row.workbook_id].add(row.exercise_id)
        return dict(found)

    def _load(self, query: Select[Any]) -> list[Answer]:
        with self._database.read() as connection:
            rows = connection.execute(query.order_by(answers.c.number)).all()
            names = names_of(connection, {row.updated_by for row in rows if row.updated_by})
        return [_answer(row, names.get(row.updated_by)) for row in rows]


def _answer(row: Any, author: Actor | None) -> Answer:
    return Answer(
        room=RoomKey(row.group_id, row.workbook_id),
        exercise_id=row.exercise_id,
        kind=row.kind,
        person_id=row.person_id,
        value=row.value,
        updated_by=author,
        updated_at=row.updated_at,
        revision=row.revision,
    )


def _this(room: RoomKey, exercise_id: str, person_id: str | None) -> ColumnElement[bool]:
    whose = answers.c.person_id
    return and_(
        in_room(answers, room),
        answers.c.exercise_id == exercise_id,
        whose.is_(None) if person_id is None else whose == person_id,
    )


def _same(held: Any, value: Any) -> bool:
    # In Python True equals 1, which as answers are different things.
    return type(held) is type(value) and bool(held == value)


def _unchanged(  # noqa: PLR0913
    connection: Connection,
    room: RoomKey,
    definition: Exercise,
    person_id: str | None,
    row: Any,
    now: datetime,
) -> Answer:
    if row is None:
        return Answer(room, definition.id, definition.kind, person_id, None, None, now, 0)
    return _answer(row, actor_of(connection, row.updated_by))


def _told(  # noqa: PLR0913
    connection: Connection,
    room: RoomKey,
    exercise_id: str,
    person_id: str | None,
    value: Any,
    by: str | None,
    now: datetime,
) -> tuple[Event, ...]:
    if person_id is None:
        data: dict[str, Any] = {"exercise_id": exercise_id, "answered": value is not None}
        return (append_event(connection, room, "answer.changed", at=now, actor_id=by, data=data),)
    if value is not None:
        return ()
    if is_revealed(connection, room, exercise_id):
        return ()
    if not withdraw_hand_in(connection, room, exercise_id, person_id):
        return ()
    data = {"exercise_id": exercise_id, "person_id": person_id}
    kind = "individual.withdrawn"
    return (append_event(connection, room, kind, at=now, actor_id=by, data=data),)


def is_revealed(connection: Connection, room: RoomKey, exercise_id: str) -> bool:
    """Say whether the individual answers to an exercise are open to the group."""
    row = connection.execute(
        select(reveals.c.revision).where(
            in_room(reveals, room), reveals.c.exercise_id == exercise_id
        )
    ).first()
    return row is not None


def withdraw_hand_in(
    connection: Connection, room: RoomKey, exercise_id: str, person_id: str
) -> bool:
    """Take back a hand-in; say whether there was one."""
    done = connection.execute(
        delete(individual_hand_ins).where(
            in_room(individual_hand_ins, room),
            individual_hand_ins.c.exercise_id == exercise_id,
            individual_hand_ins.c.person_id == person_id,
        )
    )
    return done.rowcount == 1
