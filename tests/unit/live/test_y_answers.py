"""Rankings, tables and goals: what browsers hold is read as one valid value."""

import json
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pycrdt import Doc, Map, Text

from cohortbook.live.y_answers import Y_ANSWERS
from cohortbook.live.y_answers.position import DIGITS, position_of
from cohortbook.live.y_document import YDocument
from cohortbook.workbook.exercise import ExerciseDefinition, clean_value
from cohortbook.workbook.kinds import KINDS
from factories import exercise

# The front-end's tests read the same file: both sides must see the same answer.
CASES = json.loads((Path(__file__).parents[2] / "y_answers.json").read_text())


def definition(kind, options=None):
    return ExerciseDefinition.from_json(exercise(kind, "e", options=options or {}))


def read(made, doc):
    document = YDocument([doc.get_update()])
    try:
        return clean_value(made, document.value(made))
    finally:
        document.close()


@pytest.mark.parametrize("case", CASES, ids=[each["name"] for each in CASES])
def test_server_and_browser_see_the_same(case):
    doc = Doc()
    doc.get("text:e", type=Text).insert(0, case.get("text", ""))
    held = doc.get("value:e", type=Map)
    for key, value in case["map"].items():
        held[key] = value
    assert read(definition(case["kind"], case["options"]), doc) == case["value"]


def test_every_kind_with_answers_can_be_read():
    assert set(Y_ANSWERS) == {name for name, kind in KINDS.items() if kind.clean}


POSITIONS = st.text(st.sampled_from(DIGITS), min_size=1, max_size=4).filter(position_of)
JUNK = st.none() | st.booleans() | st.integers(-9, 9) | st.text(max_size=3) | st.lists(st.none())
FILES = tuple(f"upl_{each * 20}" for each in "abcd")
ROWS, COLUMNS = ("r1", "r2", "mon", "tue"), ("what", "hours", "sure")
KEYS = {
    "order": st.sampled_from(["a", "b", "c", "d", "base/a", "base/b", "value"]),
    "table": st.sampled_from([*ROWS, *(f"{row}/{each}" for row in ROWS for each in COLUMNS)]),
    "goal": st.sampled_from(["topic", "by", "done"]),
    "upload": st.sampled_from(
        [f"{each}{part}" for each in FILES for part in ("", "/place", "/caption")]
    ),
}
KEPT = {"name": "x.png", "type": "image/png", "size": 9, "width": 3, "height": 4}
VALUES = (
    POSITIONS
    | JUNK
    | st.just(KEPT)
    | st.sampled_from(["yes", "no", 3, 2.5, "2026-12-01", "words", True])
)


def steps(kind):
    one = st.tuples(st.integers(0, 2), KEYS[kind], VALUES | st.just(...))
    write = st.tuples(st.integers(0, 2), st.just("+"), st.text("ab \n", min_size=1, max_size=3))
    merge = st.tuples(st.integers(0, 2), st.just("merge"), st.integers(0, 2))
    return st.lists(one | merge | (write if kind == "goal" else one), max_size=25)


def do(docs, who, what, value):
    text, held = docs[who].get("text:e", type=Text), docs[who].get("value:e", type=Map)
    if what == "merge":
        docs[who].apply_update(docs[value].get_update())
    elif what == "+":
        text.insert(0, value)
    elif value is not ...:
        held[what] = value
    elif what in held:
        del held[what]


@pytest.mark.parametrize("kind", KEYS)
@settings(max_examples=60, deadline=None)
@given(data=st.data())
def test_whoever_writes_what_and_when_all_come_to_one_valid_value(kind, data):
    made = definition(kind)
    docs = [Doc(), Doc(), Doc()]
    for each in data.draw(steps(kind)):
        do(docs, *each)
    order = data.draw(st.permutations([(a, b) for a in range(3) for b in range(3) if a != b]))
    for who, other in (*order, *order):
        do(docs, who, "merge", other)
    values = [read(made, each) for each in docs]
    assert values[0] == values[1] == values[2]
    assert clean_value(made, values[0]) == values[0]
    if kind == "order" and values[0] is not None:
        assert sorted(values[0]) == ["a", "b", "c"]


@given(st.dictionaries(st.sampled_from("abc"), POSITIONS, min_size=1))
def test_items_stand_by_their_positions(places):
    made = definition("order")
    doc = Doc()
    held = doc.get("value:e", type=Map)
    for key, value in places.items():
        held[key] = value
    ranked = [each for each in read(made, doc) if each in places]
    assert [places[each] for each in ranked] == sorted(places.values())


def test_a_row_that_was_written_in_while_it_was_taken_away_comes_back():
    made = definition("table", {"rows": None})
    one, two = Doc(), Doc()
    held = one.get("value:e", type=Map)
    held["r1"], held["r1/what"] = "V", "old"
    two.apply_update(one.get_update())
    for key in ("r1", "r1/what"):
        del held[key]
    two.get("value:e", type=Map)["r1/hours"] = 2
    one.apply_update(two.get_update())
    assert read(made, one) == [{"id": "r1", "cells": {"hours": 2}}]


def test_changes_of_the_words_and_of_what_goes_with_them_are_both_noticed():
    made = definition("goal")
    document = YDocument([])
    document.define([made])
    for change in ("text", "map"):
        doc = Doc()
        if change == "text":
            doc.get("text:e", type=Text).insert(0, "Be quick")
        else:
            doc.get("value:e", type=Map)["done"] = True
        document.changed.clear()
        document.apply(doc.get_update(), "per_ada")
        assert document.changed == {"e": "per_ada"}, change
    assert clean_value(made, document.value(made))["done"] is True
    document.close()
