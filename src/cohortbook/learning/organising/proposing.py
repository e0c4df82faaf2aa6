"""What a group can propose at all; whether it may, the permission table says."""

from __future__ import annotations

from typing import TYPE_CHECKING

from cohortbook.cohort.shape import is_email
from cohortbook.learning.errors import DecisionRefused

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Mapping

    from cohortbook.cohort.model import Cohort
    from cohortbook.learning.organising.agreement import GroupNow
    from cohortbook.learning.organising.decision import Decision, Kind

MOST_OPEN_INVITATIONS = 5
# Those taken back count too: each sends a mail, to any address.
MOST_INVITATIONS_A_DAY = 10
_LONGEST_NAME = 100


def check_moderator(group: GroupNow, person_id: str, pending: Iterable[Decision]) -> None:
    """Refuse whoever is not in the group, moderates already, or a second proposal."""
    _members_only(group, [person_id])
    if group.moderator == person_id:
        _refuse("They moderate this group already.", "Choose somebody else.")
    _one_at_a_time(pending, {"moderator"})


def check_invitation(cohort: Cohort, name: str, email: str, open_invitations: int) -> None:
    """Refuse a name or an address that is none, whoever is here, and too many at once."""
    tidy = name.strip()
    if not tidy or len(tidy) > _LONGEST_NAME or "@" in tidy or not tidy.isprintable():
        _refuse("This is not a name.", "Write the name by which the group knows them.")
    address = email.strip().casefold()
    if not is_email(address):
        _refuse("This is not an e-mail address.", "Write it as in ada@example.org.")
    somewhere = {each.email for each in cohort.facilitators}
    somewhere |= {each.person.email for each in cohort.mentors}
    somewhere |= {each.email for group in cohort.groups.values() for each in group.members}
    if address in somewhere:
        _refuse(
            "Somebody with this address is in this cohort already.",
            "If they learn in another group, they can ask to move to yours.",
        )
    if open_invitations >= MOST_OPEN_INVITATIONS:
        _refuse(
            f"{open_invitations} people whom your group invited have not come in yet.",
            "Wait for them, or take an invitation back.",
        )


def check_invitations_today(lately: int) -> None:
    """Refuse one more where a group invited many people within a day."""
    if lately >= MOST_INVITATIONS_A_DAY:
        _refuse(
            f"Your group invited {lately} people within a day.",
            "Go on tomorrow, or ask whoever runs the cohort.",
        )


def check_move(
    groups: Mapping[str, GroupNow], group: str, to: str, person_id: str, pending: Iterable[Decision]
) -> None:
    """Refuse a move to nowhere, of somebody else's member, or of the last one of a group."""
    if to == group or to not in groups:
        _refuse("There is no such group to go to.", "Choose another group of the cohort.")
    _members_only(groups[group], [person_id])
    if len(groups[group].members) == 1:
        _refuse(
            "Nobody would be left in your group.",
            "Propose instead that your group goes into the other one.",
        )
    _one_at_a_time([each for each in pending if person_id in each.person_ids], {"move"})


def check_split(group: GroupNow, people: Collection[str], pending: Iterable[Decision]) -> None:
    """Refuse to send nobody, everybody, or somebody of another group."""
    _members_only(group, people)
    if not people or set(people) == group.members:
        _refuse("Somebody has to go and somebody has to stay.", "Choose some of the members.")
    _one_at_a_time(pending, {"split", "merge"})


def check_merge(
    groups: Mapping[str, GroupNow], group: str, other: str, pending: Iterable[Decision]
) -> None:
    """Refuse to go into a group that is none, or that is about to change itself."""
    if other == group or other not in groups:
        _refuse("There is no such group to go into.", "Choose another group of the cohort.")
    _one_at_a_time(pending, {"split", "merge"})


def _members_only(group: GroupNow, people: Iterable[str]) -> None:
    if not set(people) <= group.members:
        _refuse("Not everybody of them is in this group.", "Load the page again.")


def _one_at_a_time(pending: Iterable[Decision], kinds: set[Kind]) -> None:
    if any(each.kind in kinds for each in pending):
        _refuse(
            "Something like this is proposed already.",
            "Agree on it first, or let whoever proposed it withdraw it.",
        )


def _refuse(message: str, mend: str) -> None:
    raise DecisionRefused(message, mend=mend)
