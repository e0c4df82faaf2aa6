"""Two kernels come from one zygote when everything is the same that a fork cannot change."""

from __future__ import annotations

import sys

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cohortbook_kernels.forking.identity import Identity, Launch, NotForkableError, process_trust
from cohortbook_kernels.forking.settings import PRELOAD, Settings

COMMAND = [sys.executable, "-m", "ipykernel_launcher", "-f", "kernel.json"]
NAMES = st.text(st.characters(codec="ascii", categories=["Lu"]), min_size=1, max_size=9)
ENVIRONMENTS = st.dictionaries(NAMES, st.text(max_size=9), max_size=9)


def identity(environment, command=COMMAND, settings=None, trust="us"):
    return Identity.of(
        Launch.from_command(command, None), environment, settings or Settings(), trust
    )


@given(ENVIRONMENTS, ENVIRONMENTS)
def test_the_key_differs_with_the_environment_and_with_nothing_of_one_kernel(one, another):
    assert (identity(one).key == identity(another).key) == (one == another)
    of_one_kernel = {"JPY_SESSION_NAME": "a.ipynb", "COHORTBOOK_ROOM": "1", "JPY_PARENT_PID": "2"}
    assert identity(one | of_one_kernel).key == identity(one).key


def test_the_key_differs_with_everything_else():
    keys = {
        identity({}).key,
        identity({}, trust="them").key,
        identity({}, settings=Settings(preload=("json",))).key,
        identity({}, [*COMMAND, "--IPKernelApp.quiet=False"]).key,
        identity({}, [COMMAND[0], "-Xfrozen_modules=off", *COMMAND[1:]]).key,
        identity({}, ["sh", *COMMAND[1:]]).key,
    }
    assert len(keys) == 6


def test_a_command_is_taken_apart():
    launch = Launch.from_command(
        [
            sys.executable,
            "-Wd",
            "-m",
            "ipykernel",
            "--A.b=1",
            "--HistoryManager.hist_file=x",
            "--f=c",
        ],
        None,
    )
    assert launch == Launch(
        sys.executable, ("-Wd",), ("--A.b=1",), ("--HistoryManager.hist_file=x",), "c"
    )


@pytest.mark.parametrize(
    ("command", "why"),
    [
        (["bash", "-i"], "IPython"),
        ([sys.executable, "-m", "bash_kernel", "-f", "x"], "IPython"),
        ([sys.executable, "-m"], "IPython"),
        ([sys.executable, "-m", "ipykernel_launcher"], "connection file"),
        (["no-such-python", "-m", "ipykernel_launcher", "-f", "x"], "not found"),
    ],
)
def test_a_command_that_starts_something_else_is_refused(command, why):
    with pytest.raises(NotForkableError, match=why):
        Launch.from_command(command, None)


def test_processes_do_not_trust_each_other_unless_told():
    assert process_trust() == process_trust()
    assert Settings().trust == ""


def test_settings_are_read_from_a_kernelspec_and_anything_else_is_ignored():
    fork = {"preload": ["a", 1], "trust": "us", "most": 3, "idle_seconds": "long", "moons": 2}
    assert Settings.from_metadata({"cohortbook": {"fork": fork}}) == Settings(
        preload=("a",), trust="us", most=3
    )
    assert Settings.from_metadata({}) == Settings(preload=PRELOAD)
