"""How each answer stands with the mentors, and since when, from all rooms at once."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, cast

from cohortbook.server.pages.standing import WAITING, Mark

if TYPE_CHECKING:
    from datetime import datetime

    from cohortbook.learning.rooms import RoomKey
    from cohortbook.learning.work_record import Work
    from cohortbook.workbook.exercise import ExerciseDefinition


@dataclass(frozen=True, slots=True)
class Marked:
    """An exercise of a group, and how its answer stands.

    Parameters
    ----------
    exercise : ExerciseDefinition
        As the group's stamp has it.
    mark : str
        As `RoomWork.mark` says it.
    since : datetime.datetime or None
        Since when it stands so; None for what is not answered.
    """

    exercise: ExerciseDefinition
    mark: Mark
    since: datetime | None

    @property
    def waits(self) -> bool:
        """Whether a mentor has to look at it."""
        return self.mark in WAITING


def marked(work: Work, room: RoomKey, exercise: ExerciseDefinition) -> Marked:
    """Say how an answer stands.

    Parameters
    ----------
    work : Work
        What there is.
    room, exercise : RoomKey, ExerciseDefinition
        Whose answer to what.
    """
    review = work.reviews.get(room, {}).get(exercise.id)
    changed = work.answered.get(room, {}).get(exercise.id)
    if review is None:
        at = _answered_at(work, room, exercise)
        return Marked(exercise, "empty" if at is None else "waiting", at)
    if changed is not None and changed > review.at:
        return Marked(exercise, "changed", changed)
    return Marked(exercise, cast("Mark", review.state), review.at)


def _answered_at(work: Work, room: RoomKey, exercise: ExerciseDefinition) -> datetime | None:
    if not exercise.answerable:
        kept = work.discussed
    elif exercise.individual:
        kept = work.revealed
    else:
        kept = work.answered
    return kept.get(room, {}).get(exercise.id)
