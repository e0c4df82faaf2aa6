"""Where the pages take what they show from."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from cohortbook.learning.answer_history import AnswerKey
from cohortbook.learning.individual import IndividualState
from cohortbook.learning.rooms import RoomKey
from cohortbook.server.pages.standing import OwnWork, RoomWork

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence

    from cohortbook.access.people import People
    from cohortbook.access.principal import Principal
    from cohortbook.clock import Clock
    from cohortbook.cohort.model import Cohort, Group
    from cohortbook.learning.addressed import AddressedComments
    from cohortbook.learning.announcements import Announcements
    from cohortbook.learning.answer_history import AnswerHistory
    from cohortbook.learning.answers import Answers
    from cohortbook.learning.calibration import Calibration
    from cohortbook.learning.code_results import CodeResults
    from cohortbook.learning.directions import Directions
    from cohortbook.learning.discussion import Discussion
    from cohortbook.learning.events import Events
    from cohortbook.learning.hand_ins import HandIns
    from cohortbook.learning.individual import Individual
    from cohortbook.learning.nudges import Nudges
    from cohortbook.learning.openings import Openings
    from cohortbook.learning.own_topics import OwnTopics
    from cohortbook.learning.peers import Peers
    from cohortbook.learning.progress import Progress
    from cohortbook.learning.review_settings import ReviewSettings
    from cohortbook.learning.reviews import Reviews
    from cohortbook.learning.threads import Thread
    from cohortbook.learning.waits import Beginnings, Waits
    from cohortbook.learning.work_record import WorkRecord
    from cohortbook.live.status import RoomStatus
    from cohortbook.server.desk.copies import CopiesState
    from cohortbook.server.dials import DialState
    from cohortbook.server.noticing.noticing import Noticing
    from cohortbook.server.organising.organising import Organising
    from cohortbook.server.review_items import ReviewItems
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
    dial : Callable
        Returns what a group tries on the direction dial, if it does.
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
    hand_ins: HandIns
    waits: Waits
    peers: Peers
    calibration: Calibration
    answer_history: AnswerHistory
    review_settings: ReviewSettings
    items: ReviewItems
    progress: Progress
    nudges: Nudges
    openings: Openings
    announcements: Announcements
    organising: Organising
    copies_state: Callable[[], CopiesState]
    directions: Directions
    dial: Callable[[str], DialState | None]
    own_topics: OwnTopics
    work_record: WorkRecord
    room_status: Callable[[RoomKey], RoomStatus]
    noticing: Noticing
    events: Events
    present: Callable[[RoomKey], Mapping[str, str]]
    clock: Clock

    def groups_of(self, reader: Principal) -> tuple[Group, ...]:
        """Return the groups that somebody has a role in, in the order of the cohort file."""
        return tuple(each for each in self.cohort.groups.values() if reader.role_in(each.id))

    def works(
        self, rooms: Iterable[RoomKey], beginnings: Beginnings | None = None
    ) -> dict[RoomKey, RoomWork]:
        """Return what groups did in several rooms, as far as it says how answers stand.

        Of individual exercises it tells only whether they are revealed.
        """
        wanted = list(rooms)
        began = beginnings or self.waits.beginnings(wanted)
        found = {each: RoomWork({}, {}, {}, set(), {}) for each in wanted}
        for answer in self.answers.of_rooms(wanted):
            found[answer.room].answers[answer.exercise_id] = answer
        for review in self.reviews.of_rooms(wanted):
            found[review.room].reviews[review.exercise_id] = review
        for hand_in in self.hand_ins.of_rooms(wanted):
            if hand_in.person_id is None:
                found[hand_in.room].hand_ins[hand_in.exercise_id] = hand_in
        for room, exercise in began.reveals:
            found[room].individual[exercise] = IndividualState(exercise, revealed=True)
        for room, exercise in began.talks:
            found[room].discussed.add(exercise)
        self._add_own(found)
        return found

    def _add_own(self, works: Mapping[RoomKey, RoomWork]) -> None:
        rooms = list(works)
        reviews = {
            AnswerKey(each.room, each.exercise_id, each.person_id): each
            for each in self.reviews.of_members(rooms)
        }
        hand_ins = {
            AnswerKey(each.room, each.exercise_id, each.person_id): each
            for each in self.hand_ins.of_rooms(rooms)
        }
        for answer in self.individual.shown(rooms):
            key = answer.key
            own = OwnWork(answer, reviews.get(key), hand_ins.get(key))
            works[key.room].own.setdefault(key.exercise_id, {})[answer.author.id] = own

    def work(self, room: RoomKey, threads: Sequence[Thread] | None = None) -> RoomWork:
        """Return what a group did in a workbook; its threads need not be read twice."""
        if threads is None:
            threads = self.discussion.threads(room)
        work = RoomWork(
            answers={each.exercise_id: each for each in self.answers.of_room(room)},
            individual=self.individual.states(room),
            reviews={
                each.exercise_id: each
                for each in self.reviews.of_room(room)
                if each.person_id is None
            },
            discussed={
                thread.anchor.ref
                for thread in threads
                if thread.anchor.kind == "exercise"
                and any(not comment.deleted for comment in thread.comments)
            },
            hand_ins=self.hand_ins.of_room(room),
        )
        self._add_own({room: work})
        return work
