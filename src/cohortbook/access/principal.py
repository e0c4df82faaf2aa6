"""Somebody who is signed in, with what they are in this cohort."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

Role = Literal["member", "mentor", "facilitator"]


@dataclass(frozen=True, slots=True)
class Principal:
    """A person of the cohort with their roles.

    Parameters
    ----------
    person_id, name, email : str
        Who; the e-mail address is case-folded.
    member_of, mentor_of : frozenset of str
        Ids of groups.
    facilitator : bool
        Whether they run the cohort.
    moderator_of : frozenset of str
        Ids of the groups among `member_of` that chose them.
    reader_of : frozenset of str
        Ids of former groups whose work is theirs to read, because it went on in a group of theirs.
    language : str or None
        What they chose, such as ``de``; None for that of their browser.
    """

    person_id: str
    name: str
    email: str
    member_of: frozenset[str] = frozenset()
    mentor_of: frozenset[str] = frozenset()
    facilitator: bool = False
    language: str | None = None
    moderator_of: frozenset[str] = frozenset()
    reader_of: frozenset[str] = frozenset()

    @property
    def has_role(self) -> bool:
        """Whether they are part of the cohort at all."""
        return bool(self.facilitator or self.member_of or self.mentor_of)

    def role_in(self, group_id: str) -> Role | None:
        """Say what they are in a group; the role with the widest view wins."""
        if self.facilitator:
            return "facilitator"
        if group_id in self.mentor_of:
            return "mentor"
        if group_id in self.member_of:
            return "member"
        return None

    def to_public_json(self, group_id: str | None = None) -> dict[str, str | bool | None]:
        """Return what others in the group may know: id, name, role and whether they moderate.

        Parameters
        ----------
        group_id : str, optional
            Without it the role is the one with the widest view in any group.
        """
        if group_id is not None:
            role = self.role_in(group_id)
        elif self.facilitator:
            role = "facilitator"
        elif self.mentor_of:
            role = "mentor"
        else:
            role = "member" if self.member_of else None
        told: dict[str, str | bool | None] = {
            "id": self.person_id,
            "name": self.name,
            "role": role,
        }
        if group_id in self.moderator_of:
            told["moderates"] = True
        return told
