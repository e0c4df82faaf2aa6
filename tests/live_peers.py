"""Clients of a live document in the same process, and a log that it is kept in."""

from __future__ import annotations

import asyncio
import errno

from pycrdt import Doc, Text

from cohortbook.live.document import LiveDocument, Storage
from cohortbook.workbook.exercise import ExerciseDefinition
from factories import exercise
from y_client import YClient

TEXT = ExerciseDefinition.from_json(exercise("text", "first-week"))
CHOICE = ExerciseDefinition.from_json(exercise("choice", "where"))
MANY = ExerciseDefinition.from_json(exercise("choice", "which", options={"many": True}))


class Store:
    """A log in memory that can fail, be slow, and be reopened."""

    def __init__(self):
        self.log, self.recorded, self.compactions = [], [], []
        self.failures = 0
        self.hold = None
        self.refuse = {}

    @property
    def updates(self):
        return [update for update, _ in self.log]

    async def append(self, updates):
        if self.hold:
            await self.hold.wait()
        await asyncio.sleep(0)
        if self.failures:
            self.failures -= 1
            raise OSError(errno.ENOSPC, "full")
        self.log += updates
        return len(self.log)

    async def compact(self, snapshot, number):
        self.compactions.append((snapshot, number))
        kept = self.log[number:]
        # Numbers of updates never come again, so the places stay.
        self.log = [(snapshot, None), *[(b"\x00\x00", None)] * (number - 1), *kept]
        return True

    async def record(self, definition, raw, by):
        if definition.id in self.refuse:
            raise self.refuse[definition.id]
        self.recorded.append((definition.id, raw, by))

    def open(self, *definitions, **options):
        storage = Storage(self.append, self.compact, self.record)
        return LiveDocument(self.updates, definitions or (TEXT, CHOICE, MANY), storage, **options)


class Peer:
    """A connection of a client to a document in the same process."""

    def __init__(self, person="per_ada", *, may_write=True, wants_acks=True):
        self.person_id, self.name = person, person.removeprefix("per_").title()
        self.may_write, self.wants_acks = may_write, wants_acks
        self.client = YClient()
        self.inbox = []

    def send(self, message):
        self.inbox.append(message)

    def hear(self):
        for message in self.inbox:
            self.client.take(message)
        self.inbox.clear()

    def join(self, document):
        document.join(self)
        self.client.hello()
        self.exchange(document)
        return self

    def speak(self, document):
        waiting, self.client.outbox[:] = list(self.client.outbox), []
        for message in waiting:
            document.receive(self, message)

    def exchange(self, document):
        for _ in range(3):
            self.hear()
            self.speak(document)

    def awareness(self):
        return [each for each in self.inbox if each[0] == 1]


class Gone(Peer):
    """A connection that broke without saying so."""

    def send(self, message):
        raise ConnectionError


def read(updates, name="text:first-week", kind=Text):
    doc = Doc()
    for each in updates:
        doc.apply_update(each)
    return str(doc.get(name, type=kind))


def rejoin(peer, document):
    """Lose the connection, with what was under way on it, and come back."""
    document.leave(peer)
    peer.inbox.clear()
    peer.client.outbox.clear()
    peer.client.sent = peer.client.acknowledged = 0
    peer.join(document)
