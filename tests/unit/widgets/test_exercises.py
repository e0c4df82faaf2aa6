"""Exercises say what they are, once, and refuse what cannot be answered."""

from __future__ import annotations

import datetime as dt

import nbformat
import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from nbclient import NotebookClient

from cohortbook.workbook.exercise import ExerciseDefinition
from cohortbook_widgets import (
    MIME_TYPE,
    ExerciseError,
    choice,
    code,
    discuss,
    goal,
    number,
    order,
    scale,
    table,
    text,
    upload,
)
from cohortbook_widgets.plain import plain_html

VIEW = "application/vnd.jupyter.widget-view+json"
WIDGET_STATE = "widgets"
YES_NO = {"yes": "Yes, *often*", "no": "No"}
COLUMNS = [
    {"id": "what", "label": "What"},
    {"id": "hours", "label": "Time", "kind": "number", "unit": "h", "minimum": 0, "maximum": 9},
    {"id": "sure", "label": "Sure", "kind": "choice", "choices": YES_NO},
]
ENDS = {"low_label": "No idea", "high_label": "Certain"}

EACH_KIND = {
    "text": lambda **more: text("a", "Why?", placeholder="Because", min_words=3, **more),
    "choice": lambda **more: choice("a", "Which?", YES_NO, many=True, **more),
    "scale": lambda **more: scale("a", "How sure?", low=0, high=10, **ENDS, **more),
    "number": lambda **more: number("a", "How many?", unit="h", answer=np.int64(4), **more),
    "order": lambda **more: order("a", "What first?", {"x": "This", "y": "That"}, **more),
    "table": lambda **more: table("a", "Who?", columns=COLUMNS, rows={"mon": "Mon"}, **more),
    "goal": lambda **more: goal("a", "What do you want?", topics=("flow",), **more),
    "upload": lambda **more: upload("a", "Show it", accept=["pdf", "image"], most=2, **more),
    "code": lambda **more: code("a", "Compute it", starter="    x = 1\n    y = 2\n", **more),
    "discuss": lambda **more: discuss("a", "What now?", **more),
}


@pytest.mark.parametrize("kind", EACH_KIND)
def test_the_server_understands_every_kind(kind):
    rubric = {"who": ("Says who", ["no", "yes"])}
    made = EACH_KIND[kind](
        topic="flow", required=False, hint="Look.", due=dt.date(2026, 9, 18), rubric=rubric
    )
    read = ExerciseDefinition.from_json(made.definition)
    assert (read.id, read.kind, read.topic, read.required) == ("a", kind, "flow", False)
    assert (read.hint, read.due) == ("Look.", "2026-09-18")
    assert [(line.id, line.label, line.levels) for line in read.rubric] == [
        ("who", "Says who", ("no", "yes"))
    ]
    assert dict(read.options) == made.definition["options"]


@pytest.mark.parametrize("kind", EACH_KIND)
def test_the_server_understands_every_kind_with_nothing_but_the_needed(kind):
    read = ExerciseDefinition.from_json(EACH_KIND[kind]().definition)
    assert (read.topic, read.hint, read.due, read.rubric) == (None, None, None, ())
    assert read.required
    assert not read.individual


@pytest.mark.parametrize("kind", EACH_KIND)
def test_every_kind_can_be_drawn_without_a_script(kind):
    made = EACH_KIND[kind](hint="<b>")
    drawn = plain_html(made.definition | {"prompt": "What <b>now</b>?"})
    assert kind in drawn
    assert "&lt;b&gt;now" in drawn


def test_what_can_be_chosen_or_filled_in_is_drawn_without_a_script_too():
    assert "<ol><li><p>This</p></li>" in plain_html(EACH_KIND["order"]().definition).replace(
        "\n", ""
    )
    free = plain_html(table("a", "Who?", columns=COLUMNS).definition)
    assert "<th>What</th><th>Time</th><th>Sure</th>" in free
    assert "Mon" in plain_html(EACH_KIND["table"]().definition)


def test_code_begins_at_the_margin():
    assert EACH_KIND["code"]().definition["options"]["starter"] == "x = 1\ny = 2"


