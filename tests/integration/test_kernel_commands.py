"""The commands about kernels, as they are typed, without cohortbook."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile

import psutil
import pytest

from cohortbook_kernels.forking.identity import TRUST_VARIABLE


@pytest.fixture
def command():
    with tempfile.TemporaryDirectory() as runtime:
        environment = {**os.environ, "XDG_RUNTIME_DIR": runtime}

        def typed(*arguments, status=0):
            done = subprocess.run(
                [sys.executable, "-m", "cohortbook_kernels", *arguments],
                env=environment,
                capture_output=True,
                text=True,
                check=False,
            )
            assert done.returncode == status, done.stderr
            return done.stdout

        yield typed
        typed("stop", "--now")


def test_a_zygote_is_warmed_found_and_stopped(command):
    assert "There is no zygote" in command("status")
    assert f"{TRUST_VARIABLE}=lab" in command("warm", "--trust", "lab")
    (zygote,) = json.loads(command("status", "--json"))
    assert zygote["trust"] == "lab"
    assert {"numpy", "ipywidgets", "matplotlib.pyplot"} <= zygote["loaded"].keys()
    process = psutil.Process(zygote["pid"])
    # Its starter is gone, and it has nobody to report to.
    assert zygote["owner"] == 0
    command("warm", "--trust", "lab")
    assert [each["pid"] for each in json.loads(command("status", "--json"))] == [process.pid]
    assert "told" in command("stop")
    process.wait(20)
    assert "There is no zygote" in command("status")


def test_the_doctor_says_that_kernels_are_forked_and_what_they_are_held_to(command):
    findings = json.loads(command("doctor", "--json"))
    assert not [each for each in findings if each["state"] == "worse"]
    said = " ".join(each["what"] for each in findings)
    assert "A forked kernel answers after" in said
    assert "open_files 1024" in said
    command("doctor", "--kernel", "python3", status=1)
    assert "There is no kernel called nothing" in command("doctor", "--kernel", "nothing", status=1)


def test_alone_means_without_cohortbook():
    code = (
        "import sys; from cohortbook_kernels import commands, doctor, warming;"
        "assert 'cohortbook' not in sys.modules"
    )
    subprocess.run([sys.executable, "-c", code], check=True)
