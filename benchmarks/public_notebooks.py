"""Runs public notebooks with widgets in ordinary, forked and revived kernels, and compares them.

Not part of ``./run test``: it fetches the source distributions of libraries of widgets,
makes an environment with them, and takes minutes. What comes of it is written to
results/public_notebooks.json and listed in docs/reference/kernels.md. Started by hand::

    .venv/bin/python benchmarks/public_notebooks.py

A folder of notebooks that lie here already may be given beside those that are fetched. With
``--project`` only some are run, and what was found of the others stays as it was.
"""

from __future__ import annotations

import argparse
import json
import os
import subprocess
import sys
import tarfile
import tempfile
from collections import Counter
from pathlib import Path

ROOT = Path(__file__).parent.parent
RESULTS = ROOT / "benchmarks" / "results" / "public_notebooks.json"
UV = [str(ROOT / ".tools" / "bin" / "uv"), "--quiet"]
# Those whose source distributions hold notebooks; that of ipywidgets 8.1.9 has none.
PROJECTS = ("ipywidgets==7.8.5", "ipympl==0.10.0", "mpl-interactions==0.24.2")
LIBRARIES = (
    *("ipywidgets", "bqplot", "ipympl", "ipycanvas", "ipydatagrid", "ipyevents", "ipyleaflet"),
    *("ipytree", "ipyvolume", "anywidget", "pythreejs", "ipyvuetify", "jupyter_ui_poll"),
    *("scipy", "pandas", "scikit-image", "networkx", "sympy", "requests", "xarray"),
    "mpl-interactions",
)
PATIENCE_SECONDS = 600


def call(*command: str | Path, **options: object) -> None:
    environment = {
        **os.environ,
        "PYTHONPATH": str(ROOT / ".tools"),
        # To download a source distribution pip asks what is in it; no front-end is built for that.
        "HATCH_BUILD_NO_HOOKS": "true",
    }
    subprocess.run([*map(str, command)], check=True, env=environment, **options)


def environment_in(folder: Path) -> Path:
    """Make an environment with the libraries that the notebooks use, and this project."""
    python = folder / "venv" / "bin" / "python"
    if not python.exists():
        call(*UV, "venv", "--python", sys.executable, folder / "venv")
        call(*UV, "pip", "install", "--python", python, "--editable", ROOT, *LIBRARIES)
    return python


def notebooks_in(folder: Path, project: str) -> list[Path]:
    """Fetch a source distribution; return its notebooks."""
    name, _, version = project.partition("==")
    packed = folder / f"{name.replace('-', '_')}-{version}.tar.gz"
    if not packed.exists():
        options = ["--quiet", "--no-deps", "--no-binary", name, "--dest", str(folder)]
        call("python3", "-m", "pip", "download", *options, project)
    with tarfile.open(packed) as opened:
        opened.extractall(folder, filter="data")
    return sorted((folder / packed.name.removesuffix(".tar.gz")).rglob("*.ipynb"))


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--folder", type=Path, help="keep everything there")
    parser.add_argument("--also", type=Path, action="append", default=[], help="more notebooks")
    parser.add_argument("--project", choices=PROJECTS, action="append", help="only these")
    arguments = parser.parse_args()
    with tempfile.TemporaryDirectory() as scratch:
        folder = arguments.folder or Path(scratch)
        folder.mkdir(exist_ok=True)
        python = environment_in(folder)
        found = {each: notebooks_in(folder, each) for each in arguments.project or PROJECTS}
        found |= {each.name: sorted(each.rglob("*.ipynb")) for each in arguments.also}
        rows = [
            each for each in rows_before() if arguments.project and each["project"] not in found
        ]
        for project, paths in found.items():
            for path in paths:
                rows.append({"project": project, "notebook": path.name, **outcome(python, path)})
                print(json.dumps(rows[-1]), flush=True)
                told = {"name": "public_notebooks", "rows": rows}
                RESULTS.write_text(json.dumps(told, indent=2) + "\n")
    print(Counter(row["outcome"].partition(":")[0] for row in rows))


def rows_before() -> list[dict[str, str]]:
    return list(json.loads(RESULTS.read_text())["rows"])


def outcome(python: Path, path: Path) -> dict[str, str]:
    """Compare one in a process of its own."""
    try:
        done = subprocess.run(
            [str(python), str(ROOT / "benchmarks" / "notebook_outcome.py"), str(path)],
            env={**os.environ, "PYTHONPATH": str(ROOT / "tests")},
            capture_output=True,
            text=True,
            timeout=PATIENCE_SECONDS,
            check=False,
        )
    except subprocess.TimeoutExpired:
        return {"outcome": "does not run: it never ends"}
    if done.returncode:
        return {"outcome": f"does not run: {done.stderr.strip().rpartition(chr(10))[2]}"}
    return dict(json.loads(done.stdout.strip().rpartition("\n")[2]))


if __name__ == "__main__":
    main()