BAD = [
    (lambda: order("a", "What?", {"x": "Only"}), "2 to 50"),
    (lambda: order("a", "What?", ["x", "y"]), "an id and a label"),
    (lambda: order("a", "What?", {"x": "X", "Y": "Y"}), '"y"'),
    (lambda: table("a", "Who?", columns=[]), "each column an id"),
    (lambda: table("a", "Who?", columns={"what": "What"}), "each column an id"),
    (lambda: table("a", "Who?", columns=["what"]), "each column an id"),
    (lambda: table("a", "Who?", columns=COLUMNS * 2), "the same id"),
    (lambda: table("a", "Who?", columns=COLUMNS, rows={}), "let members add"),
    (lambda: table("a", "Who?", columns=[{**COLUMNS[0], "kind": "date"}]), '"number"'),
    (lambda: table("a", "Who?", columns=[{**COLUMNS[0], "unit": "h"}]), "Leave it out"),
    (lambda: table("a", "Who?", columns=[{**COLUMNS[1], "minimum": 9}]), "minimum below"),
    (lambda: table("a", "Who?", columns=[{**COLUMNS[2], "choices": {}}]), "at least two"),
    (lambda: goal("a", "What?", topics="flow"), "from the front matter"),
    (lambda: goal("a", "What?", topics=[]), "from the front matter"),
    (lambda: goal("a", "What?", topics=["Flow"]), '"flow"'),
    (lambda: code("a", "Compute it", seconds=121), "from 1 to 120"),
    (lambda: code("a", "Compute it", memory_mb=64), "from 128 to 4096"),
    (lambda: code("a", "Compute it", starter=3), "as text"),
    (lambda: upload("a", "Show it", accept="image"), "one or more"),
    (lambda: upload("a", "Show it", accept=["gif"]), "one or more"),
    (lambda: upload("a", "Show it", most=0), "from 1 to 20"),
    (lambda: upload("a", "Show it", largest_mb=26), "from 1 to 25"),
    (lambda: text("First week", "Why?"), "first-week"),
    (lambda: text("", "Why?"), "first-week"),
    (lambda: text("a" * 65, "Why?"), "at most 64"),
    (lambda: text("a", "  "), "Write the prompt"),
    (lambda: text("a", "Why?", topic="Making Work"), "making-work"),
    (lambda: text("a", "Why?", min_words=0), "above 0"),
    (lambda: text("a", "Why?", due="18.9.2026"), "2026-09-18"),
    (lambda: text("a", "Why?", reveal_at="2026-09-18T12:00"), "individual=True"),
    (lambda: text("a", "Why?", individual=True, reveal_at="2026-09-18"), "T14:00"),
    (lambda: text("a", "Why?", individual=True, reveal_at="2026-09-18T12:00+02:00"), "T14:00"),
    (lambda: text("a", "Why?", individual=True, reveal_at=12), "T14:00"),
    (lambda: text("a", "Why?", rubric={"who": ("Says who", ["yes"])}), "at least two levels"),
    (lambda: text("a", "Why?", rubric={"who": ("Who", ["no", "no"])}), "names a level twice"),
    (lambda: choice("a", "Which?", {"one": "Only"}), "at least two"),
    (lambda: choice("a", "Which?", ["Yes", "No"]), "an id and a label"),
    (lambda: choice("a", "Which?", {"yes": "Yes", "no": ""}), "label of 'no'"),
    (lambda: scale("a", "How?", low=5, high=5, **ENDS), "below"),
    (lambda: scale("a", "How?", low=0, high=100, **ENDS), "number()"),
    (lambda: scale("a", "How?", low=0.5, high=5, **ENDS), "whole numbers"),
    (lambda: number("a", "How many?", minimum=5, maximum=1), "minimum below"),
    (lambda: number("a", "How many?", maximum=3, answer=4), "outside"),
    (lambda: number("a", "How many?", tolerance=1), "with an answer"),
    (lambda: number("a", "How many?", minimum=float("nan")), "as a number"),
    (lambda: discuss("a", "What?", individual=True), "Leave individual out"),
]


@pytest.mark.parametrize(("make", "advice"), BAD)
def test_what_cannot_be_used_is_refused_with_advice(make, advice):
    with pytest.raises(ExerciseError) as caught:
        make()
    assert advice in str(caught.value)


def test_a_mistyped_parameter_names_those_there_are():
    with pytest.raises(TypeError, match=r"no parameter 'indivdual'.*individual"):
        text("a", "Why?", indivdual=True)


@given(st.text(max_size=80))
def test_an_advised_id_is_itself_accepted(name):
    try:
        made = text(name, "Why?")
    except ExerciseError as error:
        advised = error.mend.split('"')[1]
        assert text(advised, "Why?").definition["id"] == advised
    else:
        assert made.definition["id"] == name


CELLS = [
    "from cohortbook_widgets import choice, text",
    "one = text('last', 'Why?')\none",
    "text('not-last', 'Why?')\nx = 1",
    "for name in ('first', 'second'):\n    choice(name, 'Which?', {'yes': 'Yes', 'no': 'No'})",
    "text('as-value', 'Why?')",
    "one",
    "x",
]


def run_cells(monkeypatch, *, room):
    monkeypatch.delenv("COHORTBOOK_ROOM", raising=False)
    if room:
        monkeypatch.setenv("COHORTBOOK_ROOM", "1")
    notebook = nbformat.v4.new_notebook(cells=[nbformat.v4.new_code_cell(c) for c in CELLS])
    NotebookClient(notebook, kernel_name="python3", timeout=60).execute()
    return notebook


def drawn(cell) -> list[str]:
    return [output.data[MIME_TYPE]["id"] for output in cell.outputs if MIME_TYPE in output.data]


@pytest.mark.parametrize("room", [True, False])
def test_in_a_kernel_each_exercise_is_drawn_once(monkeypatch, room):
    cells = run_cells(monkeypatch, room=room).cells
    assert [drawn(cell) for cell in cells[:6]] == [
        [],
        ["last"],
        ["not-last"],
        ["first", "second"],
        ["as-value"],
        ["last"],
    ]
    assert [len(cell.outputs) for cell in cells] == [0, 1, 1, 2, 1, 1, 1]


def test_a_room_gets_the_definition_and_no_widget(monkeypatch):
    notebook = run_cells(monkeypatch, room=True)
    bundles = [output.data for cell in notebook.cells[1:6] for output in cell.outputs]
    assert {frozenset(bundle) for bundle in bundles} == {frozenset({"text/plain", MIME_TYPE})}
    assert WIDGET_STATE not in notebook.metadata


def test_an_editor_gets_a_preview_that_draws_itself_without_a_script(monkeypatch):
    notebook = run_cells(monkeypatch, room=False)
    data = notebook.cells[3].outputs[0].data
    assert set(data) == {"text/plain", MIME_TYPE, VIEW}
    state = notebook.metadata[WIDGET_STATE]["application/vnd.jupyter.widget-state+json"]["state"]
    model = state[data[VIEW]["model_id"]]["state"]
    assert model["definition"]["id"] == "first"
    assert "Which?" in model["plain"]
    assert "Yes" in model["plain"]
