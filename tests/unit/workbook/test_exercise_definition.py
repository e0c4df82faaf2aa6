"""Definitions come from kernels, values from browsers: neither is trusted."""

from __future__ import annotations

import copy
import json
import math

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from nbformat.v4 import new_output

from cohortbook.workbook.exercise import (
    DuplicateExerciseError,
    ExerciseDefinition,
    ExerciseInvalidError,
    clean_value,
    exercises_of,
    read_exercises,
)
from factories import MIME, code, executed_notebook, exercise, notebook

KINDS = ("text", "choice", "scale", "number", "order", "table", "goal", "upload", "code", "discuss")

PARTS = st.sampled_from(
    ["id", "cells", "what", "hours", "sure", "text", "topic", "by", "done", "name", "type", "size"]
)
JSON = st.recursive(
    st.none()
    | st.booleans()
    | st.integers()
    | st.floats()
    | st.text()
    | st.sampled_from(
        [
            "a",
            "b",
            "c",
            "mon",
            "yes",
            "2026-12-01",
            "upl_aaaaaaaaaaaaaaaaaaaa",
            "image/png",
            1,
            3.0,
            5,
            -0.0,
            10**400,
            "\x00",
            "\ud800",
            " \n",
        ]
    ),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=4) | PARTS, inner),
    max_leaves=6,
)


FILE = "upl_" + "a" * 20


def upload(letter, caption="", **changes):
    made = {"id": f"upl_{letter * 20}", "name": "x.png", "type": "image/png", "size": 9}
    return {**made, "width": 3, "height": 4, "caption": caption, **changes}


def definition(kind, **changes):
    return ExerciseDefinition.from_json(exercise(kind, **changes))


@pytest.mark.parametrize("kind", KINDS)
def test_a_definition_survives_the_way_to_json_and_back(kind):
    rubric = [{"id": "concrete", "label": "Concrete", "levels": ["vague", "named"]}]
    given = {"hint": "Look.", "due": "2026-09-18", "notes": "Look for names."}
    made = definition(kind, individual=True, rubric=rubric, **given)
    again = ExerciseDefinition.from_json(json.loads(json.dumps(made.to_json())))
    assert again == made
    assert again.rubric[0].levels == ("vague", "named")


def test_the_answer_stays_on_the_server():
    made = definition("number", options={"answer": 42.5, "tolerance": 0.5})
    assert made.options["answer"] == 42.5
    public = made.public_json()
    assert "42.5" not in json.dumps(public)
    assert {"answer", "tolerance"}.isdisjoint(public["options"])
    assert public["options"]["maximum"] == 100
    assert made.to_json()["options"]["answer"] == 42.5


def test_notes_to_mentors_stay_on_the_server():
    made = definition("text", notes="Look for *names*.")
    assert made.to_json()["notes"] == "Look for *names*."
    assert "notes" not in made.public_json()


@pytest.mark.parametrize(
    ("changes", "part"),
    [
        ({"id": "First week"}, "id"),
        ({"id": "a" * 65}, "id"),
        ({"kind": "essay"}, "kind"),
        ({"prompt": "  "}, "prompt"),
        ({"prompt": 3}, "prompt"),
        ({"topic": "Seeing!"}, "topic"),
        ({"individual": "yes"}, "individual"),
        ({"due": "tomorrow"}, "due"),
        ({"due": "2026-09-18T12:00:00"}, "due"),
        ({"reveal_at": "2026-09-18T12:00"}, "reveal_at"),
        ({"individual": True, "reveal_at": "2026-09-18"}, "reveal_at"),
        ({"individual": True, "reveal_at": "2026-09-18T12:00+02:00"}, "reveal_at"),
        ({"individual": True, "reveal_at": "noon"}, "reveal_at"),
        ({"extra": 1}, "extra"),
        ({"notes": "x" * 5_001}, "notes"),
        ({"rubric": [{"id": "a", "label": "A", "levels": ["one"]}]}, "rubric"),
        ({"rubric": [{"id": "a", "label": "A", "levels": ["x", "y"]}] * 2}, "rubric"),
        ({"options": {"min_words": -1}}, "min_words"),
        ({"options": {"colour": "red"}}, "colour"),
        ({"kind": "choice", "options": {}}, "choices"),
        ({"kind": "choice", "options": {"choices": []}}, "choices"),
        ({"kind": "choice", "options": {"choices": [{"id": "a", "label": "A"}] * 2}}, "each id"),
        ({"kind": "scale", "options": {"low": 5, "high": 5}}, "high must be above low"),
        ({"kind": "scale", "options": {"low": 1, "high": 10**9}}, "high must be above low"),
        ({"kind": "number", "options": {"minimum": 2, "maximum": 1}}, "minimum"),
        ({"kind": "number", "options": {"answer": math.nan}}, "answer"),
        ({"kind": "order", "options": {"items": [{"id": "a", "label": "A"}]}}, "items"),
        ({"kind": "order", "options": {"items": [{"id": "a", "label": "A"}] * 2}}, "each id"),
        ({"kind": "table", "options": {"columns": []}}, "columns"),
        ({"kind": "table", "options": {"columns": [{"id": "a", "label": "A"}] * 2}}, "each id"),
        (
            {
                "kind": "table",
                "options": {"columns": [{"id": "a", "label": "A", "kind": "choice"}]},
            },
            "choices",
        ),
        (
            {"kind": "table", "options": {"rows": [], "columns": [{"id": "a", "label": "A"}]}},
            "rows",
        ),
        ({"kind": "goal", "options": {"topics": ["Not an id"]}}, "topics"),
    ],
)
def test_what_is_not_valid_is_named(changes, part):
    data = exercise("text") | {"options": {}} | changes
    with pytest.raises(ExerciseInvalidError) as raised:
        ExerciseDefinition.from_json(data)
    assert part in raised.value.message
    assert raised.value.mend


