"""What code has shown: nobody believes it, and there is an end to it."""

from __future__ import annotations

import base64
import io

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image

from cohortbook.learning.code_outputs import (
    LONGEST_TEXT,
    MOST_OUTPUTS,
    MOST_PICTURES,
    CodeOutputs,
    joined,
)


def png(size=(4, 3)):
    into = io.BytesIO()
    Image.new("RGB", size, "red").save(into, "PNG")
    return base64.b64encode(into.getvalue()).decode()


def taken(*messages):
    made = CodeOutputs()
    for each in messages:
        made.take(each)
    return made


def test_texts_lose_what_terminals_obey():
    made = taken({"stream": "\x1b[31mred\x1b[0m\x1b]0;title\x07\x00\r\n"})
    assert made.outputs == [{"kind": "text", "text": "red\n"}]


def test_what_is_shown_in_several_forms_is_kept_in_the_best():
    (html,) = taken({"data": {"text/html": "<b onclick=x>7</b>", "text/plain": "7"}}).outputs
    assert html == {"kind": "html", "html": "<b>7</b>"}
    (picture,) = taken({"data": {"image/png": png(), "text/plain": "<Figure>"}}).outputs
    assert (picture["kind"], picture["width"], picture["text"]) == ("picture", 4, "<Figure>")
    (plain,) = taken({"data": {"application/x": "?", "text/plain": "7"}}).outputs
    assert plain == {"kind": "text", "text": "7\n"}


@pytest.mark.parametrize("data", ["", "!!", base64.b64encode(b"no picture").decode()])
def test_what_is_no_picture_is_shown_as_text(data):
    (shown,) = taken({"data": {"image/png": data, "text/plain": "<Figure>"}}).outputs
    assert shown == {"kind": "text", "text": "<Figure>\n"}


def test_there_is_an_end_to_texts_outputs_and_pictures():
    made = taken(*({"stream": "x" * 1000} for _ in range(150)))
    assert sum(len(each["text"]) for each in made.outputs) == LONGEST_TEXT
    assert made.cut
    assert len(taken(*({"error": "x"} for _ in range(300))).outputs) == MOST_OUTPUTS
    made = taken(*({"data": {"image/png": png()}} for _ in range(30)))
    assert len(made.outputs) == MOST_PICTURES


def test_clearing_begins_anew_at_once_or_with_what_comes_next():
    made = taken({"stream": "a"}, {"clear": True}, {"stream": "b"})
    assert (made.outputs, made.generation) == ([{"kind": "text", "text": "b"}], 1)
    made = taken({"stream": "a"}, {"clear": True, "wait": True})
    assert made.outputs == [{"kind": "text", "text": "a"}]
    made.take({"stream": "b"})
    assert (made.outputs, made.generation) == ([{"kind": "text", "text": "b"}], 1)


def test_texts_that_follow_each_other_are_one():
    outputs = taken({"stream": "a"}, {"stream": "b"}, {"error": "e"}, {"stream": "c"}).outputs
    assert [each["text"] for each in joined(outputs)] == ["ab", "e", "c"]


KEYS = st.sampled_from(
    ["stream", "error", "data", "clear", "wait", "text/html", "text/plain", "image/png"]
)
JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(KEYS, inner, max_size=3),
    max_leaves=6,
)


@settings(max_examples=300, deadline=None)
@given(st.lists(st.dictionaries(KEYS, JSON, max_size=3), max_size=6))
def test_whatever_a_process_tells_outputs_are_what_pages_expect(messages):
    for each in taken(*messages).outputs:
        assert each["kind"] in {"text", "error", "html", "picture"}
        assert isinstance(each.get("text", each.get("html")), str)
        assert "<script" not in each.get("html", "").lower()
