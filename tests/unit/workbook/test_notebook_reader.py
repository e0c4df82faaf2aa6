"""A notebook is read, or the one thing that is wrong with it is told."""

from __future__ import annotations

import json

import nbformat
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from cohortbook.workbook.errors import (
    DuplicateCellIdError,
    NotANotebookError,
    NotebookTooOldError,
)
from cohortbook.workbook.reader import read_notebook
from factories import workbook, write_notebook


def as_json():
    return json.loads(nbformat.writes(workbook()))


def write(folder, data):
    path = folder / "01-a.ipynb"
    path.write_text(data if isinstance(data, str) else json.dumps(data), encoding="utf-8")
    return path


def refused(path, error=NotANotebookError):
    with pytest.raises(error) as raised:
        read_notebook(path)
    assert raised.value.place.file == path
    assert raised.value.mend
    return raised.value


def test_a_sound_notebook_is_read_as_it_is(tmp_path):
    assert read_notebook(write_notebook(tmp_path / "01-a.ipynb", workbook())) == workbook()


def test_cells_without_ids_get_the_same_ones_each_time_and_the_file_is_left_alone(tmp_path):
    data = as_json()
    data["nbformat_minor"] = 2
    for cell in data["cells"]:
        del cell["id"]
    path = write(tmp_path, data)
    before = path.read_bytes()
    first, second = read_notebook(path), read_notebook(path)
    assert [each.id for each in first.cells] == [each.id for each in second.cells]
    assert len({each.id for each in first.cells}) == len(data["cells"])
    assert first.nbformat_minor == 5
    assert path.read_bytes() == before


def test_json_that_ends_too_early_is_told_with_its_line(tmp_path):
    error = refused(write(tmp_path, '{\n "cells": [\n'))
    assert error.place.line == 3


@pytest.mark.parametrize(
    "text", ["", "[]", "3", '"x"', '{"a": 1}', '{"nbformat": 4}', "print('hello')", "[" * 100_000]
)
def test_what_is_not_a_notebook(tmp_path, text):
    refused(write(tmp_path, text))


def test_bytes_that_are_not_text(tmp_path):
    path = tmp_path / "01-a.ipynb"
    path.write_bytes(b"\x89PNG\r\n\x1a\n\xff")
    assert "UTF-8" in refused(path).message


def test_half_a_character(tmp_path):
    data = as_json()
    data["cells"][3]["source"] = "## Half \ud83d"
    assert "half a character" in refused(write(tmp_path, data)).message
    data["cells"][3]["source"] = "## Whole \U0001f600"
    assert read_notebook(write(tmp_path, data)).cells[3].source.endswith("\U0001f600")


def test_a_folder_and_nothing(tmp_path):
    refused(tmp_path)
    refused(tmp_path / "none.ipynb")


def test_format_3_is_told_how_to_convert(tmp_path):
    path = write(tmp_path, {"nbformat": 3, "metadata": {}, "worksheets": []})
    assert "nbconvert" in refused(path, NotebookTooOldError).mend


def test_a_format_to_come(tmp_path):
    refused(write(tmp_path, as_json() | {"nbformat": 5}))


def test_a_cell_that_is_not_valid_is_named(tmp_path):
    data = as_json()
    data["cells"][2]["outputs"] = "none"
    assert refused(write(tmp_path, data)).place.cell == 3


def test_two_cells_with_one_id(tmp_path):
    data = as_json()
    data["cells"][4]["id"] = data["cells"][1]["id"]
    error = refused(write(tmp_path, data), DuplicateCellIdError)
    assert error.place.cell == 5
    assert "cell 2" in error.message


VALUES = (
    st.none() | st.booleans() | st.integers(-1, 9) | st.text(max_size=3) | st.just([]) | st.just({})
)


@settings(max_examples=80, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.data())
def test_any_damage_gives_a_notebook_or_the_typed_error(tmp_path, data):
    damaged = as_json()
    part = damaged
    for _ in range(data.draw(st.integers(0, 5))):
        keys = list(part) if isinstance(part, dict) else range(len(part))
        inner = [each for each in keys if isinstance(part[each], dict | list) and part[each]]
        if not inner:
            break
        part = part[data.draw(st.sampled_from(inner))]
    keys = list(part) if isinstance(part, dict) else list(range(len(part)))
    key = data.draw(st.sampled_from(keys))
    part[key] = data.draw(VALUES)
    path = write(tmp_path, damaged)
    try:
        node = read_notebook(path)
    except NotANotebookError:
        return
    nbformat.validate(node, relax_add_props=True)
