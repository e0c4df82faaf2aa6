"""A cohort that never was, written through the real store: who neglects what is known.

Groups differ in pace and diligence, are away for days, read without writing, and work in
bursts just before a day is due; all of them have the same two days off. Some leave some
topics aside, which is what is to be found. The same seed makes the same cohort.
"""

from __future__ import annotations

import random
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime, time, timedelta
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import event

from cohortbook.access.people import People
from cohortbook.cohort.model import Cohort, Group, Person, WorkbookPlan
from cohortbook.cohort.self_organising import Direction, SelfOrganising
from cohortbook.learning.anchors import Anchor
from cohortbook.learning.answers import Answers
from cohortbook.learning.directions import Directions
from cohortbook.learning.discussion import Discussion
from cohortbook.learning.nudges import Nudges
from cohortbook.learning.progress import Progress
from cohortbook.learning.reading import Reading, Report
from cohortbook.learning.rooms import RoomKey
from cohortbook.server.noticing.noticing import Noticing
from cohortbook.stamp.manifest import Fingerprint, Manifest, Stamp, WorkbookEntry
from cohortbook.stamp.topics import Topics
from cohortbook.store.database import Database
from cohortbook.workbook.exercise import ExerciseDefinition, PlacedExercise
from factories import exercise, front_matter_cell, markdown, notebook, write_notebook

ZONE = ZoneInfo("Europe/Berlin")
BEGINS = date(2026, 9, 7)  # a Monday
TOPICS = ("first", "second", "third")
EXERCISES = 3  # of a topic
MINUTES = 45  # of a workbook
FORTNIGHT = 14
OFF = (BEGINS + timedelta(days=23), BEGINS + timedelta(days=24))
NEGLECTED = 0.1  # of all topics of all groups
THIN = 0.12  # of the others: worked on, with half a heart

Pair = tuple[RoomKey, str]


@dataclass(order=True)
class Act:
    """Something that somebody does."""

    at: datetime
    number: int
    kind: str = field(compare=False)
    person: str = field(compare=False)
    room: RoomKey = field(compare=False)
    topic: str = field(compare=False)
    exercise: int = field(compare=False, default=0)
    seconds: int = field(compare=False, default=0)


