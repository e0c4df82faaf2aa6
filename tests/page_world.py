"""A small cohort on a real database, for tests of pages."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest

from cohortbook.access.people import People
from cohortbook.cohort.model import Cohort, Group, Mentor, Person, WorkbookPlan
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
from cohortbook.learning.reviews import Judgement, Reviews
from cohortbook.learning.rooms import RoomKey
from cohortbook.learning.waits import Waits
from cohortbook.learning.work_record import WorkRecord
from cohortbook.live.status import RoomStatus
from cohortbook.server.desk.copies import CopiesState
from cohortbook.server.noticing.noticing import Noticing
from cohortbook.server.pages.home_gathering import gather_home
from cohortbook.server.pages.home_writing import write_home
from cohortbook.server.pages.sources import Sources
from cohortbook.server.review_items import ReviewItems
from cohortbook.stamp.manifest import Fingerprint, Manifest, Stamp, WorkbookEntry
from cohortbook.stamp.topics import Topics
from cohortbook.store.database import Database
from cohortbook.workbook.exercise import ExerciseDefinition, PlacedExercise
from factories import exercise
from organised import organising_of

NOW = datetime(2026, 11, 24, 23, 30, tzinfo=UTC)
BOOK = "01-first-steps"
ADA, BEN = Person("Ada Brandt", "ada@example.org"), Person("Ben Okri", "ben@example.org")
ELIF = Person("Elif Kaya", "elif@example.org")
INES, NOOR = Person("Ines Moreau", "ines@example.org"), Person("Noor Haddad", "noor@example.org")


def definition(kind="text", name="first-week", **changes):
    return ExerciseDefinition.from_json(exercise(kind, name, **changes))


EXERCISES = (
    definition(),
    definition("number", "oldest"),
    definition("choice", "alone", individual=True),
    definition("discuss", "talk", required=False),
)


def stamp(group, exercises=EXERCISES, workbook=BOOK):
    return Stamp(
        group=group,
        workbook=workbook,
        path=f"{group}/{workbook}.ipynb",
        fingerprint=Fingerprint("a", "b", "c", "0"),
        stamp_sha256="d",
        executed=True,
        stamped_at=NOW,
        exercises=tuple(PlacedExercise(each, f"cell-{each.id}") for each in exercises),
    )


COHORT = Cohort(
    id="autumn",
    title="Autumn",
    programme_title="From inbox to board",
    programme_summary="A team.",
    timezone="Europe/Berlin",
    facilitators=(NOOR,),
    mentors=(Mentor(INES, ("north",)),),
    groups={
        "north": Group("north", "Northern depot", (ADA, BEN)),
        "south": Group("south", "<Southern> & co", (ELIF,)),
    },
    schedule={BOOK: WorkbookPlan(date(2026, 11, 16), date(2026, 11, 27))},
)
MANIFEST = Manifest(
    "autumn",
    "From inbox to board",
    (WorkbookEntry(BOOK, "First steps", "What changes.", 20, {"visibility": "Seeing"}),),
    (stamp("north"), stamp("south", (definition(prompt="What will the south do?"),))),
)


class World:
    """The services of a small cohort on a real database."""

    def __init__(self, folder):
        self.now = NOW
        self.database = Database.in_folder(folder)
        given = (self.database, lambda: self.now)
        self.here = {}
        self.statuses = {}
        people = People(*given)
        people.sync_roster(COHORT)
        nudges = Nudges(*given)
        topics = Topics(lambda: COHORT, lambda: MANIFEST, folder)
        self.sources = Sources(
            cohort=COHORT,
            manifest=lambda: MANIFEST,
            people=people,
            answers=Answers(*given),
            individual=Individual(*given),
            discussion=Discussion(*given),
            addressed=AddressedComments(self.database),
            code_results=CodeResults(self.database),
            reviews=Reviews(*given),
            hand_ins=HandIns(*given),
            waits=Waits(self.database),
            peers=Peers(*given),
            calibration=Calibration(*given),
            answer_history=AnswerHistory(self.database),
            review_settings=ReviewSettings(self.database),
            items=ReviewItems(b"secret", lambda: MANIFEST, lambda: COHORT.groups, self.shown_keys),
            progress=Progress(*given),
            nudges=nudges,
            openings=Openings(self.database, COHORT, lambda: self.now),
            announcements=Announcements(*given),
            directions=Directions(*given),
            dial=lambda _group: None,
            own_topics=OwnTopics(*given),
            work_record=WorkRecord(self.database),
            organising=organising_of(COHORT, people, *given, folder),
            copies_state=CopiesState,
            room_status=lambda room: self.statuses.get(room, RoomStatus()),
            noticing=Noticing(COHORT, self.database, topics, people, nudges),
            events=Events(*given),
            present=lambda room: self.here.get(room, {}),
            clock=lambda: self.now,
        )

    def who(self, person):
        return self.sources.people.by_email(person.email)

    def home(self, person):
        return write_home(gather_home(self.sources, self.who(person)))

    def answer(self, group, person, value="On Monday we look at the board.", which=EXERCISES[0]):
        by = self.who(person).person_id
        self.sources.answers.record(RoomKey(group, BOOK), which, value, by)

    def shown_keys(self):
        return [each.key for each in self.sources.individual.shown()]

    def item(self, group, exercise="first-week", person=None):
        whose = None if person is None else self.who(person).person_id
        return self.sources.items.id_of(RoomKey(group, BOOK), exercise, whose)

    def answer_alone(self, group, person, value="a", which=EXERCISES[2]):
        room, by = RoomKey(group, BOOK), self.who(person).person_id
        self.sources.answers.record(room, which, value, by, person_id=by)
        return by

    def show_alone(self, group, *members, value="a"):
        """Let members of a group answer alone and hand in, all of them."""
        known = [self.answer_alone(group, each, value) for each in members]
        for each in known:
            self.sources.individual.hand_in(RoomKey(group, BOOK), "alone", each, frozenset(known))

    def review_alone(self, person, group="north", version=0, **changes):
        judgement = Judgement(**{"state": "seen", "feedback": "Why?", **changes})
        return self.sources.reviews.give(
            RoomKey(group, BOOK),
            "alone",
            judgement,
            reviewer=self.who(INES).person_id,
            version=version,
            person_id=self.who(person).person_id,
        ).value

    def review(self, group="north", version=0, exercise="first-week", **changes):
        judgement = Judgement(**{"state": "seen", "feedback": "Good.", **changes})
        reviewer = self.who(INES).person_id
        room = RoomKey(group, BOOK)
        self.sources.reviews.give(room, exercise, judgement, reviewer=reviewer, version=version)


@pytest.fixture(scope="session")
def empty_data(tmp_path_factory):
    folder = tmp_path_factory.mktemp("empty")
    database = Database.in_folder(folder)
    database.migrate()
    database.close()
    return folder
