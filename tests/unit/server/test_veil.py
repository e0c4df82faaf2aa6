from __future__ import annotations

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cohortbook.server.pages.veil import Veil

NAMES = {"Northern depot": "Group 1", "per_abc": "member-1", "Ada O'Neill": "Member 1"}
EXACT = {"Ada": "Member 1", "O'Neill": "Member 1", "Will": "Member 2"}


@pytest.fixture
def veil():
    return Veil(NAMES, EXACT)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("says ada o'neill", "says Member 1"),
        ("<p>@Ada O&#x27;Neill</p>", "<p>@Member 1</p>"),
        ("the NORTHERN DEPOT's pass", "the Group 1's pass"),
        ("Will does, will he?", "Member 2 does, will he?"),
        ("Adamant, Canada", "Adamant, Canada"),
        ("ada_board Ada_board.png", "ada_board Member 1_board.png"),
        ("(Ada)", "(Member 1)"),
    ],
)
def test_names_are_replaced_as_whole_words(veil, text, expected):
    assert veil.text(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("What will the Northern depot do?", "What will the group do?"),
        ("The Northern depot, as Northern depot says", "The group, as the group says"),
        ("in der Northern depot", "in der group"),
        ("<p>the <em>Northern depot</em></p>", "<p>the <em>group</em></p>"),
        ("Northern depot", "the group"),
        ("breathe Northern depot", "breathe the group"),
        ("the. Northern depot", "the. the group"),
        ("the Northern depot's Ada", "the group's Member 1"),
        ("our the dispatchers", "our the group"),
        ("See that the dispatchers agree", "See that the group agree"),
    ],
)
def test_a_stand_in_with_an_article_needs_none_where_there_is_one(text, expected):
    names = dict.fromkeys(("Northern depot", "the dispatchers"), "the group")
    veil = Veil(names, EXACT, {"the group": "group"})
    assert veil.text(text) == expected


letters = st.text("ab <&'_", max_size=6)
words = st.sampled_from([*NAMES, *EXACT])
texts = st.lists(letters | words, max_size=5).map(" ".join)
values = st.recursive(
    st.none() | st.booleans() | st.integers() | texts,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(texts, inner, max_size=3),
    max_leaves=12,
)


@given(values)
def test_no_name_is_left_anywhere(value):
    told = json.dumps(Veil(NAMES, EXACT)(value))
    for name in (*NAMES, *EXACT):
        assert name not in told


@given(st.recursive(letters, lambda inner: st.lists(inner, max_size=3), max_leaves=5))
def test_what_holds_no_name_stays_as_it_is(value):
    assert Veil(NAMES, EXACT)(value) == value
    assert Veil({}, {})(value) == value
