"""Carrying out what was decided, so that a crash at any moment leaves nothing half done."""

from __future__ import annotations

import logging
from functools import partial
from typing import TYPE_CHECKING

from cohortbook.cohort.document import Document
from cohortbook.cohort.group_change import MergeGroups, SplitGroup
from cohortbook.cohort.group_text import regrouped
from cohortbook.cohort.reader import cohort_of
from cohortbook.cohort.roster_change import AddMember, MoveMember, RemoveMember
from cohortbook.cohort.roster_text import edited
from cohortbook.errors import CohortbookError

if TYPE_CHECKING:
    from pathlib import Path

    from cohortbook.access.people import People
    from cohortbook.cohort.model import Person
    from cohortbook.learning.organising.decision import Decision
    from cohortbook.learning.organising.decisions import GroupDecisions
    from cohortbook.learning.organising.taking_over import TakingOver
    from cohortbook.server.desk.roster import Roster

_log = logging.getLogger(__name__)


class CarryingOut:
    """Turns a decision into the cohort that follows from it.

    Parameters
    ----------
    roster : Roster
        The cohort file.
    people : People
        Whom it is about.
    decisions : GroupDecisions
        What was decided.
    taking_over : TakingOver
        Copies what a group did together.

    Notes
    -----
    That it is settled is written first; then what a group that splits did together is
    copied to where nobody looks yet; then the cohort file, which is the truth about who
    is where, and what follows from it; at last that it is done. Each of these can be
    repeated, and what is settled and not done is carried on when the server starts.
    """

    def __init__(
        self, roster: Roster, people: People, decisions: GroupDecisions, taking_over: TakingOver
    ) -> None:
        self._roster = roster
        self._people = people
        self._decisions = decisions
        self._taking_over = taking_over

    def settle(self, decision: Decision) -> Decision:
        """Carry out what was agreed.

        Raises
        ------
        CohortbookError
            When the cohort file cannot be changed so; the decision stays open then.
        """
        self._roster.try_out(partial(self._edited, decision))
        return self._finish(self._decisions.step(decision.id, "settled", None))

    def recall(self, decision: Decision, by: str) -> Decision:
        """Undo an invitation, or end that somebody moderates.

        Raises
        ------
        CohortbookError
            When the cohort file cannot be changed so; nothing is undone then.
        """
        if decision.kind == "invite":
            self._roster.try_out(partial(self._removed, decision))
        return self._finish(self._decisions.step(decision.id, "recalled", by))

    def resume(self) -> None:
        """Carry on with what a crash interrupted; called when the server starts."""
        for each in self._decisions.under_way():
            try:
                self._finish(each)
            except CohortbookError as error:
                # The server must come up, so that people see that it failed.
                _log.warning("A decision of %s could not be carried out: %s", each.group, error)
                self._decisions.step(each.id, "failed", None)

    def _finish(self, decision: Decision) -> Decision:
        recalled = decision.steps[-1].kind == "recalled"
        if not recalled:
            self._take_along(decision)
        if not recalled or decision.kind == "invite":
            edit = self._removed if recalled else self._edited
            self._roster.rewrite(partial(edit, decision))
        done = self._decisions.step(decision.id, "undone" if recalled else "done", None)
        self._people.forget()
        return done

    def _take_along(self, decision: Decision) -> None:
        if decision.kind != "split" or decision.other is None:
            return
        self._taking_over.take(decision.group, decision.other, decision.person_ids, whole=True)

    def _edited(self, decision: Decision, path: Path, text: str) -> str:
        cohort = cohort_of(Document.of_text(path, text))
        group, other = decision.group, decision.other or ""
        whom = self._whom(decision)
        match decision.kind:
            case "invite":
                here = {each.email for one in cohort.groups.values() for each in one.members}
                new = [each for each in whom if each.email not in here]
                return edited(path, text, [AddMember(each.name, each.email, group) for each in new])
            case "move":
                return edited(path, text, [MoveMember(each.email, other) for each in whom])
            case "split" if other not in cohort.groups:
                emails = tuple(each.email for each in whom)
                change = SplitGroup(group, other, decision.title or other, emails)
                return regrouped(path, text, change)
            case "merge" if group in cohort.groups:
                return regrouped(path, text, MergeGroups(group, other))
        return text

    def _removed(self, decision: Decision, path: Path, text: str) -> str:
        cohort = cohort_of(Document.of_text(path, text))
        here = {each.email for each in cohort.groups[decision.group].members}
        gone = [RemoveMember(each.email) for each in self._whom(decision) if each.email in here]
        return edited(path, text, gone)

    def _whom(self, decision: Decision) -> list[Person]:
        return self._people.known(decision.person_ids)
