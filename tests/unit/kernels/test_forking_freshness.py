"""What was loaded and changed since is noticed; what merely lies beside it is not."""

from __future__ import annotations

import importlib
import os
import subprocess
import sys

import pytest

from cohortbook_kernels.forking.freshness import Freshness, own_modules


@pytest.fixture
def loaded(tmp_path, monkeypatch):
    monkeypatch.syspath_prepend(tmp_path)
    (tmp_path / "a_module_of_ones_own.py").write_text("")
    module = importlib.import_module("a_module_of_ones_own")
    yield tmp_path / "a_module_of_ones_own.py"
    del sys.modules[module.__name__]


def later(path):
    os.utime(path, ns=(0, path.stat().st_mtime_ns + 1))


def test_a_module_that_is_written_again(loaded):
    fresh = Freshness()
    (loaded.parent / "data.csv").write_text("1")
    assert fresh.changed() is None
    later(loaded)
    assert fresh.changed() == str(loaded)


def test_a_package_that_comes_or_goes(tmp_path, monkeypatch):
    packages = tmp_path / "site-packages"
    packages.mkdir()
    monkeypatch.syspath_prepend(packages)
    fresh = Freshness()
    later(packages)
    assert fresh.changed() == str(packages)


def test_settings_that_are_written_where_there_were_none(tmp_path):
    settings = tmp_path / "ipython_config.py"
    fresh = Freshness([str(settings)])
    assert fresh.changed() is None
    settings.write_text("")
    assert fresh.changed() == str(settings)


def test_what_comes_with_python_or_a_package_is_not_looked_at_file_by_file():
    own = own_modules()
    assert os.path.realpath(os.__file__) not in own
    assert pytest.__file__ not in own


def test_what_cannot_be_forked_says_why():
    code = (
        "import socket, threading, time\n"
        "from cohortbook_kernels.forking.safety import hindrance, open_sockets\n"
        "assert hindrance(set()) is None\n"
        "with socket.socket() as one:\n"
        "    assert 'connections' in hindrance(set())\n"
        "    assert hindrance({one.fileno()}) is None\n"
        "threading.Thread(target=time.sleep, args=(9,), daemon=True).start()\n"
        "assert '2 threads' in hindrance(open_sockets())\n"
    )
    subprocess.run([sys.executable, "-c", code], check=True)
