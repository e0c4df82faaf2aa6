"""What the parts of a group's page have in common."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol

from cohortbook.access.permissions import Resource, allows

if TYPE_CHECKING:
    from cohortbook.access.principal import Principal
    from cohortbook.cohort.model import Group
    from cohortbook.server.pages.sources import Sources


@dataclass(frozen=True, slots=True)
class Asked:
    """A group, and who looks at its page."""

    sources: Sources
    reader: Principal
    group: Group

    def may(self, permission: str) -> bool:
        """Say whether the reader may do something with this group."""
        left = self.sources.cohort.self_organising.allowed
        return allows(permission, self.reader, Resource(self.group.id, left=left))


class Section(Protocol):
    """A part of the page: its words, and the template in ``templates/group`` that lays them out."""

    @property
    def template(self) -> str:
        """File name, such as ``"people.html"``; it speaks of this as ``section``."""


class Writer(Protocol):
    """Puts a part of the page in words."""

    def __call__(self, asked: Asked, /) -> Section | None:
        """Return it, or None where there is nothing to say to this reader."""
