"""A cohort on disk whose groups may decide everything about themselves."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from cohortbook.access.people import People
from cohortbook.access.sign_in import SignIn
from cohortbook.cohort.reader import read_cohort
from cohortbook.cohort.served import ServedCohort
from cohortbook.learning.answers import Answers
from cohortbook.learning.documents import Documents
from cohortbook.learning.organising.membership import Membership
from cohortbook.learning.rooms import RoomKey
from cohortbook.server.desk.roster import Roster
from cohortbook.server.organising.organising import Organising
from cohortbook.store.database import Database
from cohortbook.workbook.exercise import ExerciseDefinition
from factories import exercise

COHORT_TEXT = """\
# Who learns with whom.
programme: {title: From inbox to board}
cohort: {id: autumn, title: Autumn, timezone: Europe/Berlin}
self_organising: {allowed: [moderator, invite, move, split, merge]}
facilitators:
  - {name: Noor Haddad, email: noor@example.org}
mentors:
  - {name: Ines Moreau, email: ines@example.org, groups: [north]}
groups:
  north:
    title: Northern depot
    members:
      - {name: Ada Brandt, email: ada@example.org}
      - {name: Ben Okri, email: ben@example.org}   # part time
      - {name: Chen Li, email: chen@example.org}
  south:
    title: Southern depot
    members:
      - {name: Elif Kaya, email: elif@example.org}
      - {name: Dov Adler, email: dov@example.org}
"""
BOOK = "01-first-steps"
NORTH, SOUTH = RoomKey("north", BOOK), RoomKey("south", BOOK)
TEXT = ExerciseDefinition.from_json(exercise())


def organising_of(cohort, people, database, clock, folder):
    """Return what groups decide, where nobody changes the cohort file."""
    roster = Roster(folder / "cohort.yaml", ServedCohort(cohort), Membership(people, database))
    sign_in = SignIn(database, b"secret", clock)
    return Organising(lambda: cohort, roster, people, sign_in, database, clock)


class Organised:
    """What a server has of it, made anew as after a start."""

    def __init__(self, folder):
        self.file = folder / "cohort.yaml"
        if not self.file.exists():
            self.file.write_text(COHORT_TEXT)
        self.now = datetime(2026, 11, 24, 12, tzinfo=UTC)
        self.database = Database.in_folder(folder)
        self.database.migrate()
        self.served = ServedCohort(read_cohort(self.file))
        self.people = People(self.database, self.clock)
        membership = Membership(self.people, self.database)
        membership.follow(self.served())
        self.sign_in = SignIn(self.database, b"secret", self.clock)
        self.roster = Roster(self.file, self.served, membership)
        self.answers = Answers(self.database, self.clock)
        self.documents = Documents(self.database, self.clock)
        self.organising = Organising(
            self.served, self.roster, self.people, self.sign_in, self.database, self.clock
        )

    def clock(self):
        # Nothing happens at the same moment as something else.
        self.now += timedelta(seconds=1)
        return self.now

    def who(self, name):
        return self.people.by_email(f"{name}@example.org")

    def id(self, name):
        return self.who(name).person_id

    def members(self, group):
        return [each.email.split("@")[0] for each in self.served().groups[group].members]

    def write(self):
        """Let the north answer, together and one alone."""
        self.documents.append(str(NORTH), [(b"we", self.id("ben"))])
        self.documents.append(f"{NORTH}#{self.id('ben')}", [(b"me", self.id("ben"))])
        self.answers.record(NORTH, TEXT, "We look.", self.id("ben"))

    def close(self):
        self.database.close()
