"""Calibration: several mentors judge the same answers, each without seeing the others."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from sqlalchemy import insert, select

from cohortbook.clock import Clock, utc_now
from cohortbook.learning.authors import Actor
from cohortbook.learning.errors import RatedAlready
from cohortbook.learning.rooms import RoomKey, in_room
from cohortbook.store.review_tables import calibration_ratings
from cohortbook.store.schema import people

if TYPE_CHECKING:
    from collections.abc import Iterable

    from cohortbook.store.database import Database


@dataclass(frozen=True, slots=True)
class Rating:
    """What a mentor said of an answer, for calibration only.

    Parameters
    ----------
    room : RoomKey
        Whose answer, in which workbook.
    exercise_id : str
        The answer to what.
    revision : int
        Of the answer: two mentors are compared only where both judged the same.
    by : Actor
        The mentor.
    levels : mapping of str to int
        Rubric id to level, from 0.
    """

    room: RoomKey
    exercise_id: str
    revision: int
    by: Actor
    levels: Mapping[str, int]


class Calibration:
    """The ratings of mentors.

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

    def rate(
        self,
        room: RoomKey,
        exercise_id: str,
        levels: Mapping[str, int],
        *,
        revision: int,
        by: str,
    ) -> None:
        """Keep what a mentor says; it stands.

        Raises
        ------
        RatedAlready
            When they have said it before: by now they may know what the others said.
        """
        already = select(calibration_ratings.c.number).where(
            in_room(calibration_ratings, room),
            calibration_ratings.c.exercise_id == exercise_id,
            calibration_ratings.c.person_id == by,
            calibration_ratings.c.revision == revision,
        )
        with self._database.begin() as connection:
            if connection.execute(already).first() is not None:
                raise RatedAlready
            connection.execute(
                insert(calibration_ratings).values(
                    group_id=room.group,
                    workbook_id=room.workbook,
                    exercise_id=exercise_id,
                    person_id=by,
                    revision=revision,
                    levels=dict(levels),
                    at=self._clock(),
                )
            )

    def of_workbook(self, workbook: str, groups: Iterable[str]) -> list[Rating]:
        """Return all ratings of some groups' answers in a workbook."""
        query = (
            select(calibration_ratings, people.c.name)
            .join(people, people.c.id == calibration_ratings.c.person_id)
            .where(
                calibration_ratings.c.workbook_id == workbook,
                calibration_ratings.c.group_id.in_(list(groups)),
            )
            .order_by(calibration_ratings.c.number)
        )
        with self._database.read() as connection:
            return [
                Rating(
                    RoomKey(row.group_id, row.workbook_id),
                    row.exercise_id,
                    row.revision,
                    Actor(row.person_id, row.name),
                    row.levels,
                )
                for row in connection.execute(query)
            ]


def pairs_of(
    ratings: Iterable[Rating], one: str, other: str, criterion: str
) -> list[tuple[int, int]]:
    """Return the levels that two mentors gave to what both have judged.

    Parameters
    ----------
    ratings : iterable of Rating
        Of one exercise.
    one, other : str
        Ids of the mentors.
    criterion : str
        A line of the rubric.
    """
    levels: dict[tuple[RoomKey, int], dict[str, int]] = {}
    for each in ratings:
        if criterion in each.levels:
            levels.setdefault((each.room, each.revision), {})[each.by.id] = each.levels[criterion]
    return [(found[one], found[other]) for found in levels.values() if {one, other} <= set(found)]
