"""What the members of a group, and facilitators for any group, propose and agree to."""

from __future__ import annotations

from collections import defaultdict
from datetime import timedelta
from typing import TYPE_CHECKING

from cohortbook.learning.errors import DecisionRefused
from cohortbook.learning.organising.agreement import (
    GroupNow,
    holds,
    is_agreed,
    may_decline,
    missing,
)
from cohortbook.learning.organising.decisions import GroupDecisions
from cohortbook.learning.organising.new_group import clean_title, new_group_id
from cohortbook.learning.organising.proposing import (
    check_invitation,
    check_invitations_today,
    check_merge,
    check_moderator,
    check_move,
    check_split,
)
from cohortbook.learning.organising.taking_over import TakingOver
from cohortbook.server.organising.carrying_out import CarryingOut

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Mapping

    from cohortbook.access.people import People
    from cohortbook.access.principal import Principal
    from cohortbook.access.sign_in import SignIn
    from cohortbook.clock import Clock
    from cohortbook.cohort.model import Cohort
    from cohortbook.learning.organising.decision import Decision
    from cohortbook.server.desk.roster import Roster
    from cohortbook.store.database import Database


A_DAY = timedelta(days=1)


class Organising:
    """Takes proposals, and what people say to them; what is agreed is carried out at once.

    Parameters
    ----------
    cohort : callable
        Returns the cohort as it is now.
    roster : Roster
        The cohort file, which is changed.
    people : People
        Who is in which group.
    sign_in : SignIn
        Who came in.
    database : Database
        Where all of it is kept.
    clock : Clock
        What time it is.

    Notes
    -----
    Everything that changes something has to run in the thread of all writes. What a
    facilitator proposes or agrees to is agreed. All of it raises `DecisionRefused` when
    it makes no sense, or no more, and `CohortbookError` when the cohort file does not
    allow the change.
    """

    def __init__(  # noqa: PLR0913
        self,
        cohort: Callable[[], Cohort],
        roster: Roster,
        people: People,
        sign_in: SignIn,
        database: Database,
        clock: Clock,
    ) -> None:
        self._cohort = cohort
        self._people = people
        self._sign_in = sign_in
        self._clock = clock
        self.decisions = GroupDecisions(database, clock)
        self._carrying_out = CarryingOut(roster, people, self.decisions, TakingOver(database))

    def resume(self) -> None:
        """Carry on with what a crash interrupted; called when the server starts."""
        self._carrying_out.resume()

    def groups(self) -> Mapping[str, GroupNow]:
        """Return who can agree for each group now."""
        members: dict[str, set[str]] = defaultdict(set)
        moderators: dict[str, str] = {}
        for person in self._people.principals():
            for group in person.member_of:
                members[group].add(person.person_id)
            moderators |= dict.fromkeys(person.moderator_of, person.person_id)
        return {
            each: GroupNow(frozenset(members[each]), moderators.get(each))
            for each in self._cohort().groups
        }

    def propose_moderator(self, group: str, person_id: str, by: Principal) -> Decision:
        """Propose that somebody of the group moderates it."""
        check_moderator(self.groups()[group], person_id, self._pending(group))
        decision = self.decisions.propose("moderator", group, by.person_id, people=[person_id])
        return self._agreed(decision, group, by)

    def invite(self, group: str, name: str, email: str, by: Principal) -> Decision:
        """Bring somebody new into the group; they are in it at once."""
        waiting = 0 if by.facilitator else len(self.open_invitations(group))
        check_invitation(self._cohort(), name, email, waiting)
        if not by.facilitator:
            self._refuse_who_was_here(email)
            check_invitations_today(self._invited_lately(group))
        person = self._people.know(name, email)
        decision = self.decisions.propose("invite", group, by.person_id, people=[person])
        return self._carrying_out.settle(decision)

    def propose_move(self, group: str, to: str, person_id: str, by: Principal) -> Decision:
        """Ask that somebody may go to another group; members ask for themselves."""
        if not by.facilitator and person_id != by.person_id:
            msg = "Everybody asks for themselves."
            raise DecisionRefused(msg)
        check_move(self.groups(), group, to, person_id, self._pending(group))
        decision = self.decisions.propose("move", group, by.person_id, people=[person_id], other=to)
        return self._agreed(decision, group, by)

    def propose_split(
        self, group: str, title: str, person_ids: Collection[str], by: Principal
    ) -> Decision:
        """Propose that some of the group become a group of their own."""
        groups, every = self._cohort().groups, self.decisions.all()
        check_split(self.groups()[group], person_ids, self._pending(group))
        clean = clean_title(title, (each.title for each in groups.values()))
        taken = {*groups, *(each.group for each in every), *(each.other or "" for each in every)}
        decision = self.decisions.propose(
            "split",
            group,
            by.person_id,
            people=person_ids,
            other=new_group_id(clean, taken),
            title=clean,
        )
        return self._agreed(decision, group, by)

    def propose_merge(self, group: str, other: str, by: Principal) -> Decision:
        """Propose that the group goes into another one."""
        check_merge(self.groups(), group, other, [*self._pending(group), *self._pending(other)])
        title = self._cohort().groups[group].title
        decision = self.decisions.propose("merge", group, by.person_id, other=other, title=title)
        return self._agreed(decision, group, by)

    def agree(self, decision: Decision, group: str, by: Principal) -> Decision:
        """Agree for a group; with that it may be carried out."""
        self._must_be_open(decision)
        if not by.facilitator and group not in decision.sides:
            msg = "This is not for your group to agree to."
            raise DecisionRefused(msg)
        return self._agreed(decision, group, by)

    def decline(self, decision: Decision, group: str, by: Principal) -> Decision:
        """Say no, where that ends it."""
        self._must_be_open(decision)
        ends = group in decision.sides and may_decline(
            decision, group, self.groups()[group], by.person_id
        )
        if not (by.facilitator or ends):
            msg = "One no does not end this: it ends unless enough of you agree."
            raise DecisionRefused(msg, mend="Talk about it; whoever proposed it can withdraw it.")
        return self.decisions.step(decision.id, "declined", by.person_id, group)

    def withdraw(self, decision: Decision, by: Principal) -> Decision:
        """Take back what one proposed oneself."""
        self._must_be_open(decision)
        if decision.by.id != by.person_id:
            msg = "Only whoever proposed it can withdraw it."
            raise DecisionRefused(msg)
        return self.decisions.step(decision.id, "withdrawn", by.person_id)

    def undo(self, decision: Decision, by: Principal) -> Decision:
        """Take back an invitation, or step down as moderator."""
        if decision.state(self._clock()) != "done" or not self.may_undo(decision, by):
            msg = "This cannot be taken back, or not by you."
            raise DecisionRefused(msg)
        return self._carrying_out.recall(decision, by.person_id)

    def may_undo(self, decision: Decision, by: Principal) -> bool:
        """Say whether somebody can take back what was done."""
        if decision.kind == "moderator":
            return by.facilitator or by.person_id in decision.person_ids
        if decision.kind != "invite":
            return False
        waits = any(each.id == decision.id for each in self.open_invitations(decision.group))
        return by.facilitator or (waits and decision.by.id == by.person_id)

    def waits_for(self, group: str, person_id: str) -> int:
        """Return how many proposals wait for what a member of a group says to them."""
        pending = self._pending(group)
        if not pending:
            return 0
        now = self.groups()[group]
        return sum(
            group in each.sides
            and person_id in now.members
            and missing(each, group, now) > 0
            and person_id not in {one.id for one in each.agreed(group)}
            for each in pending
        )

    def split_off(self) -> set[str]:
        """Return the ids of all groups that were ever made from others."""
        every = self.decisions.all()
        return {each.other for each in every if each.kind == "split" and each.other}

    def open_invitations(self, group: str) -> list[Decision]:
        """Return the invitations into a group whose people have not come in yet."""
        came = {each.person_id for each in self._sign_in.links() if each.used_at is not None}
        here = {each.person_id for each in self._people.members_of(group)}
        now = self._clock()
        return [
            each
            for each in self.decisions.of_group(group)
            if each.kind == "invite" and each.state(now) == "done"
            if set(each.person_ids) <= here - came
        ]

    def is_open(self, decision: Decision) -> bool:
        """Say whether it can still be agreed to."""
        return decision.state(self._clock()) == "open" and holds(decision, self.groups())

    def _agreed(self, decision: Decision, group: str, by: Principal) -> Decision:
        if by.facilitator:
            decision = self.decisions.step(decision.id, "agreed", by.person_id)
        elif group in decision.sides:
            decision = self.decisions.step(decision.id, "agreed", by.person_id, group)
        groups = self.groups()
        if not holds(decision, groups):
            self.decisions.step(decision.id, "failed", None)
            msg = "The groups have changed since this was proposed."
            raise DecisionRefused(msg, mend="Propose it anew as it is now.")
        return self._carrying_out.settle(decision) if is_agreed(decision, groups) else decision

    def _invited_lately(self, group: str) -> int:
        since = self._clock() - A_DAY
        known = self.decisions.of_group(group)
        return sum(each.kind == "invite" and each.at > since for each in known)

    def _refuse_who_was_here(self, email: str) -> None:
        # The inviter gets a link: it must not open what somebody left behind here.
        address = email.strip().casefold()
        if any(each.email == address and each.used_at for each in self._sign_in.links()):
            msg = "Somebody with this address was in this cohort before."
            raise DecisionRefused(msg, mend="Ask whoever runs the cohort to bring them back.")

    def _pending(self, group: str) -> list[Decision]:
        return [each for each in self.decisions.of_group(group) if self.is_open(each)]

    def _must_be_open(self, decision: Decision) -> None:
        if decision.state(self._clock()) != "open":
            msg = "This is settled, or it was taken back."
            raise DecisionRefused(msg, mend="Load the page again: it shows how it stands.")