@settings(max_examples=200)
@given(st.dictionaries(st.sampled_from(list(exercise())), JSON))
def test_whatever_a_kernel_says_is_a_definition_or_the_typed_error(changes):
    try:
        made = ExerciseDefinition.from_json(exercise() | changes)
    except ExerciseInvalidError:
        return
    assert ExerciseDefinition.from_json(json.loads(json.dumps(made.to_json()))) == made


@given(JSON)
def test_whatever_is_not_a_mapping_is_refused(data):
    if not isinstance(data, dict):
        with pytest.raises(ExerciseInvalidError):
            ExerciseDefinition.from_json(data)


DEFINITIONS = st.sampled_from(
    [
        definition("text"),
        definition("choice"),
        definition("choice", options={"many": True}),
        definition("scale"),
        definition("number"),
        definition("number", options={"minimum": None, "maximum": None}),
        definition("order"),
        definition("table"),
        definition("table", options={"rows": None}),
        definition("goal"),
        definition("upload"),
        definition("code"),
        definition("discuss"),
    ]
)


@settings(max_examples=400)
@given(DEFINITIONS, JSON)
def test_whatever_a_browser_sends_is_none_or_a_valid_value_for_good(  # noqa: C901 - one case a kind
    made, raw
):
    value = clean_value(made, raw)
    assert clean_value(made, copy.deepcopy(value)) == value
    if value is None:
        return
    json.dumps(value, allow_nan=False).encode()
    options = made.options
    match made.kind:
        case "text" | "code":
            assert value.strip()
            value.encode("utf-8")
            assert "\x00" not in value
        case "choice" if options["many"]:
            assert value == sorted(set(value))
            assert set(value) <= {"a", "b"}
            assert value
        case "choice":
            assert value in {"a", "b"}
        case "scale":
            assert type(value) is int
            assert options["low"] <= value <= options["high"]
        case "number":
            assert type(value) is float
            assert math.copysign(1, value) == 1 or value < 0
            assert options["maximum"] is None or value <= options["maximum"]
        case "order":
            assert sorted(value) == ["a", "b", "c"]
        case "table":
            assert len({each["id"] for each in value}) == len(value)
            assert all(each["cells"] for each in value)
        case "goal":
            assert value["text"].strip()
            assert set(value) == {"text", "topic", "by", "done"}
        case "upload":
            assert 0 < len(value) <= options["most"]
            assert len({each["id"] for each in value}) == len(value)
            assert not any(set(each["name"]) & set("/\\\x00") for each in value)
        case _:
            pytest.fail("the answer to a discussion is its thread")


