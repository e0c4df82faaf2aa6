"""Who moderates a group, and which groups it came from: read from what groups decided."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from sqlalchemy import select

from cohortbook.store.group_tables import (
    group_decision_people,
    group_decision_steps,
    group_decisions,
)

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime

    from sqlalchemy import Connection


@dataclass(frozen=True, slots=True)
class Origin:
    """A group that another one came from.

    Parameters
    ----------
    group, title : str
        Id of the former group, and what it was called; the title is empty where the
        group is still there.
    heir : str
        Id of the group that has its work.
    merged : bool
        Whether the group ended in `heir`; otherwise `heir` was split off from it.
    at : datetime.datetime
        When, in UTC.
    """

    group: str
    title: str
    heir: str
    merged: bool
    at: datetime


@dataclass(frozen=True, slots=True)
class GroupLineage:
    """What groups decided that others have to know.

    Parameters
    ----------
    moderators : mapping of str to str
        Person ids by group, whether or not they are still in it.
    origins : tuple of Origin
        In the order in which they came about.
    """

    moderators: Mapping[str, str] = field(default_factory=dict)
    origins: tuple[Origin, ...] = ()

    def before(self, group: str) -> tuple[Origin, ...]:
        """Return where a group came from, also by several steps; the latest first."""
        found: dict[str, Origin] = {}
        wanted = [group]
        while wanted:
            heir = wanted.pop()
            for each in reversed(self.origins):
                if each.heir == heir and each.group != group and each.group not in found:
                    found[each.group] = each
                    wanted.append(each.group)
        return tuple(found.values())

    def readable(self, groups: frozenset[str]) -> frozenset[str]:
        """Return the former groups whose work the people of some groups may read."""
        return frozenset(each.group for one in groups for each in self.before(one)) - groups


def read_lineage(connection: Connection) -> GroupLineage:
    """Read it within a transaction."""
    query = (
        select(
            group_decisions.c.id,
            group_decisions.c.kind,
            group_decisions.c.group_id,
            group_decisions.c.other_group_id,
            group_decisions.c.title,
            group_decision_steps.c.kind.label("step"),
            group_decision_steps.c.at,
        )
        .join(group_decision_steps, group_decision_steps.c.decision_id == group_decisions.c.id)
        .where(
            group_decisions.c.kind.in_(("moderator", "split", "merge")),
            group_decision_steps.c.kind.in_(("done", "undone")),
        )
        .order_by(group_decision_steps.c.number)
    )
    rows = connection.execute(query).all()
    if not rows:
        return GroupLineage()
    chosen: dict[str, list[str]] = defaultdict(list)
    for row in connection.execute(select(group_decision_people)):
        chosen[row.decision_id].append(row.person_id)
    moderators: dict[str, str] = {}
    origins = []
    for row in rows:
        if row.kind != "moderator":
            merged = row.kind == "merge"
            title = row.title if merged else ""
            origins.append(Origin(row.group_id, title, row.other_group_id, merged, row.at))
        elif row.step == "done":
            moderators[row.group_id] = chosen[row.id][0]
        elif moderators.get(row.group_id) == chosen[row.id][0]:
            del moderators[row.group_id]
    return GroupLineage(moderators, tuple(origins))
