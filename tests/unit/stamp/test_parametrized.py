"""The parameters of a group go into a copy, and nowhere else."""

from __future__ import annotations

from copy import deepcopy

import pytest
from hypothesis import given
from hypothesis import strategies as st
from nbformat.v4 import new_code_cell, new_notebook

from cohortbook.stamp.parametrized import parametrized


@pytest.fixture(scope="module")
def workbook():
    cells = [
        new_code_cell("people = 5", metadata={"tags": ["parameters"]}),
        new_code_cell("people", metadata={"tags": []}),
    ]
    return new_notebook(cells=cells)


@given(people=st.integers() | st.text() | st.lists(st.booleans()))
def test_what_is_put_in_is_what_the_cells_get(workbook, people):
    before = deepcopy(workbook)
    cells = parametrized(workbook, {"people": people}).cells
    assert [each.source for each in (cells[0], cells[2])] == ["people = 5", "people"]
    names = {}
    exec(cells[1].source, names)
    assert names["people"] == people
    assert workbook == before


def test_without_parameters_no_cell_is_put_in_and_still_nothing_is_shared(workbook):
    before = deepcopy(workbook)
    copy = parametrized(workbook, {})
    assert copy.cells == workbook.cells
    copy.cells[0].metadata["tags"].append("changed")
    copy.metadata["papermill"]["parameters"]["a"] = 1
    assert workbook == before
