"""The docs say what is true now."""

from __future__ import annotations

import importlib.util
import re
import subprocess
import sys
from pathlib import Path
from typing import get_args

import click
import pytest

from cohortbook.cli import main as cli
from cohortbook.learning.anchors import LONGEST_CONTEXT, LONGEST_QUOTE
from cohortbook.learning.idempotency import LONGEST_KEY
from cohortbook.learning.reactions import NAMES
from cohortbook.learning.reviews import ReviewState
from cohortbook.learning.text import LONGEST_COMMENT
from cohortbook.live.status import RoomState
from cohortbook.server.pages.addresses import HANDLERS
from cohortbook.server.routes import ROOM_ROUTES
from cohortbook.workbook.checker import check_programme
from cohortbook.workbook.programme import read_programme

ROOT = Path(__file__).parents[2]
PROTOCOL = ROOT / "docs/reference/protocol.md"
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
    # What stands in code shows how a link is written; it is none.
    prose = re.sub(r"```.*?```|`[^`\n]*`", "", page.read_text(), flags=re.DOTALL)
    for target in re.findall(r"\]\(([^)#]+?)(?:#[^)]*)?\)", prose):
        if "://" not in target:
            assert (page.parent / target).exists(), f"{page.name}: {target}"


def test_the_protocol_tells_of_every_request_and_its_permission():
    rows = re.findall(
        r"^\| `([A-Z]+) (\S+)` \| `([a-z.-]+)` \|", PROTOCOL.read_text(), re.MULTILINE
    )
    room = "/api/rooms/<group>/<workbook>"
    told = {(method, path.replace("…", room), permission) for method, path, permission in rows}
    there = {
        (
            method.upper(),
            re.sub(r"\(\?P<(\w+)>(?:[^()]|\([^()]*\))*\)", r"<\1>", pattern),
            permission,
        )
        for pattern, handler in (*ROOM_ROUTES, *HANDLERS)
        for method, permission in handler.PERMISSIONS.items()
        if pattern.startswith(("/api/", "/desk", "/groups"))
    }
    # Of one's own and of those of others, only the store knows which is which.
    own = {("PATCH", "comment.edit"), ("DELETE", "comment.delete"), ("DELETE", "pin.remove")}
    assert {each[:2] for each in told} == {each[:2] for each in there}
    assert {(each[0], each[2]) for each in told - there} == own


def test_the_protocol_tells_of_every_reaction_state_and_limit():
    page = PROTOCOL.read_text()
    for name in (*NAMES, *get_args(ReviewState), *RoomState):
        assert f"`{name}`" in page
    for limit in (LONGEST_COMMENT, LONGEST_QUOTE, LONGEST_CONTEXT, LONGEST_KEY):
        assert re.search(rf"\b{limit:,}\b", page)


def test_the_readmes_first_workbook_passes_the_checker(tmp_path):
    readme = (ROOT / "README.md").read_text()
    (script,) = re.findall(r"```python\n(.*?)```", readme, re.DOTALL)
    (cohort,) = re.findall(r"```yaml\n(.*?)```", readme, re.DOTALL)
    assert len(script.splitlines()) <= 12
    subprocess.run([sys.executable, "-c", script], cwd=tmp_path, check=True)
    (tmp_path / "cohort.yaml").write_text(cohort)
    assert check_programme(read_programme(tmp_path)) == []
