"""The kernelspec is installed where it was asked for, and nowhere else."""

from __future__ import annotations

import json
import sys

import pytest
from click.testing import CliRunner

from cohortbook_kernels import kernelspec
from cohortbook_kernels.commands import kernels
from cohortbook_kernels.forking.settings import Settings
from cohortbook_kernels.limits import Limits


@pytest.fixture
def places(tmp_path, monkeypatch):
    monkeypatch.setattr(sys, "prefix", str(tmp_path / "environment"))
    monkeypatch.setenv("JUPYTER_DATA_DIR", str(tmp_path / "home"))
    return tmp_path


def install(*options):
    return CliRunner().invoke(kernels, ["install", *options], catch_exceptions=False)


def test_it_goes_into_the_environment_and_not_into_the_home(places):
    assert install().exit_code == 0
    assert not (places / "home").exists()
    written = places / "environment/share/jupyter/kernels/cohortbook/kernel.json"
    spec = json.loads(written.read_text())
    assert spec["argv"][0] == sys.executable
    assert spec["metadata"]["kernel_provisioner"]["provisioner_name"] == kernelspec.PROVISIONER


def test_it_goes_into_the_home_when_asked(places):
    assert install("--user", "--kernel", "fast").exit_code == 0
    assert (places / "home/kernels/fast/kernel.json").exists()
    assert not (places / "environment").exists()


def test_what_it_says_is_what_is_read_from_it(places):
    given = ["--preload", "json", "--preload", "abc", "--limit", "memory_mb=300", "--trust", "us"]
    assert install(*given).exit_code == 0
    (written,) = places.rglob("kernel.json")
    metadata = json.loads(written.read_text())["metadata"]
    assert Settings.from_metadata(metadata) == Settings(preload=("json", "abc"), trust="us")
    assert Limits.from_metadata(metadata).memory_mb == 300
    assert Limits.from_metadata(metadata).open_files == 1024
    assert "config" not in metadata["kernel_provisioner"]


def test_it_may_say_that_its_kernels_are_confined(places):
    assert install("--confine", "required").exit_code == 0
    (written,) = places.rglob("kernel.json")
    provisioner = json.loads(written.read_text())["metadata"]["kernel_provisioner"]
    assert provisioner["config"] == {"confine": "required"}


@pytest.mark.parametrize("limit", ["moons=2", "memory_mb=lots", "memory_mb"])
def test_a_limit_that_is_none_is_refused(places, limit):
    done = install("--limit", limit)
    assert done.exit_code == 2
    assert "NAME=VALUE" in done.output
    assert not (places / "environment").exists()
