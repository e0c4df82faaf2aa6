"""What other groups wrote whose work went on in this one."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar

from cohortbook.server.group.decision_words import group_titles
from cohortbook.server.words import t

if TYPE_CHECKING:
    from collections.abc import Mapping

    from cohortbook.access.group_lineage import Origin
    from cohortbook.server.group.section import Asked


def former_title(origin: Origin, titles: Mapping[str, str]) -> str:
    """Say what there is to read of a former group: all that it wrote, or what was said there."""
    key = "group.former.wrote" if origin.merged else "group.former.said"
    return t(key, group=titles.get(origin.group, origin.group))


@dataclass(frozen=True, slots=True)
class FormerGroup:
    """A group whose work can be read; `note` says how it came about."""

    href: str
    text: str
    note: str


@dataclass(frozen=True, slots=True)
class FormerSection:
    """The context of ``group/former.html``."""

    template: ClassVar[str] = "former.html"
    groups: tuple[FormerGroup, ...]


def former_section(asked: Asked) -> FormerSection | None:
    """List them, the latest first; None where there are none."""
    origins = asked.sources.people.lineage().before(asked.group.id)
    titles = group_titles(asked.sources)
    found = tuple(
        FormerGroup(
            href=f"/groups/{asked.group.id}/from/{each.group}",
            text=former_title(each, titles),
            note=t("group.former.merged" if each.merged else "group.former.split"),
        )
        for each in origins
    )
    return FormerSection(found) if found else None
