"""What a group's page says: a list of sections, each with a template of its own."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from cohortbook.server.group.changes_section import changes_section
from cohortbook.server.group.copies_section import copies_section
from cohortbook.server.group.direction_section import direction_section
from cohortbook.server.group.former_section import former_section
from cohortbook.server.group.history_section import history_section
from cohortbook.server.group.pending_section import pending_section
from cohortbook.server.group.people_section import people_section
from cohortbook.server.group.section import Asked, Section, Writer
from cohortbook.server.group.topics_section import topics_section
from cohortbook.server.words import t

if TYPE_CHECKING:
    from cohortbook.access.principal import Principal
    from cohortbook.server.pages.sources import Sources

# In the order of the page.
WRITERS: tuple[Writer, ...] = (
    copies_section,
    pending_section,
    people_section,
    topics_section,
    direction_section,
    former_section,
    changes_section,
    history_section,
)


@dataclass(frozen=True, slots=True)
class Invited:
    """Somebody who was just invited; `link` is shown once, None when they get it by mail."""

    name: str
    link: str | None


@dataclass(frozen=True, slots=True)
class GroupPage:
    """The context of ``group.html``."""

    id: str
    title: str
    eyebrow: str
    sections: tuple[Section, ...]
    invited: Invited | None = None


def group_page(
    sources: Sources, reader: Principal, group_id: str, invited: Invited | None = None
) -> GroupPage | None:
    """Write the page of a group for a reader; None when there is no such group.

    Parameters
    ----------
    sources : Sources
        What it is made from.
    reader : Principal
        Who looks at it.
    group_id : str
        Of the group.
    invited : Invited, optional
        Who was just invited.
    """
    group = sources.cohort.groups.get(group_id)
    if group is None:
        return None
    asked = Asked(sources, reader, group)
    sections = [each(asked) for each in WRITERS]
    ours = group_id in reader.member_of
    return GroupPage(
        id=group.id,
        title=group.title,
        eyebrow=t("group.ours") if ours else t("group.theirs"),
        sections=tuple(each for each in sections if each is not None),
        invited=invited,
    )