@pytest.mark.parametrize(
    ("kind", "options", "raw", "value"),
    [
        ("text", {}, " On Monday. ", " On Monday. "),
        ("text", {}, " \n", None),
        ("choice", {}, "b", "b"),
        ("choice", {}, "z", None),
        ("choice", {}, ["a"], None),
        ("choice", {"many": True}, ["b", "a", "b", "z", 3], ["a", "b"]),
        ("choice", {"many": True}, [], None),
        ("scale", {}, 4.0, 4),
        ("scale", {}, 4.5, None),
        ("scale", {}, 6, None),
        ("scale", {}, True, None),
        ("number", {}, 7, 7.0),
        ("number", {}, 101, None),
        ("number", {}, "7", None),
        ("number", {}, math.inf, None),
        ("order", {}, ["c", "a", "b"], ["c", "a", "b"]),
        ("order", {}, ["b", "z", "b", 3], ["b", "a", "c"]),
        ("order", {}, ["z"], None),
        ("order", {}, "abc", None),
        (
            "table",
            {},
            [
                {"id": "tue", "cells": {"what": " ", "hours": 9.0, "sure": "perhaps"}},
                {"id": "wed", "cells": {"what": "no such row"}},
                {"id": "mon", "cells": {"what": "Calls", "hours": 10, "sure": "yes", "x": 1}},
            ],
            [
                {"id": "mon", "cells": {"what": "Calls", "sure": "yes"}},
                {"id": "tue", "cells": {"hours": 9.0}},
            ],
        ),
        ("table", {}, [{"id": "mon", "cells": {"what": ""}}, 3, {"id": "tue"}], None),
        ("table", {"rows": None}, [{"id": "Not one", "cells": {"what": "x"}}], None),
        (
            "table",
            {"rows": None},
            [{"id": "r2", "cells": {"what": "b"}}, {"id": "r1", "cells": {"what": "a"}}],
            [{"id": "r2", "cells": {"what": "b"}}, {"id": "r1", "cells": {"what": "a"}}],
        ),
        (
            "goal",
            {},
            {"text": "Be quick", "topic": " speed ", "by": "2026-12-01", "done": True, "x": 1},
            {"text": "Be quick", "topic": "speed", "by": "2026-12-01", "done": True},
        ),
        (
            "goal",
            {},
            {"text": "Be quick", "topic": " ", "by": "soon", "done": 1},
            {"text": "Be quick", "topic": None, "by": None, "done": False},
        ),
        ("goal", {}, {"text": " ", "topic": "speed"}, None),
        (
            "upload",
            {},
            [
                {"id": FILE, "name": "../a b.png", "type": "image/png", "size": 9.0, "width": 3},
                {"id": FILE, "name": "twice.png", "type": "image/png"},
                {"id": "upl_short", "name": "x.png", "type": "image/png"},
                {"id": FILE[:-1] + "b", "name": "page.html", "type": "text/html"},
            ],
            [
                {
                    "id": FILE,
                    "name": "a b.png",
                    "type": "image/png",
                    "size": 9,
                    "width": 3,
                    "height": None,
                    "caption": "",
                }
            ],
        ),
        ("upload", {"most": 1}, [upload("a"), upload("b", caption=" x ")], [upload("a")]),
        ("upload", {}, [{"id": FILE}], None),
        ("code", {}, "x = 2\n", "x = 2\n"),
        ("code", {}, " x = 1\n", None),
        ("code", {"starter": ""}, " \n", None),
        ("discuss", {}, "hello", None),
    ],
)
def test_values(kind, options, raw, value):
    cleaned = clean_value(definition(kind, options=options), raw)
    assert cleaned == value
    assert type(cleaned) is type(value)


def test_exercises_are_found_where_they_were_drawn():
    placed = exercises_of(executed_notebook(parameters={"team": "the night shift"}))
    assert [(each.definition.id, each.cell_id) for each in placed][:2] == [
        ("first-week", "exercise-first-week"),
        ("where", "exercise-where"),
    ]
    assert placed[0].definition.prompt == "What will the night shift do?"


def draws(data, cell_id):
    cell = code("…", cell_id)
    cell.outputs = [new_output("display_data", data={MIME: data})]
    return cell


def test_a_definition_saved_as_text_is_understood():
    node = notebook([draws(json.dumps(exercise()), "one")])
    assert exercises_of(node)[0].definition.id == "first-week"


def test_the_first_of_two_with_one_id_is_kept_and_the_second_told_with_its_cell():
    node = notebook([draws(exercise(prompt="A"), "a"), draws(exercise(prompt="B"), "b")])
    placed, problems = read_exercises(node)
    assert [each.definition.prompt for each in placed] == ["A"]
    assert isinstance(problems[0], DuplicateExerciseError)
    assert problems[0].place.cell == 2
    assert "cell 1" in problems[0].message
    with pytest.raises(DuplicateExerciseError):
        exercises_of(node)


def test_one_bad_definition_does_not_hide_the_others():
    node = notebook([draws({"id": "x"}, "a"), draws("nonsense", "b"), draws(exercise(), "c")])
    placed, problems = read_exercises(node)
    assert [each.cell_id for each in placed] == ["c"]
    assert [each.place.cell for each in problems] == [1, 2]
