"""A programme is a folder with a cohort file and workbooks named by their ids."""

from __future__ import annotations

import pytest

from cohortbook.cohort.errors import CohortFileError
from cohortbook.workbook.errors import ProgrammeError
from cohortbook.workbook.programme import read_programme
from factories import WORKBOOK, cohort_data, workbook, write_cohort, write_programme


def test_workbooks_come_in_the_order_of_their_names(tmp_path):
    books = {"02-b": workbook(), "10-c": workbook(), "01-a": workbook()}
    folder = write_programme(tmp_path / "p", workbooks=books)
    (folder / ".ipynb_checkpoints").mkdir()
    (folder / ".hidden.ipynb").write_text("{}")
    programme = read_programme(folder)
    assert programme.workbook_ids == ("01-a", "02-b", "10-c")
    assert programme.workbooks[0] == folder / "01-a.ipynb"
    assert set(programme.cohort.groups) == {"north", "south"}


def test_a_schedule_for_a_workbook_that_is_not_there(tmp_path):
    data = cohort_data()
    data["cohort"]["schedule"] = {"01-first-step": {}}
    folder = write_programme(tmp_path / "p", cohort=data)
    with pytest.raises(
        CohortFileError, match="01-first-step, which is not in the folder"
    ) as raised:
        read_programme(folder)
    assert WORKBOOK in raised.value.mend
    lines = (folder / "cohort.yaml").read_text().splitlines()
    assert "01-first-step" in lines[raised.value.place.line - 1]


def test_no_folder_a_file_and_an_empty_folder(tmp_path):
    with pytest.raises(ProgrammeError, match="No such folder"):
        read_programme(tmp_path / "none")
    file = write_cohort(tmp_path, cohort_data())
    with pytest.raises(ProgrammeError, match="a file"):
        read_programme(file)
    with pytest.raises(ProgrammeError, match="no workbook"):
        read_programme(tmp_path)
    (tmp_path / "empty").mkdir()
    with pytest.raises(CohortFileError, match="no such file"):
        read_programme(tmp_path / "empty")


def test_a_workbook_whose_name_is_no_id(tmp_path):
    folder = write_programme(tmp_path / "p", workbooks={"First Steps": workbook()})
    with pytest.raises(ProgrammeError, match="First Steps"):
        read_programme(folder)
