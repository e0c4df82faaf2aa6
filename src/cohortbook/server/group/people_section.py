"""Who learns in a group, and who accompanies it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar

from cohortbook.server.pages.frame import initials
from cohortbook.server.words import t

if TYPE_CHECKING:
    from cohortbook.access.principal import Principal
    from cohortbook.server.group.section import Asked


@dataclass(frozen=True, slots=True)
class Somebody:
    """A person of the group; `note` says what they are besides."""

    name: str
    initials: str
    note: str
    moderates: bool


@dataclass(frozen=True, slots=True)
class PeopleSection:
    """The context of ``group/people.html``."""

    template: ClassVar[str] = "people.html"
    people: tuple[Somebody, ...]


def people_section(asked: Asked) -> PeopleSection:
    """Name the members first, and then their mentors."""
    everybody = asked.sources.people.in_group(asked.group.id)
    return PeopleSection(
        tuple(_somebody(asked, each) for each in everybody if not each.facilitator)
    )


def _somebody(asked: Asked, person: Principal) -> Somebody:
    if person.person_id == asked.reader.person_id:
        note = t("group.people.you")
    else:
        note = t("group.people.mentor") if asked.group.id in person.mentor_of else ""
    moderates = asked.group.id in person.moderator_of
    return Somebody(person.name, initials(person.name), note, moderates)
