"""Runs the suites of jupyter_client and ipykernel with ordinary kernels and with forked ones.

Not part of ``./run test``: it fetches their source distributions into a temporary folder,
makes an environment there, and takes minutes. What differs is listed with its reason in
docs/reference/kernels.md. Started by hand::

    .venv/bin/python benchmarks/upstream_suites.py
"""

from __future__ import annotations

import argparse
import os
import subprocess
import sys
import tarfile
import tempfile
from importlib.metadata import version
from pathlib import Path
from xml.etree import ElementTree as ET

ROOT = Path(__file__).parent.parent
PROJECTS = ("jupyter_client", "ipykernel")
PROVISIONERS = {"ordinary": "local-provisioner", "forked": "cohortbook-forked"}
UV = [str(ROOT / ".tools" / "bin" / "uv"), "--quiet"]


def call(*command: str | Path, **options: object) -> None:
    environment = {**os.environ, "PYTHONPATH": str(ROOT / ".tools")}
    subprocess.run([*map(str, command)], check=True, env=environment, **options)


def environment_in(folder: Path) -> Path:
    """Make an environment with what the suites need, and this project."""
    python = folder / "venv" / "bin" / "python"
    if not python.exists():
        call(*UV, "venv", "--python", sys.executable, folder / "venv")
        wanted = [f"{each}[test]=={version(each)}" for each in PROJECTS]
        wanted += ["click", "psutil", "ipywidgets", "numpy", "matplotlib", "pytest-timeout"]
        # Of a group of ipykernel that is no extra.
        wanted += ["pytest-asyncio", "flaky", "trio", "pytest-cov"]
        call(*UV, "pip", "install", "--python", python, *wanted)
        call(*UV, "pip", "install", "--python", python, "--no-deps", ROOT)
    return python


def sources_in(folder: Path, project: str) -> Path:
    """Fetch a source distribution; return its unpacked folder."""
    name = f"{project}-{version(project)}"
    if not (folder / name).exists():
        wanted = f"{project}=={version(project)}"
        options = ["--quiet", "--no-deps", "--no-binary", project, "--dest", str(folder)]
        call("python3", "-m", "pip", "download", *options, wanted)
        with tarfile.open(folder / f"{name}.tar.gz") as packed:
            packed.extractall(folder, filter="data")
    return folder / name


def results(python: Path, sources: Path, kind: str, timeout: int) -> dict[str, str]:
    """Run a suite; return how each test ended."""
    report = sources.parent / f"{sources.name}-{kind}.xml"
    command = [python, "-m", "pytest", "-q", "tests"]
    command += [f"--junitxml={report}", f"--timeout={timeout}", "-p", "no:cacheprovider"]
    # Else newer versions of pytest-asyncio warn, and in these suites a warning is an error.
    command += ["-o", "asyncio_default_fixture_loop_scope=function"]
    environment = {
        **os.environ,
        "JUPYTER_DEFAULT_PROVISIONER_NAME": PROVISIONERS[kind],
        # Each test has a home of its own, and so a zygote of its own, which takes its time.
        "ASYNC_TEST_TIMEOUT": str(timeout),
    }
    with (sources.parent / f"{sources.name}-{kind}.log").open("w") as log:
        subprocess.run(
            [*map(str, command)],
            cwd=sources,
            env=environment,
            stdout=log,
            stderr=log,
            check=False,
        )
    ended = {}
    for case in ET.parse(report).iter("testcase"):
        found = [each for each in case if each.tag in ("failure", "error", "skipped")]
        name = f"{case.get('classname')}::{case.get('name')}"
        ended[name] = found[0].tag if found else "passed"
    return ended


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--folder", type=Path, help="keep everything there")
    parser.add_argument("--timeout", type=int, default=120, help="seconds a test may take")
    parser.add_argument("--project", choices=PROJECTS, action="append")
    arguments = parser.parse_args()
    with tempfile.TemporaryDirectory() as scratch:
        folder = (arguments.folder or Path(scratch)).resolve()
        folder.mkdir(parents=True, exist_ok=True)
        python = environment_in(folder)
        for project in arguments.project or PROJECTS:
            sources = sources_in(folder, project)
            ordinary = results(python, sources, "ordinary", arguments.timeout)
            forked = results(python, sources, "forked", arguments.timeout)
            passed = [sum(v == "passed" for v in each.values()) for each in (ordinary, forked)]
            print(f"{sources.name}: {len(ordinary)} tests, {passed[0]} pass ordinary,", end=" ")
            print(f"{passed[1]} pass forked")
            for name in sorted({*ordinary, *forked}):
                if ordinary.get(name) != forked.get(name):
                    print(f"  {name}: {ordinary.get(name)} -> {forked.get(name)}")


if __name__ == "__main__":
    main()
