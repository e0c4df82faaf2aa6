"""Stamping with papermill and real kernels, and what is left when it is killed."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from datetime import UTC, datetime
from pathlib import Path

import nbformat
import pytest
from sqlalchemy import insert

from cohortbook.stamp.manifest import read_manifest
from cohortbook.stamp.options import StampOptions
from cohortbook.stamp.stamper import Stamper
from cohortbook.store.database import Database
from cohortbook.store.schema import answers
from cohortbook.workbook.programme import read_programme
from factories import (
    WORKBOOK,
    code,
    cohort_data,
    exercise,
    exercise_cell,
    interaction_cell,
    markdown,
    notebook,
    parameters_cell,
    workbook,
    write_cohort,
    write_notebook,
    write_programme,
)
from factories import front_matter_cell as front_matter

WIDGET_MIME = "application/vnd.jupyter.widget-view+json"


@pytest.fixture
def programme(tmp_path):
    return write_programme(tmp_path / "programme", widget=True)


@pytest.fixture
def command(tmp_path, programme):
    """Run the stamp command as a person would."""

    def run(*options: str) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            arguments(tmp_path, programme, *options), capture_output=True, text=True, check=False
        )

    return run


def arguments(folder: Path, programme: Path, *options: str) -> list[str]:
    return [
        *(sys.executable, "-m", "cohortbook.cli", "stamp", str(programme)),
        *("--outputs", str(folder / "out"), "--data", str(folder / "data"), *options),
    ]


def _answer(folder: Path, group: str, exercise_id: str) -> None:
    database = Database.in_folder(folder / "data")
    database.migrate()
    with database.begin() as connection:
        connection.execute(
            insert(answers).values(
                group_id=group,
                workbook_id=WORKBOOK,
                exercise_id=exercise_id,
                kind="text",
                value="Ours.",
                updated_at=datetime.now(UTC),
                revision=1,
            )
        )
    database.close()


def test_what_is_printed_into_widgets_is_stamped_and_no_state_beside_it(tmp_path, command):
    node = workbook(widget=True)
    node.cells.insert(6, interaction_cell())
    write_programme(tmp_path / "programme", workbooks={WORKBOOK: node})
    assert command().returncode == 0
    stamp = nbformat.read(tmp_path / "out/autumn/north" / f"{WORKBOOK}.ipynb", as_version=4)
    interaction = next(each for each in stamp.cells if each.id == "interaction")
    assert WIDGET_MIME in interaction.outputs[0].data
    assert "widgets" not in stamp.metadata


def test_from_the_first_stamp_to_an_answer_that_is_guarded(tmp_path, programme, command):
    first = command()
    assert (first.returncode, first.stderr) == (0, "")
    assert "2 stamps made" in first.stdout
    manifest = read_manifest(tmp_path / "out" / "autumn")
    placed = manifest.stamp("south", WORKBOOK).exercises
    assert placed[0].definition.prompt == "What will the south team do?"
    assert len(placed) == 5
    copy = nbformat.read(tmp_path / "out" / "autumn" / "south" / f"{WORKBOOK}.ipynb", 4)
    outputs = {each.id: each.outputs for each in copy.cells if each.cell_type == "code"}
    assert outputs["greeting"][0].text == "This copy belongs to the south team.\n"
    assert WIDGET_MIME in outputs["slider"][0].data
    assert str(tmp_path) not in json.dumps(copy)

    second = command()
    assert (second.returncode, second.stderr) == (0, "")
    assert "Nothing to do: 2 stamps" in second.stdout

    _answer(tmp_path, "north", "where")
    node = workbook()
    node.cells = [each for each in node.cells if each.id != "exercise-where"]
    node.cells.append(exercise_cell(exercise("text", "new-one")))
    write_notebook(programme / f"{WORKBOOK}.ipynb", node)
    third = command()
    assert third.returncode == 2
    assert "1 stamp made" in third.stdout
    assert f"{WORKBOOK} (south)" in third.stdout
    assert "added    new-one" in third.stdout
    assert "removed  where" in third.stdout
    assert "no longer in the workbook: where. (group north)" in third.stderr
    assert "Traceback" not in third.stderr

    fourth = command("--archive-answered")
    assert fourth.returncode == 0
    assert "removed  where · archived, its answers are kept" in fourth.stdout
    north = read_manifest(tmp_path / "out" / "autumn").stamp("north", WORKBOOK)
    assert [each.id for each in north.archived] == ["where"]


def test_cells_run_as_in_a_room_with_relative_paths_from_the_programme(tmp_path, programme):
    look = (
        "import os, resource\n"
        "print(os.environ.get('COHORTBOOK_ROOM'), os.path.exists('01-first-steps.ipynb'), os.path.exists('cohort.yaml'),"
        " resource.getrlimit(resource.RLIMIT_NOFILE))"
    )
    data = cohort_data()
    data["cohort"]["kernels"] = {"open_files": 333}
    write_cohort(programme, data)
    node = notebook([front_matter(), parameters_cell(), code(look, "look")])
    write_notebook(programme / f"{WORKBOOK}.ipynb", node)
    report = Stamper(read_programme(programme), tmp_path / "out").stamp(StampOptions(jobs=2))
    assert not report.failed
    copy = nbformat.read(tmp_path / "out" / "autumn" / "north" / f"{WORKBOOK}.ipynb", 4)
    assert copy.cells[-1].outputs[0].text == "1 True False (333, 333)\n"


FAILURES = {
    "raises": ("{}['x']", "The cell raised KeyError: 'x'."),
    "takes for ever": ("import time\ntime.sleep(600)", "The cell ran for more than 2 s."),
    "ends its kernel": ("import os\nos._exit(1)", "The kernel died while the cell ran."),
}


def test_a_workbook_that_cannot_be_run_is_named_with_its_cell(tmp_path, programme, command):
    for number, (source, _) in enumerate(FAILURES.values(), start=2):
        cells = [
            front_matter(),
            markdown("For me.", "mine"),
            parameters_cell(),
            code(f"if 'north' in team:\n    {source.splitlines()[0]}", "a"),
            code(f"if 'north' in team:\n    {source.splitlines()[-1]}", "b"),
        ]
        cells[1].metadata.tags = ["facilitator"]
        write_notebook(programme / f"0{number}-x.ipynb", notebook(cells))
    ran = command("--cell-seconds", "2")
    assert ran.returncode == 2
    for number, (source, what) in enumerate(FAILURES.values(), start=2):
        cell = 5 if "\n" in source else 4
        place = programme / f"0{number}-x.ipynb"
        assert f"{place}, cell {cell}: {what} (group north)" in ran.stderr
    assert "3 stamps not made" in ran.stderr
    assert "5 stamps made" in ran.stdout
    assert "Traceback" not in ran.stderr
    assert "Task" not in ran.stderr
    manifest = read_manifest(tmp_path / "out" / "autumn")
    assert manifest.stamp("north", "02-x") is None
    assert manifest.stamp("south", "02-x").executed


def _wait_until(is_so, process):
    for _ in range(1200):
        if is_so():
            return
        assert process.poll() is None, "it ended by itself"
        time.sleep(0.05)
    pytest.fail("waited for a minute")


def _all_whole(cohort: Path) -> None:
    for each in cohort.rglob("*.ipynb"):
        nbformat.validate(nbformat.read(each, 4))
    if (cohort / "manifest.json").exists():
        read_manifest(cohort)


@pytest.fixture
def slow(tmp_path, programme):
    """Start stamping something that gets stuck in its last stamps."""
    stuck = "import pathlib\npathlib.Path('reached').touch()\nimport time\ntime.sleep(600)"
    cells = [front_matter(), parameters_cell(), code(stuck, "stuck")]
    write_notebook(programme / "02-stuck.ipynb", notebook(cells))
    # Else nobody outside could see how far it has come.
    data = cohort_data()
    data["cohort"]["kernels"] = {"confine": "off"}
    write_cohort(programme, data)
    with subprocess.Popen(
        arguments(tmp_path, programme, "--jobs", "1", "--cell-seconds", "500"),
        stderr=subprocess.PIPE,
        text=True,
    ) as process:
        _wait_until((programme / "reached").exists, process)
        yield process
        process.kill()


def test_an_interrupt_ends_at_once_with_everything_whole(tmp_path, slow):
    os.kill(slow.pid, signal.SIGINT)
    _, said = slow.communicate(timeout=60)
    assert slow.returncode == 130
    assert "Interrupted" in said
    assert "Traceback" not in said
    cohort = tmp_path / "out" / "autumn"
    _all_whole(cohort)
    made = [(each.group, each.workbook) for each in read_manifest(cohort).stamps]
    assert made == [("north", WORKBOOK), ("south", WORKBOOK)]


def test_a_kill_leaves_everything_whole_and_the_next_run_goes_on(tmp_path, programme, slow):
    os.kill(slow.pid, signal.SIGKILL)
    slow.communicate(timeout=60)
    cohort = tmp_path / "out" / "autumn"
    _all_whole(cohort)
    (programme / "02-stuck.ipynb").unlink()
    report = Stamper(read_programme(programme), tmp_path / "out").stamp(StampOptions(jobs=2))
    assert not report.failed
    assert len(read_manifest(cohort).stamps) == 2


@pytest.mark.parametrize("after", [3, 12, 30])
def test_a_kill_among_many_writes_leaves_everything_whole(tmp_path, after):
    groups = tuple(f"group-{number}" for number in range(60))
    programme = write_programme(tmp_path / "programme", groups=groups)
    cohort = tmp_path / "out" / "autumn"
    with subprocess.Popen(
        arguments(tmp_path, programme, "--prepare-only", "--jobs", "4"), stdout=subprocess.DEVNULL
    ) as process:
        while process.poll() is None and len(list(cohort.glob("*/*.ipynb"))) < after:
            time.sleep(0.001)
        process.kill()
    _all_whole(cohort)
    report = Stamper(read_programme(programme), tmp_path / "out").stamp(
        StampOptions(prepare_only=True, jobs=4)
    )
    assert len(report.made) + report.unchanged == 60
    assert len(read_manifest(cohort).stamps) == 60
    assert not list(cohort.rglob("*.draft"))
