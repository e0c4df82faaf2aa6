"""What is installed is whole: nobody who uses the wheel needs node or the sources."""

from __future__ import annotations

import json
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]


@pytest.fixture(scope="module")
def wheel(tmp_path_factory) -> zipfile.ZipFile:
    folder = tmp_path_factory.mktemp("wheel")
    command = [sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", str(folder)]
    subprocess.run(command, cwd=ROOT, check=True, capture_output=True)
    (built,) = folder.glob("*.whl")
    with zipfile.ZipFile(built) as opened:
        yield opened


def test_the_built_front_end_is_in_the_wheel(wheel):
    assets = json.loads(wheel.read("cohortbook_widgets/static/assets.json"))
    assert {"page.js", "page.css", "site.js", "review.js", "preview.js"} <= set(assets)
    for name in assets.values():
        assert wheel.getinfo(f"cohortbook_widgets/static/{name}").file_size > 0


def test_every_file_of_the_packages_is_in_the_wheel(wheel):
    inside = set(wheel.namelist())
    for folder in (
        "src/cohortbook",
        "widgets/cohortbook_widgets",
        "kernels_setup/cohortbook_kernels",
    ):
        package = ROOT / folder
        for path in package.rglob("*"):
            if path.is_file() and "__pycache__" not in path.parts:
                assert f"{package.name}/{path.relative_to(package)}" in inside


def test_the_kernelspec_names_a_provisioner_that_the_wheel_brings(wheel):
    (spec,) = [name for name in wheel.namelist() if name.endswith("kernels/cohortbook/kernel.json")]
    provisioner = json.loads(wheel.read(spec))["metadata"]["kernel_provisioner"]
    (points,) = [name for name in wheel.namelist() if name.endswith("entry_points.txt")]
    assert f"{provisioner['provisioner_name']} = " in wheel.read(points).decode()
