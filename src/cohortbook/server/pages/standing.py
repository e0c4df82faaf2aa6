"""How the answers of a room stand with its mentors."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from datetime import datetime

    from cohortbook.learning.answers import Answer
    from cohortbook.learning.hand_ins import HandIn
    from cohortbook.learning.individual import IndividualState
    from cohortbook.learning.reviews import Review
    from cohortbook.workbook.exercise import ExerciseDefinition

Mark = Literal["empty", "waiting", "again", "changed", "seen", "asks-for-more", "accepted"]
MARKS: tuple[Mark, ...] = (
    "waiting",
    "again",
    "changed",
    "asks-for-more",
    "seen",
    "accepted",
    "empty",
)
# What was changed and not handed in again is still in the group's hands.
WAITING: frozenset[Mark] = frozenset({"waiting", "again"})


@dataclass(frozen=True, slots=True)
class RoomWork:
    """What a group did in one workbook, by exercise id.

    Parameters
    ----------
    answers, individual, reviews : dict
        Of the group; reviews are those of the group's answers.
    discussed : set of str
        Exercises with at least one comment.
    hand_ins : dict
        What the group handed in again and no mentor has reviewed since.
    """

    answers: dict[str, Answer]
    individual: dict[str, IndividualState]
    reviews: dict[str, Review]
    discussed: set[str]
    hand_ins: dict[str, HandIn]

    def answered(self, definition: ExerciseDefinition) -> bool:
        """Whether there is something to read for a mentor."""
        if not definition.answerable:
            return definition.id in self.discussed
        if definition.individual:
            state = self.individual.get(definition.id)
            return state is not None and state.revealed
        answer = self.answers.get(definition.id)
        return answer is not None and answer.answered

    def mark(self, definition: ExerciseDefinition) -> Mark:
        """Say how the answer to an exercise stands."""
        review = self.reviews.get(definition.id)
        if review is None:
            return "waiting" if self.answered(definition) else "empty"
        if definition.id in self.hand_ins:
            return "again"
        changed = self._changed_at(definition)
        return "changed" if changed is not None and changed > review.at else review.state

    def _changed_at(self, definition: ExerciseDefinition) -> datetime | None:
        answer = self.answers.get(definition.id)
        return answer.updated_at if answer is not None and answer.answered else None
