"""Who is here: people rather than tabs, and a reload is no leaving."""

import asyncio

from hypothesis import given, settings
from hypothesis import strategies as st

from cohortbook.access.principal import Principal
from cohortbook.learning.rooms import RoomKey
from cohortbook.live.presence import Presence

ROOM, OTHER = RoomKey("north", "01-first-steps"), RoomKey("south", "01-first-steps")


def person(name):
    email = f"{name.lower()}@example.org"
    return Principal(
        f"per_{name}", name, email, frozenset({"north"}), frozenset(), facilitator=False
    )


ADA, BEN = person("Ada"), person("Ben")


def watched(grace=0.0):
    changes = []
    presence = Presence(lambda room: changes.append((room, names(presence))), grace)
    return presence, changes


def names(presence, room=ROOM):
    return [each.name for each in presence.people(room)]


def test_two_tabs_are_one_person_until_both_are_closed():
    async def run():
        presence, changes = watched()
        presence.join(ROOM, BEN)
        presence.join(ROOM, ADA)
        presence.join(ROOM, ADA)
        presence.leave(ROOM, ADA.person_id)
        await asyncio.sleep(0.01)
        assert names(presence) == ["Ada", "Ben"]
        presence.leave(ROOM, ADA.person_id)
        await asyncio.sleep(0.01)
        assert [each for _, each in changes] == [["Ben"], ["Ada", "Ben"], ["Ben"]]
        assert names(presence, OTHER) == []

    asyncio.run(run())


def test_a_reload_is_not_seen_by_others():
    async def run():
        presence, changes = watched(grace=60)
        presence.join(ROOM, ADA)
        for _ in range(5):
            presence.leave(ROOM, ADA.person_id)
            presence.join(ROOM, ADA)
        assert [each for _, each in changes] == [["Ada"]]
        assert not presence._leaving

    asyncio.run(run())


ACTIONS = st.lists(
    st.tuples(st.sampled_from([ADA, BEN]), st.sampled_from(["join", "leave", "wait"])), max_size=40
)


@settings(max_examples=100, deadline=None)
@given(ACTIONS)
def test_in_the_end_those_are_here_who_have_a_connection(actions):
    async def run():
        presence, changes = watched()
        open_tabs = {ADA.person_id: 0, BEN.person_id: 0}
        for who, what in actions:
            if what == "join":
                presence.join(ROOM, who)
                open_tabs[who.person_id] += 1
            elif what == "leave" and open_tabs[who.person_id]:
                presence.leave(ROOM, who.person_id)
                open_tabs[who.person_id] -= 1
            elif what == "wait":
                await asyncio.sleep(0.001)
        for _ in range(3):
            await asyncio.sleep(0.001)
        here = [each.name for each in (ADA, BEN) if open_tabs[each.person_id]]
        assert names(presence) == here
        if changes:
            assert changes[-1][1] == here
        assert not presence._leaving

    asyncio.run(run())