class SimulatedCohort:
    """The cohort with its database and services, on a clock that stands where it is put.

    Parameters
    ----------
    folder : pathlib.Path
        For the database and a notebook.
    seed : int
        Of everything that is left to chance.
    groups, members, workbooks : int
        How many; a workbook has two weeks and three topics.
    talk : mapping of str to float, optional
        Settings of a direction dial, of which each group chooses one by chance: how
        many times more it comments with it. Nothing else depends on the setting.
    """

    def __init__(
        self, folder: Path, seed: int, *, groups=40, members=6, workbooks=3, talk=None
    ) -> None:
        self.chance = random.Random(seed)
        self.now = datetime(2026, 9, 1, tzinfo=UTC)
        self.books = [f"{number:02}-book" for number in range(1, workbooks + 1)]
        self.cohort = _cohort(groups, members, self.books)
        self.talk: dict[str, float] = dict(talk or {})
        if self.talk:
            self.cohort = replace(
                self.cohort,
                programme_parameters={"guidance": next(iter(self.talk))},
                self_organising=SelfOrganising(direction=Direction("guidance", tuple(self.talk))),
            )
        self.manifest = _manifest(self.cohort, self.books, folder)
        self.database = Database.in_folder(folder)
        # Nobody minds if this one is lost in a power cut.
        event.listen(self.database.engine, "connect", _hurry)
        self.database.migrate()
        given = (self.database, lambda: self.now)
        self.people = People(*given)
        self.people.sync_roster(self.cohort)
        self.answers, self.discussion = Answers(*given), Discussion(*given)
        self.progress, self.nudges = Progress(*given), Nudges(*given)
        self.reading = Reading(self.database, self.cohort.timezone, lambda: self.now)
        topics = Topics(lambda: self.cohort, lambda: self.manifest, folder)
        self.noticing = Noticing(self.cohort, self.database, topics, self.people, self.nudges)
        self.directions = Directions(*given)
        # Of its own, so that the cohort does the same with a dial as without.
        self.settings = _chosen(seed, self.cohort, self.talk)
        self.neglected: set[Pair] = set()
        self._acts: list[Act] = []

    @property
    def pairs(self) -> list[Pair]:
        """Every topic of every group."""
        return [(each.room, each.id) for each in self.noticing.topics.all()]

    def write(self, until: datetime | None = None) -> int:
        """Let six weeks pass, or those before a moment; returns how many acts there were."""
        chosen = self.chance.sample(self.pairs, round(len(self.pairs) * NEGLECTED))
        self.neglected = set(chosen)
        for group, setting in self.settings.items():
            member = min(self.noticing.members()[group])
            self.directions.choose(self.cohort, group, setting, "", member)
        for group, members in sorted(self.noticing.members().items()):
            _Habits(self, group, sorted(members)).plan()
        self._acts = sorted(each for each in self._acts if until is None or each.at < until)
        for act in self._acts:
            self._do(act)
        return len(self._acts)

    def add(self, at: datetime, kind: str, person: str, place: Pair, **more: int) -> None:
        """Plan an act."""
        room, topic = place
        self._acts.append(Act(at, len(self._acts), kind, person, room, topic, **more))

    def mornings(self) -> list[datetime]:
        """Return ten o'clock of every day, when a server looks."""
        days = FORTNIGHT * len(self.books) + 1
        return [_local(BEGINS + timedelta(days=each), 10) for each in range(days)]

    def due(self, room: RoomKey) -> datetime:
        """Return when a room's workbook is due."""
        plan = self.cohort.schedule[room.workbook]
        return _local(plan.due + timedelta(days=1), 0)

    def _do(self, act: Act) -> None:
        self.now = act.at
        if act.kind == "read":
            self.progress.visited(act.person, act.room, 0)
            self.now += timedelta(seconds=act.seconds)
            report = Report({act.topic: act.seconds}, {act.topic: 0})
            self.reading.report(act.room, act.person, report)
        elif act.kind == "answer":
            which = _definition(f"{act.topic}-{act.exercise}", act.topic)
            words = f"What we found out about {act.topic}, version {act.number}."
            self.answers.record(act.room, which, words, act.person)
        else:
            anchor = (
                Anchor("exercise", f"{act.topic}-1")
                if act.number % 2
                else Anchor("cell", f"guide-{act.topic}")
            )
            self.discussion.start_thread(act.room, anchor, "And what of Monday?", act.person)


