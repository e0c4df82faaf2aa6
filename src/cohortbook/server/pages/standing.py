"""How the answers of a room stand with its mentors."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from datetime import datetime

    from cohortbook.learning.answers import Answer
    from cohortbook.learning.hand_ins import HandIn
    from cohortbook.learning.individual import IndividualState, ShownAnswer
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
class OwnWork:
    """What a member answered alone and the group may see, with what was said of it.

    Parameters
    ----------
    answer : ShownAnswer
        As it is now.
    review : Review or None
        What a mentor said to its author.
    hand_in : HandIn or None
        With what it was handed in again, when no mentor has reviewed it since.
    """

    answer: ShownAnswer
    review: Review | None
    hand_in: HandIn | None

    @property
    def mark(self) -> Mark:
        """How it stands.

        It does not wait by itself until its author hands it in again: before, the
        answers to an individual exercise wait together, as one of the group.
        """
        if self.review is None:
            return "waiting"
        return _reviewed(self.review, self.hand_in, self.answer.updated_at)


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
    own : dict
        What members answered alone and have shown, by exercise id and then by person id.
    """

    answers: dict[str, Answer]
    individual: dict[str, IndividualState]
    reviews: dict[str, Review]
    discussed: set[str]
    hand_ins: dict[str, HandIn]
    own: dict[str, dict[str, OwnWork]] = field(default_factory=dict)

    def own_of(self, definition: ExerciseDefinition) -> dict[str, OwnWork]:
        """Return what members answered alone and have shown, by person id."""
        return self.own.get(definition.id, {}) if definition.individual else {}

    def waits(self, definition: ExerciseDefinition) -> int:
        """Count what a mentor has to look at."""
        own = sum(each.mark == "again" for each in self.own_of(definition).values())
        return own + (self.mark(definition) in WAITING)

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
        hand_in = self.hand_ins.get(definition.id)
        return _reviewed(review, hand_in, self._changed_at(definition))

    def _changed_at(self, definition: ExerciseDefinition) -> datetime | None:
        answer = self.answers.get(definition.id)
        return answer.updated_at if answer is not None and answer.answered else None


def _reviewed(review: Review, hand_in: HandIn | None, changed_at: datetime | None) -> Mark:
    if hand_in is not None:
        return "again"
    return "changed" if changed_at is not None and changed_at > review.at else review.state
