"""The hub: each durable event once and in order, whoever comes, goes and comes back when."""

import asyncio
from datetime import UTC, datetime

from hypothesis import given, settings
from hypothesis import strategies as st

from cohortbook.learning.events import Event
from cohortbook.learning.rooms import RoomKey
from cohortbook.live import hub as module
from cohortbook.live.hub import Hub

ROOM, OTHER = RoomKey("north", "01-first-steps"), RoomKey("south", "01-first-steps")
NOW = datetime(2026, 11, 24, tzinfo=UTC)


def event(number, room=ROOM):
    return Event(number, room, "comment.created", NOW, None, {})


class Listener:
    """Does what a connection does: subscribe, read what was missed, then listen."""

    def __init__(self, hub, store):
        self.hub, self.store = hub, store
        self.heard = []
        self.subscription = None
        self.caught_up = False

    def subscribe(self):
        since = self.heard[-1] if self.heard else 0
        self.subscription = self.hub.subscribe(ROOM, since)
        self.caught_up = False

    def catch_up(self):
        for each in self.store[self.subscription.last_id :]:
            if self.subscription.is_news(each.to_json()):
                self.heard.append(each.id)
        self.caught_up = True

    async def listen(self):
        while not self.subscription._queue.empty():
            told = asyncio.create_task(self.subscription.next())
            await asyncio.sleep(0)
            if not told.done():
                told.cancel()
                return
            self.heard.append(told.result()["id"])

    async def act(self, what):
        if what == "come" and self.subscription is None:
            self.subscribe()
        elif what == "go" and self.subscription is not None:
            self.hub.unsubscribe(self.subscription)
            self.subscription = None
        elif what == "hear" and self.subscription is not None:
            if self.caught_up:
                await self.listen()
            else:
                self.catch_up()


# An event is committed first and told a moment later, in the same order.
ACTIONS = st.lists(
    st.one_of(
        st.sampled_from(["commit", "tell"]),
        st.tuples(st.integers(0, 2), st.sampled_from(["come", "go", "hear", "hear"])),
    ),
    max_size=80,
)


@settings(max_examples=300, deadline=None)
@given(ACTIONS)
def test_each_event_is_heard_once_and_in_order(actions):
    async def run():
        hub, store, told = Hub(), [], 0
        listeners = [Listener(hub, store) for _ in range(3)]
        for action in actions:
            if action == "commit":
                store.append(event(len(store) + 1))
            elif action == "tell":
                hub.publish(store[told : told + 1])
                told += told < len(store)
            else:
                await listeners[action[0]].act(action[1])
        hub.publish(store[told:])
        for each in listeners:
            for what in ("come", "hear", "hear", "hear"):
                await each.act(what)
            assert each.heard == [one.id for one in store]

    asyncio.run(run())


def test_a_room_hears_nothing_of_another():
    async def run():
        hub = Hub()
        here, there = hub.subscribe(ROOM), hub.subscribe(OTHER)
        hub.publish([event(1, OTHER)])
        hub.announce(OTHER, "presence", people=[])
        hub.announce(ROOM, "beat")
        assert await here.next() == {"type": "beat"}
        assert (await there.next())["id"] == 1
        assert await there.next() == {"type": "presence", "people": []}

    asyncio.run(run())


def test_what_is_for_one_person_reaches_all_their_tabs_and_nobody_elses():
    async def run():
        hub = Hub()
        tabs = [hub.subscribe(ROOM, person_id="ada") for _ in range(2)]
        others = [
            hub.subscribe(ROOM, person_id="ben"),
            hub.subscribe(ROOM),
            hub.subscribe(OTHER, person_id="ada"),
        ]
        hub.announce_to(ROOM, "ada", "thread.read", thread_id="t")
        for room in (ROOM, OTHER):
            hub.announce(room, "beat")
        for each in tabs:
            assert await each.next() == {"type": "thread.read", "thread_id": "t"}
        for each in others:
            assert await each.next() == {"type": "beat"}

    asyncio.run(run())


def test_who_falls_far_behind_is_told_so_and_can_resume_without_a_gap(monkeypatch):
    monkeypatch.setattr(module, "_LONGEST_QUEUE", 5)

    async def run():
        hub = Hub()
        store = [event(number) for number in range(1, 11)]
        slow, quick = hub.subscribe(ROOM), hub.subscribe(ROOM)
        heard = []
        for each in store:
            hub.publish([each])
            heard.append((await quick.next())["id"])
        assert heard == [each.id for each in store]
        assert slow.too_slow
        assert not quick.too_slow
        first = (await slow.next())["id"]
        hub.unsubscribe(slow)
        again = Listener(hub, store)
        again.heard = [first]
        again.subscribe()
        again.catch_up()
        assert again.heard == [each.id for each in store]

    asyncio.run(run())


def test_rooms_without_listeners_are_forgotten():
    async def run():
        hub = Hub()
        one, two = hub.subscribe(ROOM), hub.subscribe(ROOM)
        assert hub.listeners(ROOM) == 2
        for each in (one, one, two):
            hub.unsubscribe(each)
        assert hub.listeners(ROOM) == 0
        hub.publish([event(1)])
        assert one._queue.empty()

    asyncio.run(run())
