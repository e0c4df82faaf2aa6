"""The docs say what is true now."""

from __future__ import annotations

import importlib.util
import re
import subprocess
import sys
from pathlib import Path

import click
import pytest

from cohortbook.cli import main as cli
from cohortbook.workbook.checker import check_programme
from cohortbook.workbook.programme import read_programme

ROOT = Path(__file__).parents[2]
WRITTEN = [ROOT / "README.md", ROOT / "CONTRIBUTING.md", *sorted(ROOT.glob("docs/*/*.md"))]


@pytest.fixture(scope="module")
def make():
    spec = importlib.util.spec_from_file_location("make", ROOT / "docs" / "make.py")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def test_generated_pages_are_what_the_code_gives_now(make):
    for path, text in make.pages().items():
        assert path.read_text() == text, f"{path.name} is old: ./run docs --pages"


def test_every_option_says_what_it_does(make):
    page = make.cli_page()
    for name, command in cli.commands.items():
        for parameter in command.params:
            if isinstance(parameter, click.Option):
                assert parameter.help, f"{name} {parameter.name}"
                assert parameter.opts[0] in page


@pytest.mark.parametrize("page", WRITTEN, ids=lambda path: path.name)
def test_every_link_leads_somewhere(page):
    for target in re.findall(r"\]\(([^)#]+?)(?:#[^)]*)?\)", page.read_text()):
        if "://" not in target:
            assert (page.parent / target).exists(), f"{page.name}: {target}"


def test_the_readmes_first_workbook_passes_the_checker(tmp_path):
    (script,) = re.findall(r"```python\n(.*?)```", (ROOT / "README.md").read_text(), re.DOTALL)
    assert len(script.splitlines()) <= 12
    subprocess.run([sys.executable, "-c", script], cwd=tmp_path, check=True)
    (tmp_path / "cohort.yaml").write_text(
        "programme: {title: Hello}\n"
        "cohort: {id: first, title: First}\n"
        "facilitators: [{name: You, email: you@example.org}]\n"
        "groups: {pair: {title: The pair, parameters: {team: us},"
        " members: [{name: Ann, email: ann@example.org}]}}\n"
    )
    assert check_programme(read_programme(tmp_path)) == []
