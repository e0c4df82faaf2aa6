"""Conda users and pip users get the same dependencies."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path

from ruamel.yaml import YAML

ROOT = Path(__file__).parents[2]

# Where conda-forge packages the same project under a name of its own.
CONDA_NAMES = {"matplotlib-base": "matplotlib"}


def normalised(requirement: str) -> tuple[str, str]:
    name, ranges = re.fullmatch(r"\s*([A-Za-z0-9._-]+)\s*(.*?)\s*", requirement).groups()
    name = re.sub(r"[._-]+", "-", CONDA_NAMES.get(name, name)).lower()
    return name, ",".join(sorted(ranges.replace(" ", "").split(",")))


def test_environment_yml_asks_for_what_pyproject_asks_for():
    project = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]
    wanted = {normalised(each) for each in project["dependencies"]}
    wanted.add(("python", project["requires-python"]))

    environment = YAML(typ="safe").load((ROOT / "environment.yml").read_text())
    conda = [each for each in environment["dependencies"] if isinstance(each, str)]
    found = {normalised(each) for each in conda if each != "pip"}

    assert found == wanted
