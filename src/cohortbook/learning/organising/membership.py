"""Who is a member of which group: whoever goes to another one takes along what is theirs."""

from __future__ import annotations

from typing import TYPE_CHECKING

from cohortbook.learning.organising.taking_over import TakingOver

if TYPE_CHECKING:
    from collections.abc import Iterator

    from cohortbook.access.people import People, RosterChange
    from cohortbook.cohort.model import Cohort
    from cohortbook.store.database import Database


class Membership:
    """Keeps people in step with the cohort file, and their work with them.

    Parameters
    ----------
    people : People
        Who is in which group.
    database : Database
        Where their work is kept.

    Notes
    -----
    Whatever has changed the file, a decision of a group, the desk, a table or an editor,
    takes effect here. Work is copied before anybody is in the new group: a crash in
    between leaves them where they were, and the next start does it again.
    """

    def __init__(self, people: People, database: Database) -> None:
        self._people = people
        self._taking_over = TakingOver(database)

    def follow(self, cohort: Cohort) -> RosterChange:
        """Make people, their roles and where their work is those of a cohort.

        Parameters
        ----------
        cohort : Cohort
            As its file tells it.

        Returns
        -------
        RosterChange
            Who was added, removed or has other roles than before.
        """
        for source, target, person_id in list(self._moves(cohort)):
            self._taking_over.take(source, target, [person_id], whole=False)
        return self._people.sync_roster(cohort)

    def _moves(self, cohort: Cohort) -> Iterator[tuple[str, str, str]]:
        for person in self._people.principals():
            wanted = {
                group.id
                for group in cohort.groups.values()
                if person.email in {each.email for each in group.members}
            }
            for source in sorted(person.member_of - wanted):
                for target in sorted(wanted - person.member_of):
                    yield source, target, person.person_id
