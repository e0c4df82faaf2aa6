"""A programme is checked with real kernels, once for each group."""

from __future__ import annotations

import asyncio
import json

import psutil
import pytest
from click.testing import CliRunner

from cohortbook.cli import main
from cohortbook.workbook.checker import check_programme
from cohortbook.workbook.kernel import ROOMS
from cohortbook.workbook.programme import read_programme
from cohortbook_kernels.warming import warm
from factories import (
    WORKBOOK,
    code,
    cohort_data,
    exercise,
    exercise_cell,
    interaction_cell,
    workbook,
    write_programme,
)


def check(folder, *cells, cohort=None, seconds=60.0, at=6):
    node = workbook()
    node.cells[at:at] = cells
    programme = write_programme(folder / "p", cohort=cohort, workbooks={WORKBOOK: node})
    before = {each: each.read_bytes() for each in programme.rglob("*") if each.is_file()}
    told = []
    findings = check_programme(
        read_programme(programme), seconds_per_cell=seconds, progress=told.append
    )
    assert {each: each.read_bytes() for each in programme.rglob("*") if each.is_file()} == before
    assert [each.done for each in told] == list(range(told[0].total + 1))
    return findings


def test_a_sound_programme_runs_for_every_group(tmp_path):
    folder = write_programme(tmp_path / "p", widget=True)
    told = []
    assert check_programme(read_programme(folder), progress=told.append) == []
    assert {each.what for each in told} == {
        "",
        f"{WORKBOOK} for north",
        f"{WORKBOOK} for south",
    }


def test_cells_that_print_into_widgets_run(tmp_path):
    assert check(tmp_path, interaction_cell()) == []


def test_a_cell_that_breaks_with_one_groups_parameters(tmp_path):
    breaks = code('assert "south" not in team, f"no place for {team}"', "breaks")
    findings = check(tmp_path, breaks)
    assert [(each.code, each.cell, each.groups) for each in findings] == [
        ("CB501", 7, ("south",)),
    ]
    assert "AssertionError: no place for the south team" in findings[0].message


def test_an_exception_while_a_result_is_shown_is_named(tmp_path):
    missing = code('from IPython.display import Image\nImage("nope.png")', "missing")
    findings = check(tmp_path, missing)
    assert [(each.code, each.cell) for each in findings] == [("CB501", 7)]
    assert "FileNotFoundError: No such file or directory: 'nope.png'" in findings[0].message


def test_groups_with_the_same_parameters_share_a_run_and_a_finding(tmp_path):
    data = cohort_data()
    for group in data["groups"].values():
        group["parameters"] = {}
    findings = check(tmp_path, code("1 / 0", "breaks"), cohort=data)
    assert [(each.code, each.cell, each.groups) for each in findings] == [("CB501", 7, ())]
    assert "ZeroDivisionError: division by zero" in findings[0].message


def test_cells_that_take_too_long_or_take_the_kernel_with_them(tmp_path):
    node = workbook()
    node.cells.insert(6, code("import time\ntime.sleep(600)", "slow"))
    slow = write_programme(tmp_path / "slow", workbooks={WORKBOOK: node})
    options = ["--cell-seconds", "2", "--format", "json"]
    ran = CliRunner().invoke(main, ["check", str(slow), *options])
    assert ran.exit_code == 2
    (found,) = json.loads(ran.stdout)["findings"]
    assert (found["code"], found["cell"]) == ("CB502", 7)
    assert "2 s" in found["message"]
    dead = check(tmp_path / "dead", code("import os\nos._exit(1)", "dead"))
    assert [(each.code, each.cell) for each in dead] == [("CB503", 7)]


def test_exercises_are_judged_as_they_were_drawn(tmp_path):
    again = exercise_cell(exercise("text", "where"))
    again.id = "again"
    odd = exercise_cell(exercise("text", "odd", topic="elsewhere"))
    findings = check(tmp_path, odd, again)
    assert [(each.code, each.cell, each.groups) for each in findings] == [
        ("CB304", 7, ()),
        ("CB302", 9, ()),
    ]


def test_the_kernel_is_a_rooms(tmp_path, monkeypatch):
    monkeypatch.setenv("MY_TOKEN", "secret")
    findings = check(
        tmp_path,
        code(
            "import os, pathlib\n"
            'assert os.environ["COHORTBOOK_ROOM"] == "1"\n'
            'assert "MY_TOKEN" not in os.environ\n'
            'assert pathlib.Path("figures/board.png").exists()',
            "room",
        ),
    )
    assert findings == []


def test_a_cell_that_breaks_with_a_setting_that_groups_may_choose(tmp_path):
    data = cohort_data()
    for owner in (data["programme"], *data["groups"].values()):
        owner["parameters"]["team"] = "the shy"
    dial = {"parameter": "team", "settings": ["the shy", "the bold"]}
    data["self_organising"] = {"allowed": ["direction"], "direction": dial}
    findings = check(tmp_path, code('assert team != "the bold"', "breaks"), cohort=data)
    assert [(each.code, each.cell) for each in findings] == [("CB501", 7)]
    assert findings[0].message.endswith(", with team set to the bold.")


def test_facilitators_cells_are_left_out_as_in_a_stamp(tmp_path):
    only = code("1 / 0", "only", tags=["facilitator"])
    assert check(tmp_path / "1", only) == []
    helper = code("secret = 1", "helper", tags=["facilitator"])
    findings = check(tmp_path / "2", helper, code("secret", "needs"))
    assert [(each.code, each.cell) for each in findings] == [("CB501", 8)]
    assert "NameError" in findings[0].message


@pytest.mark.parametrize("execute", [True, False])
def test_a_broken_parameters_cell_is_told_once_and_nothing_runs(tmp_path, execute):
    node = workbook()
    node.cells[1].source = "team = print"
    folder = write_programme(tmp_path / "p", workbooks={WORKBOOK: node})
    told = []
    findings = check_programme(read_programme(folder), execute=execute, progress=told.append)
    assert [each.code for each in findings] == ["CB222"]
    assert [(each.done, each.total) for each in told] == [(0, 0)]


def test_a_kernel_that_does_not_start(tmp_path, monkeypatch):
    spec = {"argv": ["false", "{connection_file}"], "display_name": "Broken", "language": "python"}
    folder = tmp_path / "jupyter" / "kernels" / "broken"
    folder.mkdir(parents=True)
    (folder / "kernel.json").write_text(json.dumps(spec))
    monkeypatch.setenv("JUPYTER_PATH", str(tmp_path / "jupyter"))
    node = workbook()
    node.metadata.kernelspec.name = "broken"
    programme = write_programme(tmp_path / "p", workbooks={WORKBOOK: node})
    findings = check_programme(read_programme(programme))
    assert [(each.code, each.cell) for each in findings] == [("CB504", None)]
    assert "broken" in findings[0].mend


def test_stopping_it_leaves_no_kernel_behind(tmp_path):
    node = workbook()
    source = 'import time\nif "south" in team:\n    time.sleep(600)'
    node.cells.append(code(source, "slow"))
    programme = write_programme(tmp_path / "p", workbooks={WORKBOOK: node})

    def stop(progress):
        if progress.done:
            raise KeyboardInterrupt

    # What kernels are forked from stays, whichever test comes first.
    asyncio.run(warm(ROOMS))
    before = {each.pid for each in psutil.Process().children(recursive=True)}
    with pytest.raises(KeyboardInterrupt):
        check_programme(read_programme(programme), progress=stop)
    left = [each for each in psutil.Process().children(recursive=True) if each.pid not in before]
    assert [each for each in left if each.status() != psutil.STATUS_ZOMBIE] == []
