"""When a group has agreed: its moderator's yes is enough, otherwise more than half of it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping

    from cohortbook.learning.organising.decision import Decision


@dataclass(frozen=True, slots=True)
class GroupNow:
    """Who can agree for a group.

    Parameters
    ----------
    members : frozenset of str
        Ids of those who are in it now.
    moderator : str or None
        Id of the one among them who moderates.
    """

    members: frozenset[str]
    moderator: str | None = None

    @property
    def majority(self) -> int:
        """How many are more than half."""
        return len(self.members) // 2 + 1


def missing(decision: Decision, side: str, group: GroupNow) -> int:
    """Say how many more members have to agree for a group; 0 when it has agreed.

    Parameters
    ----------
    decision : Decision
        To what.
    side : str
        Id of the group; one of the decision's `sides`.
    group : GroupNow
        Who can agree for it. The yes of somebody who has left does not count.
    """
    agreed = {each.id for each in decision.agreed(side)} & group.members
    if decision.kind == "moderator":
        # Nobody is made to moderate, and the present moderator does not choose the next.
        asked = set(decision.person_ids) - agreed
        return max(group.majority - len(agreed), len(asked))
    if group.moderator is not None:
        return int(group.moderator not in agreed)
    if decision.kind == "move":
        return int(not agreed)
    return max(group.majority - len(agreed), 0)


def is_agreed(decision: Decision, groups: Mapping[str, GroupNow]) -> bool:
    """Say whether every group that has to has agreed, or a facilitator has for all."""
    if any(each.kind == "agreed" and each.group is None for each in decision.steps):
        return True
    return all(missing(decision, each, groups[each]) == 0 for each in decision.sides)


def holds(decision: Decision, groups: Mapping[str, GroupNow]) -> bool:
    """Say whether what was proposed is still possible, as the groups are now."""
    group = groups.get(decision.group)
    if group is None:
        return False
    if decision.kind == "merge":
        return decision.other in groups
    if decision.kind == "invite":
        return True
    people = set(decision.person_ids)
    stays = decision.kind == "moderator" or people != group.members
    return (
        people <= group.members and stays and (decision.kind != "move" or decision.other in groups)
    )


def may_decline(decision: Decision, side: str, group: GroupNow, person_id: str) -> bool:
    """Say whether somebody's no ends it: where their yes alone would do, and for oneself."""
    if decision.kind == "moderator":
        return person_id in decision.person_ids
    if group.moderator is not None:
        return person_id == group.moderator
    return decision.kind == "move" and person_id in group.members and side == decision.other
