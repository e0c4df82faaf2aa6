"""Stamping: each group its copy, only when due, and never an answer lost."""

from __future__ import annotations

import errno
import os

import pytest

import cohortbook.stamp.copies
from cohortbook.stamp.errors import (
    AnswersAtRiskError,
    CellFailedError,
    ExercisesInvalidError,
    ImageUnusableError,
    StampDiskFullError,
)
from cohortbook.stamp.execution import CellTrouble, Execution
from cohortbook.stamp.manifest import read_manifest
from cohortbook.stamp.report import Leftover
from factories import WORKBOOK, code, exercise, exercise_cell, markdown, write_cohort
from factories import cohort_data as sound_cohort

EXERCISES = ["first-week", "where", "how-sure", "how-many", "what-else"]


def _ids(manifest, group="north"):
    return [each.definition.id for each in manifest.stamp(group, WORKBOOK).exercises]


def test_each_group_gets_its_copy(world, runs):
    report = world.stamp()
    assert [(each.group, each.workbook, each.first) for each in report.made] == [
        ("north", WORKBOOK, True),
        ("south", WORKBOOK, True),
    ]
    assert {"people": 4, "team": "the north team"} in runs
    manifest = read_manifest(world.cohort)
    assert manifest.programme == "From inbox to board"
    assert manifest.workbook(WORKBOOK).topics["adoption"] == "Making it stick"
    assert _ids(manifest) == EXERCISES
    stamp = manifest.stamp("north", WORKBOOK)
    assert stamp.executed
    assert stamp.exercises[0].definition.prompt == "What will the north team do?"
    assert stamp.exercises[0].cell_id == "exercise-first-week"
    assert world.read().metadata.cohortbook.group == "north"


def test_a_second_run_does_nothing(world, runs):
    world.stamp()
    before = world.files()
    report = world.stamp()
    assert report.nothing_done
    assert report.unchanged == 2
    assert len(runs) == 2
    assert world.files() == before


def test_parameters_that_the_workbook_does_not_declare_stay_outside(world, runs):
    data = sound_cohort()
    data["groups"]["north"]["parameters"]["secret"] = 1
    write_cohort(world.programme, data)
    world.stamp()
    assert all(each.keys() == {"team", "people"} for each in runs)


def test_a_group_whose_parameters_change_is_stamped_again_alone(world, runs):
    world.stamp()
    data = sound_cohort()
    data["groups"]["south"]["parameters"]["team"] = "the early shift"
    write_cohort(world.programme, data)
    report = world.stamp()
    assert [each.group for each in report.made] == ["south"]
    assert report.made[0].differences.changed[0].fields == ("prompt",)
    assert report.unchanged == 1


def dialled(world, **direction):
    data = sound_cohort(("north", "south"))
    dial = {"parameter": "team", "settings": ["the shy", "the bold"]} | direction
    data["self_organising"] = {"allowed": ["direction"], "direction": dial}
    for owner in (data["programme"], *data["groups"].values()):
        owner.setdefault("parameters", {})["team"] = "the shy"
    write_cohort(world.programme, data)


def test_what_a_group_chose_wins_and_only_its_copies_are_made_anew(world, runs):
    dialled(world)
    world.stamp()
    world.settings = {"north": "the bold"}
    runs.clear()
    assert [each.group for each in world.stamp().made] == ["north"]
    assert [each["team"] for each in runs] == ["the bold"]
    assert world.stamp().nothing_done
    world.settings = {"north": "nothing that the dial has"}
    assert [each.group for each in world.stamp().made] == ["north"]
    assert runs[-1]["team"] == "the shy"


def test_only_the_copies_of_some_groups_are_touched(world, runs):
    dialled(world)
    world.stamp()
    world.settings = {"north": "the bold", "south": "the bold"}
    before = world.files()
    data = sound_cohort(("south",))
    write_cohort(world.programme, data)
    report = world.stamp(groups=frozenset({"south"}))
    assert {each.group for each in report.made} == {"south"}
    assert report.leftovers == ()
    north = [name for name in before if name.startswith("north/")]
    assert {name: world.files()[name] for name in north} == {name: before[name] for name in north}
    assert _ids(read_manifest(world.cohort), "north") == EXERCISES


def test_a_stamp_that_was_damaged_or_lost_is_made_again(world, runs):
    world.stamp()
    before = world.files()
    (world.cohort / "north" / f"{WORKBOOK}.ipynb").write_text("{")
    (world.cohort / "south" / f"{WORKBOOK}.ipynb").unlink()
    for figure in (world.cohort / "_files").iterdir():
        figure.unlink()
    assert len(world.stamp().made) == 2
    assert world.files() == before


def test_a_changed_figure_is_a_new_file_and_the_link_follows(world, runs):
    world.stamp()
    (world.programme / "figures" / "board.png").write_bytes(b"another picture")
    assert len(world.stamp().made) == 2
    link = next(each.source for each in world.read().cells if each.id == "board")
    target = link.split("(")[1].rstrip(")")
    kept = (world.cohort / "north" / target).resolve()
    assert kept.read_bytes() == b"another picture"
    assert kept.parent == world.cohort / "_files"


