from __future__ import annotations

import pytest

from cohortbook.learning.errors import (
    CommentEmpty,
    NotFound,
    PeersOpenAlready,
    TooFewPeers,
    VersionConflict,
)
from cohortbook.learning.events import Events
from cohortbook.learning.peers import Peers, PeerStanding
from cohortbook.learning.rooms import RoomKey

NORTH, SOUTH, EAST = (RoomKey(group, "one") for group in ("north", "south", "east"))
ANSWERS = {"north": "We look.", "south": ["a"], "east": 3}


@pytest.fixture
def peers(cohort, clock):
    return Peers(cohort, clock)


def opened(peers, each=1):
    return peers.open("one", "x", ANSWERS, each=each, seed=4, by="noor")


def by_group(peers):
    return {room: peers.to_give(room, "x")[0] for room in (NORTH, SOUTH, EAST)}


def test_each_group_gets_answers_as_they_were_and_hears_of_it(peers, cohort):
    outcome = opened(peers, each=2)
    assert outcome.value == PeerStanding(0, 6, None)
    assert {(each.room, each.type) for each in outcome.events} == {
        (room, "peers.changed") for room in (NORTH, SOUTH, EAST)
    }
    given = peers.to_give(NORTH, "x")
    assert sorted(each.author_group for each in given) == ["east", "south"]
    assert all(each.answer == ANSWERS[each.author_group] for each in given)
    assert peers.to_give(RoomKey("north", "two"), "x") == peers.to_give(NORTH, "y") == []
    assert peers.open_in("one") == {"x"}
    assert peers.standing("one", "y") is None
    assert Events(cohort).since(NORTH, 0)[0].actor is None


def test_what_a_group_says_reaches_the_authors_without_names(peers):
    opened(peers)
    mine = by_group(peers)[NORTH]
    assert peers.received(RoomKey(mine.author_group, "one"), "x") == []
    outcome = peers.give(NORTH, mine.id, " *Why?* ", {"who": 1}, by="ada", version=0)
    (received,) = peers.received(RoomKey(mine.author_group, "one"), "x")
    assert received.to_json() == {
        "id": mine.id,
        "feedback": "*Why?*",
        "html": "<p><em>Why?</em></p>",
        "levels": {"who": 1},
        "given": True,
        "version": 1,
        "useful": None,
    }
    assert {each.room.group for each in outcome.events} == {"north", mine.author_group}
    assert all(each.data == {"exercise_id": "x"} for each in outcome.events)
    assert peers.standing("one", "x") == PeerStanding(1, 3, None)


def test_two_members_do_not_write_over_each_other(peers):
    opened(peers)
    mine = by_group(peers)[NORTH]
    peers.give(NORTH, mine.id, "From Ada.", {}, by="ada", version=0)
    with pytest.raises(VersionConflict) as refused:
        peers.give(NORTH, mine.id, "From Ben.", {}, by="ben", version=0)
    assert refused.value.current.to_json()["feedback"] == "From Ada."
    peers.give(NORTH, mine.id, "From both.", {}, by="ben", version=1)
    with pytest.raises(CommentEmpty):
        peers.give(NORTH, mine.id, " ", {}, by="ben", version=2)


def test_only_who_got_it_reviews_it_and_only_who_wrote_it_rates_that(peers):
    opened(peers)
    mine = by_group(peers)[NORTH]
    author = RoomKey(mine.author_group, "one")
    for room in (author, RoomKey("north", "two")):
        with pytest.raises(NotFound):
            peers.give(room, mine.id, "x", {}, by="ada", version=0)
    with pytest.raises(NotFound):
        peers.rate(author, mine.id, 5, by="eva")
    peers.give(NORTH, mine.id, "x", {}, by="ada", version=0)
    with pytest.raises(NotFound):
        peers.rate(NORTH, mine.id, 5, by="ada")
    peers.rate(author, mine.id, 5, by="eva")
    assert peers.rate(author, mine.id, 2, by="eva").value.useful == 2
    assert peers.to_give(NORTH, "x")[0].useful == 2
    assert peers.standing("one", "x") == PeerStanding(1, 3, 2.0)


def test_it_is_opened_once_and_not_for_too_few(peers):
    with pytest.raises(TooFewPeers):
        peers.open("one", "x", {"north": "x"}, each=1, seed=1, by="noor")
    assert peers.open_in("one") == frozenset()
    opened(peers)
    with pytest.raises(PeersOpenAlready):
        opened(peers)
