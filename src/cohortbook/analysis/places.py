"""Where things are: groups, workbooks and exercises in their order."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from cohortbook.cohort.model import Cohort
    from cohortbook.stamp.manifest import Manifest
    from cohortbook.workbook.exercise import ExerciseDefinition


class Places:
    """The groups, workbooks and exercises of a cohort.

    Parameters
    ----------
    cohort : Cohort
        Names the groups.
    manifest : Manifest
        Names workbooks and exercises.
    former : iterable of str
        Ids of groups that went into others: what they did stays.
    """

    def __init__(self, cohort: Cohort, manifest: Manifest, former: Iterable[str] = ()) -> None:
        self._now = list(cohort.groups)
        self._groups = [*self._now, *(each for each in former if each not in cohort.groups)]
        self._workbooks = [each.id for each in manifest.workbooks]
        self._defined: dict[tuple[str, str, str], ExerciseDefinition] = {}
        for stamp in manifest.stamps:
            current = [each.definition for each in stamp.exercises]
            for each in (*current, *stamp.archived):
                self._defined.setdefault((stamp.group, stamp.workbook, each.id), each)
        self._current = {
            (stamp.group, stamp.workbook): tuple(each.definition for each in stamp.exercises)
            for stamp in manifest.stamps
        }
        self._pages: dict[str, dict[str, None]] = {each: {} for each in self._workbooks}
        for _, workbook, exercise in self._defined:
            self._pages.setdefault(workbook, {})[exercise] = None

    @property
    def categories(self) -> dict[str, Sequence[str]]:
        """The categories of the columns that say where something is."""
        topics = dict.fromkeys(each.topic for each in self._defined.values() if each.topic)
        return {
            "group": self._groups,
            "workbook": self._workbooks,
            "exercise": list(dict.fromkeys(each for page in self._pages.values() for each in page)),
            "topic": list(topics),
        }

    def definition(self, group: str, workbook: str, exercise: str) -> ExerciseDefinition | None:
        """Return an exercise as a group has it, or had it; None when it never was."""
        return self._defined.get((group, workbook, exercise))

    def everywhere(self) -> Iterator[tuple[str, str, ExerciseDefinition]]:
        """Return every exercise that a group has now, in order, with group and workbook."""
        for group in self._now:
            for workbook in self._workbooks:
                for each in self._current.get((group, workbook), ()):
                    yield group, workbook, each

    def known(self, group: str, workbook: str) -> bool:
        """Say whether the group and the workbook are, or were until a merge, part of the cohort."""
        return group in self._groups and workbook in self._workbooks

    def order(self, group: str, workbook: str, exercise: str) -> tuple[int, int, int]:
        """Return what sorts places; what is no longer there comes last."""
        return (
            _index(self._groups, group),
            _index(self._workbooks, workbook),
            _index(list(self._pages.get(workbook, ())), exercise),
        )


def _index(known: Sequence[str], one: str) -> int:
    return known.index(one) if one in known else len(known)
