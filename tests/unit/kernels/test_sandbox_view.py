"""What a sandbox shows is decided before there is one."""

from __future__ import annotations

import tempfile
from pathlib import Path

import pytest

from cohortbook_kernels.sandbox.places import outermost
from cohortbook_kernels.sandbox.view import HOME, View
from cohortbook_kernels.sandbox.wanted import CONFINE_VARIABLE, Confine, to_variable


@pytest.fixture
def view(tmp_path):
    def seen(folder, home=None, **confine):
        return View(
            confine=Confine("auto", **confine),
            libraries=(tmp_path / "library",),
            folder=folder,
            sockets=tmp_path / "sockets",
            connection_file=tmp_path / "kernel.json",
            home=home or tmp_path / "home",
            network=confine.get("network", False),
        )

    (tmp_path / "library").mkdir()
    return seen


def shown(options):
    """Return what can be seen of the machine, by the name it has inside."""
    binds = ("--ro-bind", "--bind")
    return {options[at + 2]: options[at + 1] for at, each in enumerate(options) if each in binds}


def test_files_beside_the_notebook_are_seen_one_by_one_in_a_folder_to_write_to(view, tmp_path):
    folder = tmp_path / "programme"
    folder.mkdir()
    for name in ("data.csv", "cohort.yaml", ".secret"):
        (folder / name).touch()
    options = view(folder, hidden=(str(folder / "cohort.yaml"),)).options()
    seen = shown(options)
    assert str(folder / "data.csv") in seen
    assert str(folder / "cohort.yaml") not in seen
    assert str(folder / ".secret") not in seen
    assert str(folder) not in seen
    at = options.index(str(folder))
    assert options[at - 1] == "--dir" or "--tmpfs" in options
    assert options[-2:] == ["--chdir", str(folder)]


@pytest.mark.parametrize("folder", ["home", "above", "temporary", "root"])
def test_a_folder_that_holds_more_than_this_work_is_not_shown(folder, view, tmp_path):
    home = tmp_path / "people" / "ada"
    home.mkdir(parents=True)
    places = {
        "home": home,
        "above": home.parent,
        "temporary": Path(tempfile.gettempdir()),
        "root": Path("/"),
    }
    one = view(places[folder], home)
    assert one.works_in == HOME
    assert not [each for each in shown(one.options()) if each.startswith(str(home))]


def test_what_is_hidden_stays_so_within_what_may_be_read(view, tmp_path):
    folder, more = tmp_path / "programme", tmp_path / "more"
    for each in (folder, more / "data", more / "other"):
        each.mkdir(parents=True)
    (more / "names.csv").touch()
    hidden = (str(more / "data"), str(more / "names.csv"), str(tmp_path / "not seen at all"))
    options = view(folder, readable=(str(more),), hidden=hidden).options()
    seen = shown(options)
    assert seen[str(more)] == str(more)
    assert seen[str(more / "names.csv")] == "/dev/null"
    after = options.index(str(more))
    assert options.index(str(more / "data")) > after
    assert options[options.index(str(more / "data")) - 1] == "--tmpfs"
    assert str(tmp_path / "not seen at all") not in options


def test_the_network_and_what_it_needs_come_together(view, tmp_path):
    folder = tmp_path / "programme"
    folder.mkdir()
    without, with_it = view(folder).options(), view(folder, network=True).options()
    assert "--unshare-net" in without
    assert "/etc/resolv.conf" not in without
    assert "--unshare-net" not in with_it
    assert "/etc/resolv.conf" in with_it


def test_names_of_what_is_not_there_are_left_out_of_the_environment(view, tmp_path):
    given = {"HOME": "/home/ada", "TMPDIR": "/var/x", "MPLCONFIGDIR": "/x", "LANG": "de"}
    assert view(tmp_path).environment(given) == {"HOME": HOME, "LANG": "de"}


def test_of_folders_in_folders_the_outermost_are_kept_and_never_everything():
    given = [Path(each) for each in ("/a/b", "/a", "/usr/lib/python3", "/", "/c/d", "/a")]
    assert outermost(given) == (Path("/a"), Path("/c/d"))


@pytest.mark.parametrize(
    ("said", "held"),
    [
        (to_variable(mode="required", network=True), Confine("required", network=True)),
        (to_variable(hidden=["/a", 1], scratch_mb=5), Confine(hidden=("/a",), scratch_mb=5)),
        (to_variable(mode="sometimes", network="yes"), Confine()),
        ({CONFINE_VARIABLE: "["}, Confine()),
        ({CONFINE_VARIABLE: "[]"}, Confine()),
        ({}, Confine()),
    ],
)
def test_who_launches_a_kernel_may_say_more_and_nonsense_is_ignored(said, held):
    assert Confine().for_launch(said) == held


def replaced(folder):
    (folder / "new").write_text("2")
    (folder / "new").rename(folder / "data.csv")


CHANGES = {
    "edited": lambda folder: (folder / "data.csv").write_text("22"),
    "replaced": replaced,
    "added": lambda folder: (folder / "more.csv").touch(),
    "removed": lambda folder: (folder / "data.csv").unlink(),
    "folder": lambda folder: (folder / "data").rename(folder / "old"),
}


@pytest.mark.parametrize("change", CHANGES)
def test_what_is_to_be_seen_has_another_name_when_it_changed(change, view, tmp_path):
    folder = tmp_path / "programme"
    (folder / "data").mkdir(parents=True)
    (folder / "data.csv").write_text("1")
    before = view(folder).key
    # A sandbox sees for itself what comes to a folder that it sees.
    (folder / "data" / "more.csv").touch()
    assert view(folder).key == before
    CHANGES[change](folder)
    assert view(folder).key != before


def test_what_is_asked_for_is_part_of_its_name(view, tmp_path):
    folder = tmp_path / "programme"
    folder.mkdir()
    (folder / "data.csv").touch()
    asked = [{}, {"network": True}, {"scratch_mb": 1}, {"hidden": (str(folder / "data.csv"),)}]
    assert len({view(folder, **each).key for each in asked}) == len(asked)
