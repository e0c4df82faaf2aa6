"""What real clients send is let through, what would harm the library is not."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pycrdt import Doc, Map, Text, merge_updates

from cohortbook.live.y_format import (
    MalformedError,
    check_state,
    check_update,
    read_awareness,
)

TEXTS = st.text(st.characters(codec="utf-8", exclude_characters="\x00"), min_size=1, max_size=8)
VALUES = st.recursive(
    st.none() | st.booleans() | st.integers(-(2**40), 2**40) | st.floats(allow_nan=False) | TEXTS,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(TEXTS, inner, max_size=3),
    max_leaves=5,
)
EDITS = st.lists(
    st.one_of(
        st.tuples(st.just("insert"), st.integers(0, 50), TEXTS),
        st.tuples(st.just("delete"), st.integers(0, 50), st.none()),
        st.tuples(st.just("set"), st.sampled_from("abc"), VALUES),
        st.tuples(st.just("merge"), st.none(), st.none()),
    ),
    max_size=20,
)


def edit(doc, what, where, value):
    text, values = doc.get("text:x", type=Text), doc.get("value:y", type=Map)
    letters = list(str(text))
    if what == "insert":
        at = min(where, len(letters))
        text.insert(len("".join(letters[:at]).encode()), value)
    elif what == "delete" and where < len(letters):
        at = len("".join(letters[:where]).encode())
        del text[at : at + len(letters[where].encode())]
    elif what == "set":
        values[where] = value


@settings(max_examples=150)
@given(st.lists(EDITS, min_size=2, max_size=2))
def test_everything_that_editing_makes_is_let_through(edits):
    docs, updates = [Doc(), Doc()], []
    watching = [each.observe(lambda event: updates.append(event.update)) for each in docs]
    for number, steps in enumerate(edits):
        for step in steps:
            if step[0] == "merge":
                docs[number].apply_update(docs[1 - number].get_update())
            else:
                edit(docs[number], *step)
    for each in docs:
        updates.append(each.get_update())
        check_state(each.get_state())
    updates.append(merge_updates(*updates))
    for each in updates:
        check_update(each)
    assert watching


@given(st.binary(max_size=64))
def test_whatever_comes_is_read_to_its_end_or_refused(noise):
    for check in (check_update, check_state, read_awareness):
        try:
            check(noise)
        except MalformedError:
            continue


@pytest.mark.parametrize(
    ("update", "why"),
    [
        (b"", "too early"),
        (b"\x00\x00\x00", "follows"),
        (b"\x05\x00", "larger than"),
        (b"\x01\x01\x05\x00\x04\x01\x01x\x00\x00", "empty"),
        (b"\x01\x01\x05\x00\x00\xff\xff\xff\xff\xff\x0f\x00", "larger than"),
        (b"\x01\x01\x05\x00\x07\x01\x01x\x01\x00", "kind 7"),
        (b"\x01\x01\x05\x00\x04\x01\x01x\x01\xff\x00", "UTF-8"),
        (b"\x01\x01\x05\x00\x08\x01\x01x\x01" + b"\x75\x01" * 40 + b"\x7e\x00", "deep"),
        (b"\x01\x01\x05\x00\x05\x01\x01x\x02{]\x00", "JSON"),
        (b"\x00\x01\x05\x01\x01\x80\x80\x80\x80\x08", "deletion"),
        (b"\xff" * 12, "does not end|larger than"),
    ],
)
def test_what_is_refused_is_said(update, why):
    with pytest.raises(MalformedError, match=why):
        check_update(update)
