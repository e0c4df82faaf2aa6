"""Whatever happens to six people who write one answer, all come to the same, and nothing is lost.

Outages of any of them, messages that come twice, the disk full for a while, and a
server that is killed and comes back with what was on its disk.
"""

from __future__ import annotations

import asyncio
import itertools
import re

import pytest
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, precondition, rule

from cohortbook.live import document as module
from live_peers import Peer, Store, read, rejoin

PEOPLE = st.integers(0, 5)


class SixWriters(RuleBasedStateMachine):
    """People know no more of the server than what their sockets bring."""

    def __init__(self):
        super().__init__()
        self.loop = asyncio.new_event_loop()
        self.store = Store()
        self.document = None
        self.peers = []
        self.cut_off = set()
        self.typed = {}
        self.promised = set()

    def run(self, work):
        return self.loop.run_until_complete(work)

    @initialize(count=st.integers(2, 6))
    def come(self, count):
        async def begin():
            self.document = self.store.open()
            self.peers = [Peer(f"per_{number}").join(self.document) for number in range(count)]

        self.run(begin())
        self.typed = {number: [] for number in range(count)}

    def someone(self, who):
        number = who % len(self.peers)
        return number, self.peers[number]

    @rule(who=PEOPLE, at=st.floats(0, 1))
    def type_one_word(self, who, at):
        """Anywhere in the text, at the end of what this person typed before, or far from it."""
        number, peer = self.someone(who)
        word = f"<{number}.{len(self.typed[number])}>"
        text = peer.client.text()
        places = [found.end() for found in re.finditer(r"<[^>]*>|^", str(text))]
        text.insert(places[int(at * (len(places) - 1))], word)
        self.typed[number].append(word)

    @rule(who=PEOPLE)
    def hear(self, who):
        number, peer = self.someone(who)
        if number not in self.cut_off:
            peer.hear()
            self.note_promises(number)

    @rule(who=PEOPLE, twice=st.booleans())
    def speak(self, who, twice):
        number, peer = self.someone(who)
        if number in self.cut_off:
            return

        async def say():
            if twice:
                # As a connection that broke after the message had come makes it come again.
                for message in peer.client.outbox:
                    self.document.receive(Silent(peer), message)
            peer.speak(self.document)

        self.run(say())

    @rule(who=PEOPLE)
    def lose_the_network(self, who):
        number, peer = self.someone(who)
        self.cut_off.add(number)
        self.document.leave(peer)
        peer.inbox.clear()
        peer.client.outbox.clear()

    @precondition(lambda self: self.cut_off)
    @rule()
    def networks_return(self):
        for number in sorted(self.cut_off):
            self.come_back(number)
        self.cut_off.clear()

    @rule()
    def write_to_the_disk(self):
        async def flush():
            await self.document.flush()

        self.run(flush())

    @rule()
    def kill_the_server(self):
        """What was not on the disk is gone; browsers still have it."""

        async def again():
            self.document.close()
            self.document = self.store.open()

        self.run(again())
        for number in range(len(self.peers)):
            if number not in self.cut_off:
                self.come_back(number)

    def come_back(self, number):
        async def join():
            rejoin(self.peers[number], self.document)

        self.run(join())

    def note_promises(self, number):
        """Remember what somebody was told is saved: from then on it must be on the disk."""
        if self.peers[number].client.saved:
            self.promised |= {each for each in self.typed[number] if each in self.now(number)}
        assert all(word in read(self.store.updates) for word in self.promised)

    def now(self, number):
        return str(self.peers[number].client.text())

    def teardown(self):
        if self.document is None:
            self.loop.close()
            return
        self.networks_return()

        async def settle():
            for peer in self.peers * 3:
                peer.exchange(self.document)
            await self.document.settle()
            for peer in self.peers:
                peer.hear()
            self.document.close()

        self.run(settle())
        self.loop.close()
        texts = {self.now(number) for number in range(len(self.peers))}
        assert texts == {read(self.store.updates)}
        assert all(peer.client.saved for peer in self.peers)
        words = re.findall(r"<[^>]*>", texts.pop())
        assert sorted(words) == sorted(itertools.chain(*self.typed.values()))


class Silent:
    """Stands for a connection whose messages arrive and which hears nothing any more."""

    may_write, wants_acks = True, False

    def __init__(self, peer):
        self.person_id, self.name = peer.person_id, peer.name

    def send(self, message):
        pass


@pytest.fixture(autouse=True)
def _by_hand(monkeypatch):
    """The document writes when the test says so, and not by a clock."""
    monkeypatch.setattr(module, "_BATCH_SECONDS", 3600)
    monkeypatch.setattr(module, "_SETTLE_SECONDS", 3600)


TestSixWriters = SixWriters.TestCase
TestSixWriters.settings = settings(max_examples=60, stateful_step_count=40, deadline=None)
TestSixWriters = pytest.mark.usefixtures("_by_hand")(TestSixWriters)
