"""A small programme, and a stamper whose kernels answer at once."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import nbformat
import pytest

from cohortbook.stamp.execution import Execution
from cohortbook.stamp.options import StampOptions
from cohortbook.stamp.stamper import Stamper
from cohortbook.workbook.programme import read_programme
from factories import WORKBOOK, executed_notebook, write_programme


class World:
    """A programme on disk, its outputs, and who has answered what."""

    def __init__(self, folder: Path) -> None:
        self.programme = write_programme(folder / "programme")
        self.outputs = folder / "outputs"
        self.cohort = self.outputs / "autumn"
        self.workbook = self.programme / f"{WORKBOOK}.ipynb"
        self.answers: dict[tuple[str, str], set[str]] = {}
        self.settings: dict[str, str] = {}

    def stamper(self) -> Stamper:
        return Stamper(
            read_programme(self.programme),
            self.outputs,
            answered=lambda *key: frozenset(self.answers.get(key, ())),
            directed=lambda: dict(self.settings),
            clock=lambda: datetime(2026, 9, 1, tzinfo=UTC),
        )

    def stamp(self, **options):
        return self.stamper().stamp(StampOptions(jobs=2, **options))

    def edit(self, change):
        node = nbformat.read(self.workbook, as_version=4)
        change(node)
        nbformat.write(node, self.workbook)

    def drop(self, *exercises):
        self.edit(
            lambda node: node.update(
                cells=[
                    each
                    for each in node.cells
                    if each.id not in {f"exercise-{name}" for name in exercises}
                ]
            )
        )

    def read(self, group="north", workbook=WORKBOOK):
        return nbformat.read(self.cohort / group / f"{workbook}.ipynb", as_version=4)

    def files(self):
        """All files below the cohort's folder and what is in them."""
        return {
            str(each.relative_to(self.cohort)): each.read_bytes()
            for each in self.cohort.rglob("*")
            if each.is_file() and each.name != ".stamp.lock"
        }


@pytest.fixture
def world(tmp_path):
    return World(tmp_path)


@pytest.fixture
def runs(monkeypatch):
    """Answer for kernels; the list tells what was run with which parameters."""
    done = []

    def run(_self, notebook, parameters, kernel_name, progress):
        done.append(dict(parameters))
        progress(0, 1)
        return executed_notebook(notebook, dict(parameters))

    monkeypatch.setattr(Execution, "run", run)
    return done
