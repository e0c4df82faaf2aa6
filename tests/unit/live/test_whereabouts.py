"""Where people read: told together, to who comes later too, and only of who is here."""

import asyncio

from hypothesis import given, settings
from hypothesis import strategies as st

from cohortbook.learning.rooms import RoomKey
from cohortbook.live.whereabouts import Leader, Spot, Whereabouts

ROOM, OTHER = RoomKey("north", "01-first-steps"), RoomKey("south", "01-first-steps")
ADA, BEN = Leader("per_ada", "Ada"), Leader("per_ben", "Ben")
TOP, END = Spot("block:a:0", 0.0), Spot("exercise:b", 1.0)


def watched():
    told = []

    def tell(room, kind, **fields):
        told.append((room, kind, *fields.values()))

    return Whereabouts(tell, gather_seconds=0.01), told


def test_moves_of_a_moment_are_told_together_the_last_of_each():
    async def run():
        whereabouts, told = watched()
        whereabouts.move(ROOM, "per_ada", TOP)
        whereabouts.move(ROOM, "per_ben", TOP)
        whereabouts.move(ROOM, "per_ada", END)
        whereabouts.move(OTHER, "per_chi", TOP)
        assert told == []
        await asyncio.sleep(0.05)
        assert told == [
            (ROOM, "reading", {"per_ada": END.to_json(), "per_ben": TOP.to_json()}),
            (OTHER, "reading", {"per_chi": TOP.to_json()}),
        ]
        whereabouts.move(ROOM, "per_ada", END)
        await asyncio.sleep(0.05)
        assert len(told) == 2

    asyncio.run(run())


def test_who_leaves_is_forgotten_and_leads_no_longer():
    async def run():
        whereabouts, told = watched()
        whereabouts.move(ROOM, "per_ada", TOP)
        whereabouts.move(ROOM, "per_ben", END)
        whereabouts.lead(ROOM, ADA)
        assert whereabouts.now(ROOM) == (
            {"per_ada": TOP.to_json(), "per_ben": END.to_json()},
            {"id": "per_ada", "name": "Ada"},
        )
        assert whereabouts.now(OTHER) == ({}, None)
        whereabouts.keep_only(ROOM, {"per_ben"})
        assert whereabouts.now(ROOM) == ({"per_ben": END.to_json()}, None)
        await asyncio.sleep(0.05)
        assert told[1:] == [
            (ROOM, "leading", None),
            (ROOM, "reading", {"per_ben": END.to_json()}),
        ]

    asyncio.run(run())


def test_the_last_who_asks_leads_and_only_they_end_it():
    whereabouts, told = watched()
    whereabouts.lead(ROOM, ADA)
    whereabouts.lead(ROOM, ADA)
    whereabouts.lead(ROOM, BEN)
    whereabouts.stop_leading(ROOM, "per_ada")
    assert whereabouts.now(ROOM)[1] == {"id": "per_ben", "name": "Ben"}
    whereabouts.stop_leading(ROOM, "per_ben")
    whereabouts.stop_leading(ROOM, "per_ben")
    assert [each[2] and each[2]["name"] for each in told] == ["Ada", "Ben", None]


PEOPLE = st.sampled_from(["per_ada", "per_ben", "per_chi"])
DEEDS = st.lists(
    st.one_of(
        st.tuples(st.just("move"), PEOPLE, st.sampled_from([TOP, END])),
        st.tuples(st.just("keep"), st.sets(PEOPLE)),
        st.tuples(st.just("wait")),
    ),
    max_size=30,
)


@settings(max_examples=60, deadline=None)
@given(DEEDS)
def test_who_listens_knows_what_who_comes_now_is_told(deeds):
    """A page that keeps what it is told of those who are here ends with what the server has."""

    async def run():
        whereabouts, told = watched()
        here = set()
        for kind, *rest in deeds:
            if kind == "move":
                whereabouts.move(ROOM, *rest)
                here.add(rest[0])
            elif kind == "keep":
                here &= rest[0]
                whereabouts.keep_only(ROOM, here)
            else:
                await asyncio.sleep(0.015)
        await asyncio.sleep(0.03)
        seen = {}
        for _, _, spots in told:
            seen |= spots
        now, _ = whereabouts.now(ROOM)
        assert now == {each: spot for each, spot in seen.items() if each in here}

    asyncio.run(run())
