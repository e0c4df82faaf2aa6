"""A topic of a group's workbook: what is asked about it, and when."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from cohortbook.learning.rooms import RoomKey

# Of the time that the author of a workbook planned for a topic, what somebody needs at
# least to have read it; the rest goes into talking and answering.
_READ_SHARE = 0.25
_LEAST_SECONDS, _MOST_SECONDS, _USUAL_SECONDS = 60, 600, 120


@dataclass(frozen=True, slots=True)
class TopicExercise:
    """An exercise that belongs to a topic.

    Parameters
    ----------
    id : str
        Itself.
    individual : bool
        Whether each member answers alone first.
    answerable : bool
        Whether it has an answer; otherwise its answer is its discussion.
    counted : bool
        Whether it counts: those that are not required do not, unless all are so.
    """

    id: str
    individual: bool = False
    answerable: bool = True
    counted: bool = True


@dataclass(frozen=True, slots=True)
class Topic:
    """A topic of a group's copy of a workbook.

    Parameters
    ----------
    room, id : RoomKey, str
        Where, and which.
    title : str
        As people see it.
    place, places : int
        It is the how-manieth, from 1, of how many in its workbook.
    exercises : tuple of TopicExercise
        Those about it.
    cells : frozenset of str
        Ids of the cells of its sections.
    minutes : float or None
        What the author planned for it.
    opens, due : datetime.datetime or None
        When the workbook is worked on.
    """

    room: RoomKey
    id: str
    title: str
    place: int = 1
    places: int = 1
    exercises: tuple[TopicExercise, ...] = ()
    cells: frozenset[str] = frozenset()
    minutes: float | None = None
    opens: datetime | None = None
    due: datetime | None = None

    @property
    def counted(self) -> tuple[TopicExercise, ...]:
        """The exercises that count."""
        required = tuple(each for each in self.exercises if each.counted)
        return required or self.exercises

    @property
    def enough_seconds(self) -> float:
        """How long somebody reads who has read it."""
        if self.minutes is None:
            return _USUAL_SECONDS
        return min(_MOST_SECONDS, max(_LEAST_SECONDS, self.minutes * 60 * _READ_SHARE))

    def days_left(self, at: datetime) -> float | None:
        """Return how many days are left, negative after the due day; None without one."""
        return None if self.due is None else (self.due - at) / timedelta(days=1)
