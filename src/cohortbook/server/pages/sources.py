"""Where the pages take what they show from."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from cohortbook.learning.rooms import RoomKey
from cohortbook.server.pages.standing import RoomWork

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from cohortbook.access.people import People
    from cohortbook.access.principal import Principal
    from cohortbook.clock import Clock
    from cohortbook.cohort.model import Cohort, Group
    from cohortbook.learning.addressed import AddressedComments
    from cohortbook.learning.announcements import Announcements
    from cohortbook.learning.answers import Answers
    from cohortbook.learning.code_results import CodeResults
    from cohortbook.learning.discussion import Discussion
    from cohortbook.learning.events import Events
    from cohortbook.learning.individual import Individual
    from cohortbook.learning.nudges import Nudges
    from cohortbook.learning.openings import Openings
    from cohortbook.learning.progress import Progress
    from cohortbook.learning.reviews import Reviews
    from cohortbook.learning.work_record import WorkRecord
    from cohortbook.live.status import RoomStatus
    from cohortbook.server.noticing.noticing import Noticing
    from cohortbook.stamp.manifest import Manifest


@dataclass(frozen=True, slots=True)
class Sources:
    """The services that pages ask, and what is known without asking.

    Parameters
    ----------
    cohort : Cohort
        As its file tells it.
    manifest : Callable
        Returns the manifest of the cohort's stamps as it is now.
    room_status : Callable
        Returns what a room's kernel is doing.
    present : Callable
        Returns who is in a room now, name by person id.
    """

    cohort: Cohort
    manifest: Callable[[], Manifest]
    people: People
    answers: Answers
    individual: Individual
    discussion: Discussion
    addressed: AddressedComments
    code_results: CodeResults
    reviews: Reviews
    progress: Progress
    nudges: Nudges
    openings: Openings
    announcements: Announcements
    work_record: WorkRecord
    room_status: Callable[[RoomKey], RoomStatus]
    noticing: Noticing
    events: Events
    present: Callable[[RoomKey], Mapping[str, str]]
    clock: Clock

    def groups_of(self, reader: Principal) -> tuple[Group, ...]:
        """Return the groups that somebody has a role in, in the order of the cohort file."""
        return tuple(each for each in self.cohort.groups.values() if reader.role_in(each.id))

    def work(self, room: RoomKey, *, with_discussion: bool = True) -> RoomWork:
        """Return what a group did in a workbook."""
        threads = self.discussion.threads(room) if with_discussion else []
        return RoomWork(
            answers={each.exercise_id: each for each in self.answers.of_room(room)},
            individual=self.individual.states(room),
            reviews={
                each.exercise_id: each
                for each in self.reviews.of_room(room)
                if each.person_id is None
            },
            discussed=frozenset(
                thread.anchor.ref
                for thread in threads
                if thread.anchor.kind == "exercise"
                and any(not comment.deleted for comment in thread.comments)
            ),
        )
