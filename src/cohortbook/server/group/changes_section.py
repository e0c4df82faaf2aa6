"""What one can propose about the group."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar

if TYPE_CHECKING:
    from cohortbook.server.group.section import Asked


@dataclass(frozen=True, slots=True)
class ChangesSection:
    """The context of ``group/changes.html``.

    Parameters
    ----------
    rights : tuple of str
        What the reader may propose, in the order of the page.
    members, others : tuple of (str, str)
        Members of the group and other groups: ids and names.
    for_others : bool
        Whether the reader decides for the group, and is none of it.
    """

    template: ClassVar[str] = "changes.html"
    group: str
    rights: tuple[str, ...]
    members: tuple[tuple[str, str], ...]
    others: tuple[tuple[str, str], ...]
    moderator: str | None
    reader: str
    for_others: bool

    def may(self, right: str) -> bool:
        """Say whether the reader may propose this."""
        return right in self.rights


def changes_section(asked: Asked) -> ChangesSection | None:
    """Offer what is left to the group; None where nothing is, or to who only reads."""
    sources, group = asked.sources, asked.group.id
    members = sources.people.members_of(group)
    others = tuple((each.id, each.title) for each in sources.cohort.groups.values())
    others = tuple(each for each in others if each[0] != group)
    several = len(members) > 1
    possible = {
        "moderator": several,
        "invite": True,
        "move": several and bool(others),
        "split": several,
        "merge": bool(others),
    }
    rights = tuple(each for each, can in possible.items() if can and asked.may(f"group.{each}"))
    if not rights:
        return None
    return ChangesSection(
        group=group,
        rights=rights,
        members=tuple((each.person_id, each.name) for each in members),
        others=others,
        moderator=next((each.person_id for each in members if group in each.moderator_of), None),
        reader=asked.reader.person_id,
        for_others=asked.reader.facilitator,
    )
