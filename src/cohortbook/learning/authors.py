"""Who wrote something, as it is shown beside it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from sqlalchemy import or_, select

from cohortbook.store.schema import people, roles

if TYPE_CHECKING:
    from collections.abc import Mapping

    from sqlalchemy import Connection

FORMER = "former"
_WIDEST_FIRST = ("facilitator", "mentor", "member")


@dataclass(frozen=True, slots=True)
class Actor:
    """Somebody who did something.

    Parameters
    ----------
    id, name : str
        Who.
    """

    id: str
    name: str

    def to_json(self) -> dict[str, str]:
        """Return id and name."""
        return {"id": self.id, "name": self.name}


@dataclass(frozen=True, slots=True)
class Author:
    """Somebody who wrote something, with what they are in the group now.

    Parameters
    ----------
    id, name : str
        Who.
    role : str
        ``member``, ``mentor``, ``facilitator``, or ``former`` when they have
        left the group.
    """

    id: str
    name: str
    role: str

    def to_json(self) -> dict[str, str]:
        """Return id, name and role."""
        return {"id": self.id, "name": self.name, "role": self.role}


def names_of(connection: Connection, ids: set[str]) -> dict[str, Actor]:
    """Return those of `ids` that are people, with their names."""
    if not ids:
        return {}
    rows = connection.execute(select(people.c.id, people.c.name).where(people.c.id.in_(ids)))
    return {row.id: Actor(row.id, row.name) for row in rows}


def actor_of(connection: Connection, person_id: str | None) -> Actor | None:
    """Return one person with their name; None for the server itself."""
    return None if person_id is None else names_of(connection, {person_id}).get(person_id)


def roles_in(connection: Connection, group_id: str) -> Mapping[str, str]:
    """Return the role of everybody who has one in the group, the widest view winning."""
    rows = connection.execute(
        select(roles.c.person_id, roles.c.role).where(
            or_(roles.c.group_id == group_id, roles.c.role == "facilitator")
        )
    )
    found: dict[str, str] = {}
    for row in rows:
        held = found.get(row.person_id)
        if held is None or _WIDEST_FIRST.index(row.role) < _WIDEST_FIRST.index(held):
            found[row.person_id] = row.role
    return found
