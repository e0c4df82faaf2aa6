"""What is written to a cgroup; a folder stands for the system's."""

from __future__ import annotations

import os

import pytest

from cohortbook_kernels import cgroups
from cohortbook_kernels.cgroups import CGROUP_VARIABLE, Group, Groups, NoGroupsError
from cohortbook_kernels.limits import Limits


@pytest.fixture
def folder(tmp_path):
    """A cgroup as it is handed to a service: with its processes in it."""
    place = tmp_path / "service"
    place.mkdir()
    (place / "cgroup.controllers").write_text("cpuset cpu memory pids")
    (place / "cgroup.subtree_control").write_text("")
    (place / "cgroup.procs").write_text("")
    return place


def made(path, *names):
    path.mkdir(exist_ok=True)
    for each in names:
        (path / each).write_text("")
    return Group(path)


ALL = ("memory.max", "memory.swap.max", "pids.max", "cpu.weight", "cgroup.procs", "cgroup.kill")


def test_a_kernel_and_all_that_it_starts_are_held_together(tmp_path):
    group = made(tmp_path / "kernel", *ALL)
    group.hold(Limits(memory_mb=300, processes=50, niceness=5))
    group.take(os.getpid())
    assert group.read("memory.max") == str(300 * 2**20)
    assert group.read("memory.swap.max") == "0"
    assert group.read("pids.max") == "50"
    # Five steps of a quarter each below the usual 100.
    assert group.read("cpu.weight") == "33"
    assert group.read("cgroup.procs") == str(os.getpid())


def test_limits_that_are_not_set_and_controllers_that_are_missing_are_left_alone(tmp_path):
    group = made(tmp_path / "kernel", "cpu.weight", "cgroup.procs")
    group.hold(Limits(memory_mb=300))
    assert sorted(each.name for each in group.path.iterdir()) == ["cgroup.procs", "cpu.weight"]
    assert group.read("cpu.weight") == ""
    assert group.read("memory.max") == ""


def test_whoever_is_in_it_makes_way_before_it_is_shared_out(folder):
    leaf = folder / "server"
    leaf.mkdir()
    (leaf / "cgroup.procs").write_text("")
    (folder / "cgroup.procs").write_text(f"{os.getpid()}\n")
    groups = Groups(folder)
    assert (leaf / "cgroup.procs").read_text() == str(os.getpid())
    assert groups.controllers == ("memory", "pids", "cpu")
    assert (folder / "cgroup.subtree_control").read_text().startswith("+")


def test_one_without_a_controller_of_use_is_not_used(folder):
    (folder / "cgroup.controllers").write_text("hugetlb")
    with pytest.raises(NoGroupsError, match="none of memory, pids, cpu"):
        Groups(folder)
    with pytest.raises(NoGroupsError, match="No such file"):
        Groups(folder / "elsewhere")


def test_what_a_killed_server_left_is_swept_and_what_lives_stays(folder):
    # No process has this number: it is beyond what Linux gives.
    left, living = folder / "kernel-99999999-ab", folder / f"kernel-{os.getpid()}-cd"
    left.mkdir()
    living.mkdir()
    Groups(folder)
    assert not left.exists()
    assert living.exists()


def test_a_group_goes_with_its_kernel(folder):
    group = Groups(folder).group(Limits())
    assert group.path.parent == folder
    assert group.path.name.startswith(f"kernel-{os.getpid()}-")
    group.remove()
    group.remove()
    assert not group.path.exists()


MOUNTS = ("26 1 0:23 / /sys/fs/cgroup rw,nosuid shared:9 - cgroup2 cgroup2 rw",)


@pytest.mark.parametrize(
    ("lines", "mounts", "where"),
    [
        (["0::/system.slice/a.service"], MOUNTS, "/sys/fs/cgroup/system.slice/a.service"),
        (["4:memory:/x", "0::/"], MOUNTS, "/sys/fs/cgroup"),
        (
            ["0::/docker/abc/own"],
            ("26 1 0:23 /docker/abc /sys/fs/cgroup rw - cgroup2 cgroup2 rw",),
            "/sys/fs/cgroup/own",
        ),
    ],
)
def test_the_own_one_is_found_where_it_is_mounted(lines, mounts, where):
    assert str(cgroups._own_folder(lines, mounts)) == where


def test_where_there_is_no_version_2_there_is_none():
    with pytest.raises(NoGroupsError, match="no cgroup of version 2"):
        cgroups._own_folder(["4:memory:/x"], MOUNTS)


def test_what_nobody_handed_over_is_not_taken(folder, monkeypatch):
    monkeypatch.delenv(CGROUP_VARIABLE, raising=False)
    monkeypatch.setattr(cgroups, "_own_folder", lambda *_: folder)
    with pytest.raises(NoGroupsError, match="Delegate=yes"):
        Groups.handed_to_us()
    monkeypatch.setattr(os, "getxattr", lambda *_: b"1")
    assert Groups.handed_to_us().path == folder
    monkeypatch.setattr(cgroups, "_own_folder", lambda *_: folder / "server")
    assert Groups.handed_to_us().path == folder
    monkeypatch.setenv(CGROUP_VARIABLE, str(folder))
    assert Groups.handed_to_us().path == folder