def test_an_edit_is_reported(world, runs):
    world.stamp()

    def edit(node):
        node.cells[:] = [each for each in node.cells if each.id != "exercise-where"]
        node.cells.append(exercise_cell(exercise("text", "new-one")))

    world.edit(edit)
    difference = world.stamp().made[0].differences
    assert difference.added == ("new-one",)
    assert [each.id for each in difference.removed] == ["where"]


def test_an_answered_exercise_is_not_dropped(world, runs):
    world.stamp()
    before = world.files()
    world.answers["north", WORKBOOK] = {"where", "first-week"}
    world.drop("where")
    report = world.stamp()
    (error,) = report.failed
    assert isinstance(error, AnswersAtRiskError)
    assert error.exercises == ("where",)
    assert error.group == "north"
    assert "--archive-answered" in error.mend
    assert [each.group for each in report.made] == ["south"]
    after = world.files()
    name = f"north/{WORKBOOK}.ipynb"
    assert after[name] == before[name]
    assert _ids(read_manifest(world.cohort)) == EXERCISES
    assert len(world.stamp().failed) == 1


def test_archiving_keeps_the_definition_for_good(world, runs):
    world.stamp()
    world.answers["north", WORKBOOK] = {"where"}
    definition = read_manifest(world.cohort).stamp("north", WORKBOOK).exercise("where")
    world.drop("where")
    made = {each.group: each for each in world.stamp(archive_answered=True).made}
    assert made["north"].archived == ("where",)
    assert made["south"].archived == ()
    world.drop("first-week")
    report = world.stamp()
    assert not report.failed
    assert report.made[0].archived == ()
    manifest = read_manifest(world.cohort)
    assert manifest.stamp("north", WORKBOOK).archived == (definition,)
    assert manifest.stamp("south", WORKBOOK).archived == ()


def test_an_archived_exercise_that_comes_back_is_no_longer_archived(world, runs):
    world.stamp()
    source = world.workbook.read_bytes()
    world.answers["north", WORKBOOK] = {"where"}
    world.drop("where")
    world.stamp(archive_answered=True)
    world.workbook.write_bytes(source)
    world.stamp()
    stamp = read_manifest(world.cohort).stamp("north", WORKBOOK)
    assert stamp.archived == ()
    assert stamp.exercise("where") is not None


def test_answers_are_guarded_also_when_the_outputs_were_deleted(world, runs):
    world.answers["north", WORKBOOK] = {"long-gone"}
    assert [each.exercises for each in world.stamp().failed] == [("long-gone",)]
    assert not world.stamp(archive_answered=True).failed
    assert not world.stamp().failed
    assert read_manifest(world.cohort).stamp("north", WORKBOOK).exercise("long-gone")


def test_prepared_only_keeps_what_is_known_of_exercises(world, runs):
    world.stamp()
    world.answers["north", WORKBOOK] = {"where"}
    world.drop("where")
    assert len(world.stamp(prepare_only=True).made) == 2
    assert len(runs) == 2
    manifest = read_manifest(world.cohort)
    assert not manifest.stamp("north", WORKBOOK).executed
    assert "where" in _ids(manifest)
    assert [each.exercises for each in world.stamp().failed] == [("where",)]


def test_prepared_only_has_parameters_and_no_outputs(world):
    world.stamp(prepare_only=True)
    notebook = world.read("south")
    injected = next(each for each in notebook.cells if each.id == "injected-parameters")
    assert injected.metadata.tags == ["injected-parameters"]
    assert "the south team" in injected.source
    assert not any(each.outputs for each in notebook.cells if each.cell_type == "code")
    assert world.stamp(prepare_only=True).nothing_done


def test_executing_comes_after_preparing_but_not_the_other_way(world, runs):
    world.stamp(prepare_only=True)
    assert len(world.stamp().made) == 2
    assert world.stamp(prepare_only=True).nothing_done
    assert read_manifest(world.cohort).stamp("north", WORKBOOK).executed


def test_cells_for_facilitators_stay_with_them(world, runs):
    world.edit(
        lambda node: node.cells.insert(
            2, code("print('the solution')", "solution", tags=["facilitator"])
        )
    )
    world.stamp()
    assert "the solution" not in str(world.files())


def test_nothing_of_the_authors_machine_is_in_a_stamp(world, runs, tmp_path):
    world.stamp()
    world.stamp(prepare_only=True)
    assert str(tmp_path) not in str(world.files())


def test_the_same_id_twice_names_the_cell_of_the_file(world, runs):
    world.edit(
        lambda node: node.cells.insert(
            2, code("print('the solution')", "solution", tags=["facilitator"])
        )
    )

    def twice(node):
        again = exercise_cell(exercise("text", "where"))
        again.id = "again"
        node.cells.append(again)

    world.edit(twice)
    report = world.stamp()
    assert all(isinstance(each, ExercisesInvalidError) for each in report.failed)
    assert report.failed[0].place.file == world.workbook
    assert report.failed[0].place.cell == 13
    assert "where" in str(report.failed[0])
    assert not list(world.cohort.glob("*/*.ipynb"))


