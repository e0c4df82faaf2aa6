from __future__ import annotations

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from pycrdt import Doc, Text

from cohortbook.ids import new_id
from cohortbook.learning.documents import Documents

KEY = "north/one"


@pytest.fixture
def documents(database, clock):
    return Documents(database, clock)


def test_updates_come_back_in_order_and_apart(documents):
    first = documents.append(KEY, [(b"a", "per_a"), (b"", None), (b"\x00\xff", "per_b")])
    second = documents.append(KEY, [(b"d", "per_a")])
    documents.append(f"{KEY}#per_a", [(b"own", "per_a")])
    assert second > first
    assert documents.load(KEY) == [b"a", b"", b"\x00\xff", b"d"]
    assert documents.load(f"{KEY}#per_a") == [b"own"]
    assert documents.load("south/one") == []


def test_appending_nothing_gives_the_last_number(documents):
    assert documents.append(KEY, []) == 0
    last = documents.append(KEY, [(b"a", None)])
    assert documents.append(KEY, []) == last
    documents.compact(KEY, b"A", last)
    assert documents.append(KEY, []) == last


def test_a_snapshot_takes_the_place_of_what_it_contains_only(documents):
    upto = documents.append(KEY, [(b"a", None), (b"b", None)])
    documents.append(KEY, [(b"c", None)])
    documents.append("south/one", [(b"s", None)])
    assert documents.compact(KEY, b"AB", upto)
    assert documents.load(KEY) == [b"AB", b"c"]
    assert documents.load("south/one") == [b"s"]


def test_an_older_snapshot_never_replaces_a_later_one(documents):
    early = documents.append(KEY, [(b"a", None)])
    late = documents.append(KEY, [(b"b", None)])
    assert documents.compact(KEY, b"AB", late)
    assert not documents.compact(KEY, b"A", early)
    assert documents.load(KEY) == [b"AB"]


def test_numbers_are_not_used_again_after_compacting(documents):
    upto = documents.append(KEY, [(b"a", None)])
    documents.compact(KEY, b"A", upto)
    assert documents.append(KEY, [(b"b", None)]) > upto
    assert documents.load(KEY) == [b"A", b"b"]


@settings(
    max_examples=30, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(st.lists(st.tuples(st.text("abc", min_size=1, max_size=3), st.booleans()), max_size=20))
def test_a_real_document_is_built_again_however_it_was_compacted(documents, edits):
    key = new_id("doc")
    live = Doc()
    text = live.get("text:first-week", type=Text)
    heard = []
    subscription = live.observe(lambda event: heard.append(event.update))
    for words, compact in edits:
        text += words
        last = documents.append(key, [(each, "per_a") for each in heard])
        heard.clear()
        if compact:
            documents.compact(key, live.get_update(), last)
    live.unobserve(subscription)
    again = Doc()
    for each in documents.load(key):
        again.apply_update(each)
    assert str(again.get("text:first-week", type=Text)) == "".join(each for each, _ in edits)
