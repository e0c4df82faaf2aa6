"""The cohort: people, groups, parameters and schedule."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from types import MappingProxyType

from cohortbook.cohort.hooks import Hook
from cohortbook.cohort.nudging import NudgePlan
from cohortbook.cohort.self_organising import SelfOrganising


def _nothing() -> Mapping[str, object]:
    return MappingProxyType({})


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody of the cohort.

    Parameters
    ----------
    name : str
        As it is shown to others.
    email : str
        Case-folded; the cohort knows people by it.
    """

    name: str
    email: str


@dataclass(frozen=True, slots=True)
class Mentor:
    """Somebody who reviews groups.

    Parameters
    ----------
    person : Person
        Who.
    groups : tuple of str
        Ids of the groups reviewed.
    """

    person: Person
    groups: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Group:
    """The members who share one copy of each workbook.

    Parameters
    ----------
    id : str
        Slug; part of addresses and file names.
    title : str
        As it is shown.
    members : tuple of Person
        At least one.
    parameters : collections.abc.Mapping
        What this group's copies are made with, over those of the cohort.
    """

    id: str
    title: str
    members: tuple[Person, ...]
    parameters: Mapping[str, object] = field(default_factory=_nothing)


@dataclass(frozen=True, slots=True)
class WorkbookPlan:
    """When a workbook is worked on; days are those of the cohort's time zone.

    Parameters
    ----------
    opens : datetime.date or None
        First day.
    due : datetime.date or None
        Last day.
    """

    opens: date | None = None
    due: date | None = None


@dataclass(frozen=True, slots=True)
class KernelConfining:
    """How far kernels are kept from the rest of the machine.

    Parameters
    ----------
    mode : str
        ``auto``: as far as the machine allows; ``required``: wholly, or there are none;
        ``off``.
    network : bool
        Whether they keep the machine's network.
    """

    mode: str = "auto"
    network: bool = False


@dataclass(frozen=True, slots=True)
class Cohort:
    """People who learn a programme together in a period.

    Parameters
    ----------
    id, title : str
        Slug and name of the cohort.
    programme_title, programme_summary : str
        What it learns.
    timezone : str
        Name in the IANA time zone database.
    facilitators : tuple of Person
        Who runs the cohort.
    mentors : tuple of Mentor
        Who reviews which groups.
    groups : collections.abc.Mapping of str to Group
        By id, in the order of the file.
    programme_parameters, cohort_parameters : collections.abc.Mapping
        What copies are made with, before a group's own.
    schedule : collections.abc.Mapping of str to WorkbookPlan
        By workbook id.
    per_person : bool
        Whether those who accompany groups see figures of single people.
    nudges : NudgePlan or None
        When groups are nudged by rules; None when they are not.
    kernel_limits : collections.abc.Mapping of str to int
        What each of its kernels may take, beside what holds for all.
    kernel_confining : KernelConfining
        How far its kernels are kept from the rest of the machine.
    hooks : collections.abc.Mapping of str to Hook
        Programs that are told what happens, by id.
    self_organising : SelfOrganising
        What groups may decide themselves.
    language : str or None
        Of `LANGUAGES`: that of mail to whoever has chosen none.
    """

    id: str
    title: str
    programme_title: str
    programme_summary: str
    timezone: str
    facilitators: tuple[Person, ...]
    mentors: tuple[Mentor, ...]
    groups: Mapping[str, Group]
    programme_parameters: Mapping[str, object] = field(default_factory=_nothing)
    cohort_parameters: Mapping[str, object] = field(default_factory=_nothing)
    schedule: Mapping[str, WorkbookPlan] = field(default_factory=dict)
    per_person: bool = True
    nudges: NudgePlan | None = None
    kernel_limits: Mapping[str, int] = field(default_factory=dict)
    kernel_confining: KernelConfining = field(default_factory=KernelConfining)
    hooks: Mapping[str, Hook] = field(default_factory=dict)
    self_organising: SelfOrganising = field(default_factory=SelfOrganising)
    language: str | None = None
