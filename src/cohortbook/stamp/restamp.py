"""What a new stamp changes in the exercises of the one before."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from cohortbook.workbook.exercise import ExerciseDefinition


@dataclass(frozen=True, slots=True)
class ExerciseChange:
    """One exercise that is not what it was.

    Parameters
    ----------
    id : str
        The exercise.
    fields : tuple of str
        Which parts of its definition differ; empty when it was removed.
    answered : bool
        Whether the group has answered it.
    """

    id: str
    fields: tuple[str, ...] = ()
    answered: bool = False


@dataclass(frozen=True, slots=True)
class Differences:
    """What a new stamp adds to, changes in and removes from the exercises before.

    Parameters
    ----------
    added : tuple of str
        Ids, in the order of the new stamp.
    changed : tuple of ExerciseChange
        In the order of the new stamp.
    removed : tuple of ExerciseChange
        In the order of the old stamp; then those that have answers but that the
        old stamp did not know, by id.
    """

    added: tuple[str, ...] = ()
    changed: tuple[ExerciseChange, ...] = ()
    removed: tuple[ExerciseChange, ...] = ()

    def __bool__(self) -> bool:
        """Whether there is any difference."""
        return bool(self.added or self.changed or self.removed)

    @property
    def answered_removed(self) -> tuple[str, ...]:
        """Ids of exercises that have answers and are gone."""
        return tuple(each.id for each in self.removed if each.answered)

    def applied_to(self, ids: Iterable[str]) -> frozenset[str]:
        """Return the ids after this change of a stamp that had `ids`."""
        return (frozenset(ids) - {each.id for each in self.removed}) | frozenset(self.added)


def differences(
    old: Sequence[ExerciseDefinition],
    new: Sequence[ExerciseDefinition],
    answered: frozenset[str] = frozenset(),
) -> Differences:
    """Compare the exercises of two stamps of one group workbook.

    Parameters
    ----------
    old, new : sequence of ExerciseDefinition
        Each id once.
    answered : frozenset of str
        Ids of exercises that the group has answered, whether in `old` or not.

    Returns
    -------
    Differences
        Applied to the old ids it gives the new ones.
    """
    before = {each.id: each for each in old}
    after = {each.id: each for each in new}
    lost = [each for each in before if each not in after]
    lost += sorted(answered - before.keys() - after.keys())
    return Differences(
        added=tuple(each for each in after if each not in before),
        changed=tuple(
            ExerciseChange(each, _fields_that_differ(before[each], after[each]), each in answered)
            for each in after
            if each in before and before[each] != after[each]
        ),
        removed=tuple(ExerciseChange(each, (), each in answered) for each in lost),
    )


def _fields_that_differ(old: ExerciseDefinition, new: ExerciseDefinition) -> tuple[str, ...]:
    before, after = old.to_json(), new.to_json()
    names = dict.fromkeys((*after, *before))
    return tuple(each for each in names if before.get(each) != after.get(each))
