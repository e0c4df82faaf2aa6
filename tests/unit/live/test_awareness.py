"""Nobody appears under another's name, whatever their browser says."""

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pycrdt import Decoder, write_var_uint

from cohortbook.live.awareness import Awareness, Signature
from cohortbook.live.y_format import AwarenessEntry, MalformedError, read_awareness

ADA, BEN = Signature("per_ada", "Ada"), Signature("per_ben", "Ben")
CARET = {"exercise": "first-week", "cursor": {"anchor": 1, "head": 2}, "writing": True}


def said(client, state, clock=1):
    return [AwarenessEntry(client, clock, state)]


def heard(message):
    """Read a message as a browser does: clock and state by client."""
    if message is None:
        return {}
    assert message[0] == 1
    decoder = Decoder(Decoder(message[1:]).read_message())
    return {
        decoder.read_var_uint(): (decoder.read_var_uint(), json.loads(decoder.read_message()))
        for _ in range(decoder.read_var_uint())
    }


def people(awareness, seat="somebody else"):
    told = heard(awareness.message(awareness.states(), seat))
    return {client: state["user"]["id"] for client, (_, state) in told.items()}


def encoded(*entries):
    content = write_var_uint(len(entries))
    for client, clock, state in entries:
        text = state.encode()
        content += write_var_uint(client) + write_var_uint(clock)
        content += write_var_uint(len(text)) + text
    return write_var_uint(len(content)) + content


def test_a_state_is_signed_and_keeps_nothing_that_it_should_not():
    awareness = Awareness()
    claimed = {**CARET, "user": {"id": "per_ben", "name": "Ben"}, "person": "per_ben", "name": "B"}
    assert awareness.take("a", ADA, said(7, claimed))
    ((_, state),) = heard(awareness.message(awareness.news(), "b")).values()
    assert state == {**CARET, "user": {"id": "per_ada", "name": "Ada"}}


def test_what_is_said_of_another_browser_counts_for_nothing():
    awareness = Awareness()
    awareness.take("a", ADA, said(7, CARET))
    assert not awareness.take("b", BEN, said(7, {"writing": False}))
    assert not awareness.take("b", BEN, said(7, None))
    assert awareness.take("b", BEN, said(8, CARET))
    assert not awareness.take("b", BEN, said(9, CARET)), "one connection is one browser"
    assert people(awareness) == {7: "per_ada", 8: "per_ben"}


def test_a_number_stays_its_browsers_own_while_it_is_connected():
    awareness = Awareness()
    awareness.take("a", ADA, said(7, CARET))
    awareness.take("a", ADA, said(7, None))
    assert not awareness.take("b", BEN, said(7, CARET))
    assert awareness.take("a", ADA, said(7, CARET))
    assert people(awareness) == {7: "per_ada"}


def test_a_browser_that_is_back_early_is_still_itself_and_stays_when_its_old_connection_ends():
    awareness = Awareness()
    awareness.take("old", ADA, said(7, CARET))
    awareness.news()
    assert not awareness.take("new", ADA, said(7, CARET)), "everybody knows"
    assert not awareness.leave("old")
    assert people(awareness) == {7: "per_ada"}
    assert awareness.leave("new")
    assert heard(awareness.message(awareness.news(), "b"))[7][1] is None
    assert awareness.states() == {}


def test_a_browser_that_is_back_and_nowhere_is_seen_to_have_gone():
    awareness = Awareness()
    awareness.take("old", ADA, said(7, CARET))
    awareness.news()
    assert awareness.take("new", ADA, said(7, {"user": {}}))
    assert heard(awareness.message(awareness.news(), "b"))[7][1] is None


def test_no_state_is_older_than_the_one_before_even_when_a_browser_counts_from_the_start():
    awareness = Awareness()
    clocks = []
    for seat, clock, writing in (("one", 9, True), ("one", 10, False), ("two", 0, True)):
        awareness.take(seat, ADA, said(7, {"writing": writing}, clock))
        clocks.append(heard(awareness.message(awareness.news(), "b"))[7][0])
        if clock == 10:
            awareness.leave("one")
            clocks.append(heard(awareness.message(awareness.news(), "b"))[7][0])
    assert clocks == sorted(set(clocks))
    assert clocks[0] > 9


def test_nobody_is_told_of_themselves():
    awareness = Awareness()
    awareness.take("a", ADA, said(7, CARET))
    awareness.take("b", BEN, said(8, CARET))
    news = awareness.news()
    assert heard(awareness.message(news, "a")).keys() == {8}
    assert heard(awareness.message(news, "b")).keys() == {7}
    assert awareness.message(awareness.news(), "a") is None


@pytest.mark.parametrize(
    "state", [{}, {"user": {"id": "x"}}, {"cursor": "x" * 3000}, {"cursor": float("inf")}]
)
def test_a_state_that_says_nothing_of_use_is_none(state):
    awareness = Awareness()
    assert not awareness.take("a", ADA, said(7, state))
    assert awareness.states() == {}


EVE = {"id": "per_eve", "name": "Eve"}
STATES = st.sampled_from(
    [None, {}, {"user": EVE}, {"writing": True, "user": EVE}, {"cursor": 1, "id": "per_eve"}]
)
SEATS = {"a1": ADA, "a2": ADA, "b1": BEN, "b2": BEN}


@given(
    st.lists(
        st.tuples(
            st.sampled_from(sorted(SEATS)),
            st.integers(1, 4),
            st.sampled_from([0, 1, 7, 2**53]),
            STATES,
            st.booleans(),
        ),
        max_size=20,
    )
)
def test_every_state_is_of_whoever_sent_it(steps):
    awareness = Awareness()
    news = {}
    for seat, client, clock, state, leaves in steps:
        if leaves:
            awareness.leave(seat)
        else:
            awareness.take(seat, SEATS[seat], said(client, state, clock))
        for each, (at, told) in heard(awareness.message(awareness.news(), "other")).items():
            assert at > news.get(each, (-1,))[0]
            assert told is None or told["user"]["id"] == SEATS[seat].person_id
            news[each] = (at, told)
    now = heard(awareness.message(awareness.states(), "other"))
    assert {each for each, (_, told) in news.items() if told} == now.keys()


@pytest.mark.parametrize("state", ["1", "[]", '"x"', "{", "[" * 40])
def test_a_state_that_is_no_object_is_refused(state):
    with pytest.raises(MalformedError):
        read_awareness(encoded((7, 1, state)))


def test_what_a_browser_sends_is_read():
    message = encoded((7, 1, '{"writing":true}'), (2**40, 3, "null"))
    assert read_awareness(message) == [*said(7, {"writing": True}), *said(2**40, None, 3)]