class _Habits:
    """How one group works."""

    def __init__(self, world: SimulatedCohort, group: str, members: list[str]) -> None:
        self.world, self.group, self.chance = world, group, world.chance
        self.pace = self.chance.choices(("early", "steady", "late"), (25, 45, 30))[0]
        self.diligence = self.chance.uniform(0.7, 1.1)
        silent = self.chance.randrange(0, 3)
        idle = self.chance.randrange(0, 2)
        self.writers = members[silent + idle :]
        self.readers = members[idle:]
        self.away: set[date] = set(OFF)
        if self.chance.random() < 0.3:
            first = BEGINS + timedelta(days=self.chance.randrange(FORTNIGHT * len(world.books)))
            self.away |= {
                first + timedelta(days=each) for each in range(self.chance.randrange(3, 7))
            }

    def plan(self) -> None:
        for room, topic in self.world.pairs:
            if room.group != self.group:
                continue
            days = self._days(room, TOPICS.index(topic))
            if (room, topic) in self.world.neglected:
                self._glance((room, topic), days)
            else:
                self._work((room, topic), days)

    def _days(self, room: RoomKey, place: int) -> list[date]:
        """Return the days on which they come to a topic."""
        plan = self.world.cohort.schedule[room.workbook]
        length = (plan.due - plan.opens).days
        begins = {"early": 0.0, "steady": 0.12, "late": 0.5}[self.pace]
        start = begins + (0.95 - begins) * place / len(TOPICS)
        days = []
        for _ in range(max(2, round(5 * self.diligence))):
            share = min(1.0, start + self.chance.betavariate(1.4, 2.2) * (1 - start))
            day = plan.opens + timedelta(days=round(length * share))
            while day in self.away and day < plan.due:
                day += timedelta(days=1)
            days.append(day)
        return sorted(days)

    def _work(self, place: Pair, days: list[date]) -> None:
        left = [each + 1 for each in range(EXERCISES)]
        diligence, chance = self.diligence, self.chance.random()
        if chance < THIN:
            left, days, diligence = left[:2], days[len(days) // 2 :], diligence / 2
        elif chance < 2 * THIN:
            left.pop()  # Nobody gets round to everything.
        for number, day in enumerate(days):
            at = self._moment(day)
            for person in self.readers:
                if self.chance.random() < 0.6 * diligence:
                    seconds = round(self.chance.lognormvariate(4.8, 0.6))
                    self.world.add(at, "read", person, place, seconds=min(seconds, 590))
            share = (number + 1) / len(days)
            done = [each for each in left if each <= round(share * EXERCISES)]
            for each in done:
                left.remove(each)
                writer = self.chance.choice(self.writers)
                later = at + timedelta(minutes=self.chance.randrange(10, 90))
                self.world.add(later, "answer", writer, place, exercise=each)
                if self.chance.random() < 0.5:
                    other = self.chance.choice(self.writers)
                    again = later + timedelta(minutes=self.chance.randrange(2, 60))
                    self.world.add(again, "answer", other, place, exercise=each)
            talk = self.world.talk.get(self.world.settings.get(self.group, ""), 1.0)
            if self.chance.random() < 0.35 * talk:
                self.world.add(at, "comment", self.chance.choice(self.writers), place)

    def _glance(self, place: Pair, days: list[date]) -> None:
        """One or two look in, or one writes a line, and that is all."""
        for person in self.chance.sample(self.readers, self.chance.randrange(0, 3)):
            at = self._moment(self.chance.choice(days))
            self.world.add(at, "read", person, place, seconds=self.chance.randrange(5, 90))
        if self.chance.random() < 0.2:
            at = self._moment(days[-1])
            self.world.add(at, "answer", self.chance.choice(self.writers), place, exercise=1)

    def _moment(self, day: date) -> datetime:
        return _local(day, 7) + timedelta(minutes=self.chance.randrange(14 * 60))


def _chosen(seed: int, cohort: Cohort, talk: dict[str, float]) -> dict[str, str]:
    chance = random.Random(f"settings of {seed}")
    return {group: chance.choice(list(talk)) for group in cohort.groups} if talk else {}


def _hurry(connection: Any, _record: object) -> None:
    connection.execute("PRAGMA synchronous=OFF")


def _local(day: date, hour: int) -> datetime:
    return datetime.combine(day, time(hour), ZONE).astimezone(UTC)


def _definition(name: str, topic: str) -> ExerciseDefinition:
    return ExerciseDefinition.from_json(exercise("text", name, topic=topic))


def _cohort(groups: int, members: int, books: list[str]) -> Cohort:
    schedule = {}
    for number, book in enumerate(books):
        opens = BEGINS + timedelta(days=FORTNIGHT * number)
        schedule[book] = WorkbookPlan(opens, opens + timedelta(days=FORTNIGHT - 3))
    return Cohort(
        id="simulated",
        title="Simulated",
        programme_title="A programme",
        programme_summary="",
        timezone=str(ZONE),
        facilitators=(Person("Noor Haddad", "noor@example.org"),),
        mentors=(),
        groups={
            f"group-{number:02}": Group(
                f"group-{number:02}",
                f"Group {number}",
                tuple(
                    Person(f"Member {each} of {number}", f"m{each}.{number}@example.org")
                    for each in range(members)
                ),
            )
            for number in range(groups)
        },
        schedule=schedule,
    )


def _manifest(cohort: Cohort, books: list[str], folder: Path) -> Manifest:
    cells = [front_matter_cell()]
    cells += [
        markdown(f"## About {topic} <!-- topic: {topic} -->", f"guide-{topic}") for topic in TOPICS
    ]
    write_notebook(folder / "copy.ipynb", notebook(cells))
    exercises = tuple(
        PlacedExercise(_definition(f"{topic}-{number}", topic), f"cell-{topic}-{number}")
        for topic in TOPICS
        for number in range(1, EXERCISES + 1)
    )
    titles = {topic: f"The {topic} topic" for topic in TOPICS}
    return Manifest(
        cohort.id,
        cohort.programme_title,
        tuple(WorkbookEntry(each, each, "", MINUTES, titles) for each in books),
        tuple(
            Stamp(
                group=group,
                workbook=book,
                path="copy.ipynb",
                fingerprint=Fingerprint("one source", "", "", ""),
                stamp_sha256="",
                executed=True,
                stamped_at=datetime(2026, 9, 1, tzinfo=UTC),
                exercises=exercises,
            )
            for group in cohort.groups
            for book in books
        ),
    )
