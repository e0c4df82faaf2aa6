"""Mentors and facilitators in words, and what somebody loses with the role."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING

from cohortbook.learning.rooms import RoomKey
from cohortbook.server.pages.frame import names_text
from cohortbook.server.words import t

if TYPE_CHECKING:
    from collections.abc import Iterator

    from cohortbook.cohort.model import Cohort, Person
    from cohortbook.server.pages.sources import Sources


@dataclass(frozen=True, slots=True)
class GroupChoice:
    """A group that a mentor may review, and whether they do."""

    id: str
    title: str
    chosen: bool


@dataclass(frozen=True, slots=True)
class AccompanyingWords:
    """A mentor or a facilitator.

    Parameters
    ----------
    name, email, about : str
        Who, and what they look after.
    groups : tuple of GroupChoice
        Of a mentor; none for a facilitator.
    loses : tuple of str
        What removing them means, one thing each.
    last : bool
        Whether they cannot be removed, because the cohort needs one.
    """

    name: str
    email: str
    about: str
    groups: tuple[GroupChoice, ...]
    loses: tuple[str, ...]
    last: bool = False


@dataclass(frozen=True, slots=True)
class Accompanying:
    """Everybody who accompanies groups, in the order of the file."""

    mentors: tuple[AccompanyingWords, ...]
    facilitators: tuple[AccompanyingWords, ...]
    alone: str | None


def accompanying(sources: Sources, cohort: Cohort, reader: str) -> Accompanying:
    """Collect mentors and facilitators.

    Parameters
    ----------
    sources : Sources
        What waits for them.
    cohort : Cohort
        As its file is now.
    reader : str
        The address of who looks.
    """
    reviewed = Counter(group for each in cohort.mentors for group in each.groups)
    left = [each.title for each in cohort.groups.values() if not reviewed[each.id]]
    return Accompanying(
        mentors=tuple(
            AccompanyingWords(
                name=each.person.name,
                email=each.person.email,
                about=names_text([cohort.groups[group].title for group in each.groups]),
                groups=tuple(
                    GroupChoice(group.id, group.title, group.id in each.groups)
                    for group in cohort.groups.values()
                ),
                loses=tuple(_mentor_loses(sources, cohort, each.person, each.groups, reviewed)),
            )
            for each in cohort.mentors
        ),
        facilitators=tuple(
            AccompanyingWords(
                name=each.name,
                email=each.email,
                about=t("desk.accompany.facilitator"),
                groups=(),
                loses=tuple(_facilitator_loses(cohort, each, reader)),
                last=len(cohort.facilitators) == 1,
            )
            for each in cohort.facilitators
        ),
        alone=t("desk.accompany.alone", groups=names_text(left)) if left else None,
    )


def _mentor_loses(
    sources: Sources,
    cohort: Cohort,
    person: Person,
    groups: tuple[str, ...],
    reviewed: Counter[str],
) -> Iterator[str]:
    titles = names_text([cohort.groups[each].title for each in groups])
    yield t("desk.accompany.loses.review", groups=titles)
    alone = [cohort.groups[each].title for each in groups if reviewed[each] == 1]
    if alone:
        yield t("desk.accompany.loses.alone", groups=names_text(alone))
    known = sources.people.by_email(person.email)
    if known is not None:
        rooms = [
            RoomKey(stamp.group, stamp.workbook)
            for stamp in sources.manifest().stamps
            if stamp.group in groups
        ]
        calls = len(sources.addressed.calls(known.person_id, rooms))
        if calls:
            yield t("desk.accompany.loses.calls", count=calls)
    yield _what_stays("mentor", cohort, person)


def _facilitator_loses(cohort: Cohort, person: Person, reader: str) -> Iterator[str]:
    if person.email == reader:
        yield t("desk.accompany.loses.you")
    yield t("desk.accompany.loses.desk")
    yield _what_stays("facilitator", cohort, person)


def _what_stays(role: str, cohort: Cohort, person: Person) -> str:
    roles = {
        "facilitator": any(each.email == person.email for each in cohort.facilitators),
        "mentor": any(each.person.email == person.email for each in cohort.mentors),
        "member": any(
            each.email == person.email for group in cohort.groups.values() for each in group.members
        ),
    }
    left = next((name for name, held in roles.items() if held and name != role), None)
    return t(f"desk.accompany.stays.{left}") if left else t("desk.accompany.stays.nothing")
