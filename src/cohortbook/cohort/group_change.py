"""Groups that become two, or one: what the cohort is afterwards."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping

    from cohortbook.cohort.model import Cohort, Group


@dataclass(frozen=True, slots=True)
class SplitGroup:
    """Some of a group become a group of their own, with its parameters and its mentors.

    Parameters
    ----------
    group : str
        Id of the group that they leave.
    id, title : str
        Of the new one.
    emails : tuple of str
        Who goes; case-folded.
    """

    group: str
    id: str
    title: str
    emails: tuple[str, ...]

    def applied(self, cohort: Cohort) -> Cohort:
        """Return the cohort as it is then; the new group comes last."""
        old = cohort.groups[self.group]
        goes = tuple(each for each in old.members if each.email in self.emails)
        stays = tuple(each for each in old.members if each.email not in self.emails)
        groups = {**cohort.groups, self.group: replace(old, members=stays)}
        groups[self.id] = replace(old, id=self.id, title=self.title, members=goes)
        return _with(cohort, groups, self.group, (self.group, self.id))


@dataclass(frozen=True, slots=True)
class MergeGroups:
    """All of a group go to another one, and the group is no more.

    Parameters
    ----------
    group : str
        Id of the group that ends.
    into : str
        Id of the other one.
    """

    group: str
    into: str

    def applied(self, cohort: Cohort) -> Cohort:
        """Return the cohort as it is then; who accompanied the one accompanies the other."""
        old, new = cohort.groups[self.group], cohort.groups[self.into]
        groups = {**cohort.groups, self.into: replace(new, members=new.members + old.members)}
        del groups[self.group]
        return _with(cohort, groups, self.group, (self.into,))


GroupChange = SplitGroup | MergeGroups


def became(groups: tuple[str, ...], changed: str, now: tuple[str, ...]) -> tuple[str, ...]:
    """Return a list of groups in which one stands for what became of it, and none twice."""
    return tuple(
        new
        for each in groups
        for new in (now if each == changed else (each,))
        if each != changed or new == changed or new not in groups
    )


def _with(
    cohort: Cohort, groups: Mapping[str, Group], changed: str, now: tuple[str, ...]
) -> Cohort:
    return replace(
        cohort,
        groups=groups,
        mentors=tuple(
            replace(each, groups=became(each.groups, changed, now)) for each in cohort.mentors
        ),
        hooks={
            name: replace(hook, groups=became(hook.groups, changed, now))
            for name, hook in cohort.hooks.items()
        },
    )
