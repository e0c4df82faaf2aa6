"""One group with one workbook of the example programme: quickly stamped, to be mistreated."""

from __future__ import annotations

import shutil
from pathlib import Path

import nbformat
from ruamel.yaml import YAML

from serving import EXAMPLE

GROUP = "north"
WORKBOOK = "02-finishing-before-starting"


def write_excerpt(folder: Path) -> Path:
    """Write a programme of the Northern depot's second workbook into `folder`."""
    folder.mkdir(parents=True)
    yaml = YAML()
    told = yaml.load(EXAMPLE / "cohort.yaml")
    told["groups"] = {GROUP: told["groups"][GROUP]}
    told["mentors"] = [each for each in told["mentors"] if GROUP in each["groups"]]
    for mentor in told["mentors"]:
        mentor["groups"] = [GROUP]
    schedule = told["cohort"]["schedule"]
    told["cohort"]["schedule"] = {WORKBOOK: schedule[WORKBOOK]}
    with (folder / "cohort.yaml").open("w") as file:
        yaml.dump(told, file)
    shutil.copy(EXAMPLE / f"{WORKBOOK}.ipynb", folder)
    return folder


def rewrite(folder: Path, old: str, new: str) -> None:
    """Change some words of the workbook, as its author would."""
    path = folder / f"{WORKBOOK}.ipynb"
    notebook = nbformat.read(path, as_version=4)
    changed = 0
    for cell in notebook.cells:
        changed += cell.source.count(old)
        cell.source = cell.source.replace(old, new)
    assert changed == 1, f"{old!r} stands {changed} times in {path.name}"
    nbformat.write(notebook, path)
