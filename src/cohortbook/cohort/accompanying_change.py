"""What can be changed about who accompanies groups: mentors, and who runs the cohort."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, ClassVar

from cohortbook.cohort.member_lines import folded
from cohortbook.cohort.model import Mentor, Person
from cohortbook.errors import CohortbookError

if TYPE_CHECKING:
    from collections.abc import Iterable

    from cohortbook.cohort.model import Cohort


class LastFacilitatorError(CohortbookError):
    """Without a facilitator nobody could run the cohort, or make anybody one."""

    code: ClassVar[str] = "last-facilitator"

    def __init__(self, name: str) -> None:
        super().__init__(
            f"{name} is the only facilitator, and nothing was written.",
            mend="Add another facilitator first.",
        )


class NobodySuchError(CohortbookError):
    """Nobody in the role has this address."""

    code: ClassVar[str] = "nobody-such"

    def __init__(self, role: str, email: str) -> None:
        super().__init__(
            f"No {role} in the cohort file has the address {email}.",
            mend="Load the page again: it shows the file as it is now.",
        )


@dataclass(frozen=True, slots=True)
class AddMentor:
    """Somebody new reviews groups; `groups` are their ids."""

    name: str
    email: str
    groups: tuple[str, ...]

    def applied(self, cohort: Cohort) -> Cohort:
        """Return the cohort as it is meant to be."""
        mentor = Mentor(Person(self.name.strip(), folded(self.email)), self.groups)
        return replace(cohort, mentors=(*cohort.mentors, mentor))


@dataclass(frozen=True, slots=True)
class ChangeMentor:
    """A mentor reviews other groups than before; `groups` are the ids of all.

    Those that stay keep their order, and new ones follow.
    """

    email: str
    groups: tuple[str, ...]

    def applied(self, cohort: Cohort) -> Cohort:
        """Return the cohort as it is meant to be."""
        _known(self.email, "mentor", (each.person for each in cohort.mentors))
        mentors = (
            replace(each, groups=self._after(each.groups))
            if each.person.email == folded(self.email)
            else each
            for each in cohort.mentors
        )
        return replace(cohort, mentors=tuple(mentors))

    def _after(self, before: tuple[str, ...]) -> tuple[str, ...]:
        stay = (each for each in before if each in self.groups)
        return tuple(dict.fromkeys([*stay, *self.groups]))


@dataclass(frozen=True, slots=True)
class RemoveMentor:
    """Somebody reviews nobody any more."""

    email: str

    def applied(self, cohort: Cohort) -> Cohort:
        """Return the cohort as it is meant to be."""
        _known(self.email, "mentor", (each.person for each in cohort.mentors))
        left = tuple(each for each in cohort.mentors if each.person.email != folded(self.email))
        return replace(cohort, mentors=left)


@dataclass(frozen=True, slots=True)
class AddFacilitator:
    """Somebody more runs the cohort."""

    name: str
    email: str

    def applied(self, cohort: Cohort) -> Cohort:
        """Return the cohort as it is meant to be."""
        person = Person(self.name.strip(), folded(self.email))
        return replace(cohort, facilitators=(*cohort.facilitators, person))


@dataclass(frozen=True, slots=True)
class RemoveFacilitator:
    """Somebody runs the cohort no more."""

    email: str

    def applied(self, cohort: Cohort) -> Cohort:
        """Return the cohort as it is meant to be; LastFacilitatorError for the only one."""
        person = _known(self.email, "facilitator", cohort.facilitators)
        left = tuple(each for each in cohort.facilitators if each is not person)
        if not left:
            raise LastFacilitatorError(person.name)
        return replace(cohort, facilitators=left)


AccompanyingEdit = AddMentor | ChangeMentor | RemoveMentor | AddFacilitator | RemoveFacilitator


def _known(email: str, role: str, people: Iterable[Person]) -> Person:
    for each in people:
        if each.email == folded(email):
            return each
    raise NobodySuchError(role, email)
