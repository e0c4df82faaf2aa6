"""Since when there has been something for a mentor to read."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from sqlalchemy import func, select

from cohortbook.learning.rooms import RoomKey, in_any_room
from cohortbook.store.schema import answer_history, comments, reveals, threads

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from datetime import datetime

    from sqlalchemy import Select

    from cohortbook.store.database import Database


@dataclass(frozen=True, slots=True)
class Beginnings:
    """When something was there first, by room and exercise id.

    Parameters
    ----------
    answers : mapping
        The group's answer, however often it was changed since: whoever improves it does
        not lose their place.
    reveals : mapping
        Individual answers, all opened together.
    talks : mapping
        A comment at the exercise.
    """

    answers: Mapping[tuple[RoomKey, str], datetime]
    reveals: Mapping[tuple[RoomKey, str], datetime]
    talks: Mapping[tuple[RoomKey, str], datetime]


class Waits:
    """Tells since when answers are there.

    Parameters
    ----------
    database : Database
        Where everything is kept.
    """

    def __init__(self, database: Database) -> None:
        self._database = database

    def beginnings(self, rooms: Iterable[RoomKey]) -> Beginnings:
        """Return when answers, reveals and discussions of some rooms began."""
        wanted = list(rooms)
        answered = (
            select(
                answer_history.c.group_id,
                answer_history.c.workbook_id,
                answer_history.c.exercise_id,
                func.min(answer_history.c.at).label("at"),
            )
            .where(
                in_any_room(answer_history, wanted),
                answer_history.c.person_id.is_(None),
                answer_history.c.value.is_not(None),
            )
            .group_by(
                answer_history.c.group_id,
                answer_history.c.workbook_id,
                answer_history.c.exercise_id,
            )
        )
        opened = select(
            reveals.c.group_id, reveals.c.workbook_id, reveals.c.exercise_id, reveals.c.at
        ).where(in_any_room(reveals, wanted))
        said = (
            select(
                threads.c.group_id,
                threads.c.workbook_id,
                threads.c.anchor_ref.label("exercise_id"),
                func.min(comments.c.created_at).label("at"),
            )
            .join(comments, comments.c.thread_id == threads.c.id)
            .where(
                in_any_room(threads, wanted),
                threads.c.anchor_kind == "exercise",
                comments.c.deleted_at.is_(None),
            )
            .group_by(threads.c.group_id, threads.c.workbook_id, threads.c.anchor_ref)
        )
        if not wanted:
            return Beginnings({}, {}, {})
        return Beginnings(self._moments(answered), self._moments(opened), self._moments(said))

    def _moments(
        self, query: Select[tuple[str, str, str, datetime]]
    ) -> dict[tuple[RoomKey, str], datetime]:
        with self._database.read() as connection:
            return {
                (RoomKey(row.group_id, row.workbook_id), row.exercise_id): row.at
                for row in connection.execute(query)
            }
