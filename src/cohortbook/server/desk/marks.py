"""How each answer stands with the mentors, and since when."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from cohortbook.server.pages.standing import WAITING, Mark

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import datetime

    from cohortbook.learning.rooms import RoomKey
    from cohortbook.learning.waits import Beginnings
    from cohortbook.server.pages.standing import RoomWork
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


def marked(
    work: RoomWork, began: Beginnings, room: RoomKey, exercise: ExerciseDefinition
) -> Marked:
    """Say how an answer stands.

    Parameters
    ----------
    work : RoomWork
        What the group did in the room.
    began : Beginnings
        Since when there is something to read.
    room, exercise : RoomKey, ExerciseDefinition
        Whose answer to what.
    """
    mark = work.mark(exercise)
    return Marked(exercise, mark, _since(mark, work, began, (room, exercise)))


def handed_in_alone(work: RoomWork, exercise: ExerciseDefinition) -> Iterator[Marked]:
    """Yield what members answered alone and handed in again, which waits beside the group's."""
    for each in work.own_of(exercise).values():
        if each.hand_in is not None and each.mark == "again":
            yield Marked(exercise, "again", each.hand_in.at)


def _since(
    mark: Mark, work: RoomWork, began: Beginnings, place: tuple[RoomKey, ExerciseDefinition]
) -> datetime | None:
    room, exercise = place
    match mark:
        case "empty":
            return None
        case "again":
            return work.hand_ins[exercise.id].at
        case "changed":
            return work.answers[exercise.id].updated_at
        case "waiting":
            if not exercise.answerable:
                return began.talks.get((room, exercise.id))
            kept = began.reveals if exercise.individual else began.answers
            return kept.get((room, exercise.id))
    return work.reviews[exercise.id].at
