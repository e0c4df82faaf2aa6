"""The simulated cohort as a facilitator finds it: reviewed in part, with calls and nudges."""

from __future__ import annotations

import random
from datetime import datetime, timedelta
from pathlib import Path

from cohortbook.learning.addressed import AddressedComments
from cohortbook.learning.anchors import Anchor
from cohortbook.learning.announcements import Announcements
from cohortbook.learning.answer_history import AnswerHistory
from cohortbook.learning.calibration import Calibration
from cohortbook.learning.code_results import CodeResults
from cohortbook.learning.events import Events
from cohortbook.learning.hand_ins import HandIns
from cohortbook.learning.individual import Individual
from cohortbook.learning.nudge_sending import NewNudge
from cohortbook.learning.openings import Openings
from cohortbook.learning.own_topics import OwnTopics
from cohortbook.learning.peers import Peers
from cohortbook.learning.review_settings import ReviewSettings
from cohortbook.learning.reviews import Judgement, Reviews
from cohortbook.learning.rooms import RoomKey
from cohortbook.learning.waits import Waits
from cohortbook.learning.work_record import WorkRecord
from cohortbook.live.status import RoomState, RoomStatus
from cohortbook.server.desk.copies import CopiesState
from cohortbook.server.pages.sources import Sources
from cohortbook.server.review_items import ReviewItems
from organised import organising_of
from simulated_cohort import SimulatedCohort

STATES = ("seen", "asks-for-more", "accepted")


class SimulatedDesk:
    """A simulated cohort up to a moment, and what pages are made from.

    Parameters
    ----------
    folder : pathlib.Path
        For the database.
    until : datetime.datetime
        Now; what the cohort does later has not happened.
    seed, groups, members
        As for `SimulatedCohort`.
    """

    def __init__(self, folder: Path, until: datetime, seed: int = 1, **size: int) -> None:
        self.world = world = SimulatedCohort(folder, seed, **size)
        self.chance = random.Random(seed)
        self.reviews = Reviews(world.database, lambda: world.now)
        self.statuses: dict[RoomKey, RoomStatus] = {}
        world.write(until)
        self._review(until)
        self._nudge(until)
        self._discuss(until)
        world.now = until

    @property
    def sources(self) -> Sources:
        world = self.world
        given = (world.database, lambda: world.now)
        return Sources(
            cohort=world.cohort,
            manifest=lambda: world.manifest,
            people=world.people,
            answers=world.answers,
            individual=Individual(*given),
            discussion=world.discussion,
            addressed=AddressedComments(world.database),
            code_results=CodeResults(world.database),
            reviews=self.reviews,
            hand_ins=HandIns(*given),
            waits=Waits(world.database),
            peers=Peers(*given),
            calibration=Calibration(*given),
            answer_history=AnswerHistory(world.database),
            review_settings=ReviewSettings(world.database),
            items=ReviewItems(b"secret", lambda: world.manifest, lambda: world.cohort.groups, list),
            progress=world.progress,
            nudges=world.nudges,
            openings=Openings(world.database, world.cohort, lambda: world.now),
            announcements=Announcements(*given),
            directions=world.directions,
            dial=lambda _group: None,
            own_topics=OwnTopics(*given),
            work_record=WorkRecord(world.database),
            organising=organising_of(world.cohort, world.people, *given, Path()),
            copies_state=CopiesState,
            room_status=lambda room: self.statuses.get(room, RoomStatus()),
            noticing=world.noticing,
            events=Events(*given),
            present=lambda _room: {},
            clock=lambda: world.now,
        )

    @property
    def facilitator(self) -> str:
        person = self.world.people.by_email("noor@example.org")
        assert person is not None
        return person.person_id

    def _review(self, until: datetime) -> None:
        """Look at two thirds of the answers, some hours or days after they were given."""
        for room in {room for room, _ in self.world.pairs}:
            for answer in self.world.answers.of_room(room):
                if self.chance.random() < 2 / 3:
                    waited = timedelta(hours=self.chance.randrange(1, 120))
                    self.world.now = min(until, answer.updated_at + waited)
                    judgement = Judgement(self.chance.choice(STATES), "We see what you mean.")
                    self.reviews.give(
                        room,
                        answer.exercise_id,
                        judgement,
                        reviewer=self.facilitator,
                        version=0,
                    )

    def _nudge(self, until: datetime) -> None:
        chosen = self.chance.sample(sorted(self.world.neglected), min(4, len(self.world.neglected)))
        for number, (room, topic) in enumerate(chosen):
            self.world.now = until - timedelta(days=2 * number)
            self.world.nudges.send_by_hand(NewNudge(room, topic, "reminder"), self.facilitator)

    def _discuss(self, until: datetime) -> None:
        room, topic = self.world.pairs[0]
        self.world.now = until - timedelta(days=1)
        member = sorted(self.world.noticing.members()[room.group])[0]
        anchor = Anchor("exercise", f"{topic}-2")
        thread = self.world.discussion.start_thread(room, anchor, "Is it so?", member).value
        first = thread.comments[0]
        self.world.discussion.delete(room, first.id, member, first.version)
        self.statuses[room] = RoomStatus(RoomState.FAILED, 1, "a cell of the workbook raised")
