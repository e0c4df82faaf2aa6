"""The example notebook runs on a real cohort, in a real kernel."""

from __future__ import annotations

from pathlib import Path

import nbformat
import papermill

from cohortbook.access.people import People
from cohortbook.cohort.reader import read_cohort
from cohortbook.learning.anchors import Anchor
from cohortbook.learning.answers import Answers
from cohortbook.learning.discussion import Discussion
from cohortbook.learning.reviews import Judgement, Reviews
from cohortbook.learning.rooms import RoomKey
from cohortbook.stamp.manifest import Manifest, WorkbookEntry, write_manifest
from cohortbook.store.database import Database
from factories import WORKBOOK, write_programme
from page_world import definition, stamp

NOTEBOOK = Path(__file__).parents[2] / "docs" / "notebooks" / "analyse-a-cohort.ipynb"
ROOM = RoomKey("north", WORKBOOK)


def small_cohort(folder):
    """Stamped as far as the manifest tells, answered, discussed and reviewed."""
    programme = write_programme(folder / "programme")
    cohort = read_cohort(programme / "cohort.yaml")
    outputs = folder / "outputs" / cohort.id
    outputs.mkdir(parents=True)
    exercises = (definition(), definition("number", "oldest"))
    entry = WorkbookEntry(WORKBOOK, "First steps", "What changes.", 20, {"visibility": "Seeing"})
    stamps = tuple(stamp(group, exercises, WORKBOOK) for group in cohort.groups)
    write_manifest(outputs, Manifest(cohort.id, cohort.programme_title, (entry,), stamps))
    database = Database.in_folder(folder / "data")
    database.migrate()
    people = People(database)
    people.sync_roster(cohort)
    ada, ines = (people.by_email(f"{each}@example.org").person_id for each in ("ada", "ines"))
    Answers(database).record(ROOM, exercises[0], "On Monday.", ada)
    Answers(database).record(ROOM, exercises[1], 7, ada)
    Discussion(database).start_thread(ROOM, Anchor("exercise", "oldest"), "Really?", ines)
    Reviews(database).give(ROOM, "oldest", Judgement("seen"), reviewer=ines, version=0)
    database.close()
    return {
        "programme": str(programme),
        "data": str(folder / "data"),
        "outputs": str(folder / "outputs"),
    }


def test_the_example_notebook_runs_and_draws(tmp_path):
    ran = tmp_path / "ran.ipynb"
    papermill.execute_notebook(
        str(NOTEBOOK), str(ran), small_cohort(tmp_path), progress_bar=False, kernel_name="python3"
    )
    cells = {each.id: each for each in nbformat.read(ran, 4).cells}
    assert "2 answers, 1 comments, 1 reviews" in cells["open"].outputs[0].text
    drawn = [each for each in cells["map"].outputs if "image/png" in each.get("data", {})]
    assert len(drawn) == 1
    assert "first-week" in cells["open-answers"].outputs[0].data["text/plain"]
    assert "oldest" not in cells["open-answers"].outputs[0].data["text/plain"]


def test_the_notebook_is_kept_without_outputs():
    node = nbformat.read(NOTEBOOK, 4)
    assert [each for each in node.cells if each.cell_type == "code" and each.outputs] == []