def test_a_definition_that_is_none_is_refused(world, runs):
    world.edit(lambda node: node.cells.append(exercise_cell(exercise("magic", "x"))))
    (error, _) = world.stamp().failed
    assert isinstance(error, ExercisesInvalidError)
    assert error.place.cell == 12


def test_a_cell_that_fails_for_one_group_stops_only_that_stamp(world, runs, monkeypatch):
    run = Execution.run

    def fail(self, notebook, parameters, kernel_name, progress):
        if "north" in parameters["team"]:
            trouble = CellTrouble("board", "The cell raised KeyError: 'x'.", "Correct it.")
            raise trouble
        return run(self, notebook, parameters, kernel_name, progress)

    world.stamp()
    before = world.files()
    world.edit(lambda node: node.cells.append(markdown("More.", "more")))
    monkeypatch.setattr(Execution, "run", fail)
    report = world.stamp()
    (error,) = report.failed
    assert isinstance(error, CellFailedError)
    assert (error.group, error.place.file, error.place.cell) == ("north", world.workbook, 5)
    assert "KeyError" in str(error)
    assert [each.group for each in report.made] == ["south"]
    name = f"north/{WORKBOOK}.ipynb"
    assert world.files()[name] == before[name]


def test_what_is_no_longer_in_the_programme_goes_unless_it_has_answers(world, runs):
    world.stamp()
    world.answers["north", WORKBOOK] = {"where"}
    write_cohort(world.programme, sound_cohort(("east",)))
    report = world.stamp()
    assert report.leftovers == (
        Leftover("north", WORKBOOK, ("where",)),
        Leftover("south", WORKBOOK),
    )
    assert (world.cohort / "north" / f"{WORKBOOK}.ipynb").exists()
    assert not (world.cohort / "south" / f"{WORKBOOK}.ipynb").exists()
    manifest = read_manifest(world.cohort)
    assert [each.group for each in manifest.stamps] == ["east", "north"]
    assert not world.stamp().made


def test_a_figure_that_is_missing_stops_before_anything_is_written(world):
    (world.programme / "figures" / "board.png").unlink()
    with pytest.raises(ImageUnusableError, match=r"figures/board\.png cannot be read") as caught:
        world.stamp(prepare_only=True)
    assert caught.value.place.cell == 5
    assert not world.cohort.exists()


@pytest.mark.parametrize("fill_at", [1, 2, 3])
def test_a_full_disk_leaves_everything_whole(world, runs, monkeypatch, fill_at):
    world.stamp()
    before = world.files()
    world.edit(lambda node: node.cells.append(markdown("More.", "more")))
    written, write = [], os.write

    def full(to, data):
        if data[:1] in (b"{", b"\x89"):
            written.append(to)
        if len(written) >= fill_at:
            raise OSError(errno.ENOSPC, "No space left on device")
        return write(to, data)

    with monkeypatch.context() as disk:
        disk.setattr(os, "write", full)
        with pytest.raises(StampDiskFullError):
            world.stamp()
    assert world.files().keys() == before.keys()
    read_manifest(world.cohort)
    for group in ("north", "south"):
        assert world.read(group).metadata.cohortbook.group == group
    world.stamp()
    assert "More." in str(world.read().cells)
    assert world.stamp().nothing_done


def test_an_interrupt_keeps_what_is_done_and_waits_for_nothing(world, runs, monkeypatch):
    make = cohortbook.stamp.copies.CopyMaker.make

    def interrupted(self, copy):
        if copy.group.id == "south":
            raise KeyboardInterrupt
        return make(self, copy)

    monkeypatch.setattr(cohortbook.stamp.copies.CopyMaker, "make", interrupted)
    with pytest.raises(KeyboardInterrupt):
        world.stamp()
    monkeypatch.undo()
    assert [each.group for each in read_manifest(world.cohort).stamps] in ([], ["north"])
    assert not [each for each in world.files() if each.endswith(".draft")]


def test_the_copies_of_some_groups_are_made_and_those_of_others_stay_as_they_are(world, runs):
    data = sound_cohort()
    world.stamp()
    data["groups"]["south"]["members"].pop()
    data["groups"]["west"] = {
        "title": "West",
        "members": [{"name": "Gil Amar", "email": "gil@example.org"}],
    }
    del data["groups"]["north"]
    data["mentors"] = []
    write_cohort(world.programme, data)
    before = len(runs)
    report = world.stamp(groups=frozenset({"west"}))
    assert [each.group for each in report.made] == ["west"]
    assert report.leftovers == ()
    assert len(runs) == before + 1
    assert {each.group for each in read_manifest(world.cohort).stamps} == {"north", "south", "west"}
