"""What groups may decide themselves, as the cohort file says it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Literal, get_args

GroupRight = Literal["topics", "moderator", "direction", "invite", "move", "split", "merge"]
"""A kind of decision: to add topics of their own; to choose who moderates; to set how much
guidance their copies show; to bring somebody new in; to let a member go to another group;
to become two groups; to become one with another group."""

GROUP_RIGHTS: tuple[GroupRight, ...] = get_args(GroupRight)

# What changes nothing for anybody outside the group.
_USUAL: frozenset[GroupRight] = frozenset({"topics", "moderator"})


def _no_words() -> Mapping[str, str]:
    return MappingProxyType({})


@dataclass(frozen=True, slots=True)
class Direction:
    """The dial by which a group sets how much guidance its copies show.

    Parameters
    ----------
    parameter : str
        Which parameter of the workbooks it sets.
    settings : tuple of str
        Its values, from the least guidance to the most; at least two.
    words : mapping of str to str
        What a setting means, for those who set it; by setting, as far as the file says.
    """

    parameter: str
    settings: tuple[str, ...]
    words: Mapping[str, str] = field(default_factory=_no_words)

    def set_in(self, parameters: Mapping[str, object]) -> str | None:
        """Return the setting that parameters amount to; None when they hold none of it."""
        value = parameters.get(self.parameter)
        return value if isinstance(value, str) and value in self.settings else None


@dataclass(frozen=True, slots=True)
class SelfOrganising:
    """What the facilitators leave to the groups.

    Parameters
    ----------
    allowed : frozenset of str
        Of `GROUP_RIGHTS`.
    direction : Direction or None
        None where there is no dial.
    """

    allowed: frozenset[GroupRight] = _USUAL
    direction: Direction | None = None

    def allows(self, right: GroupRight) -> bool:
        """Say whether groups may decide this."""
        return right in self.allowed
