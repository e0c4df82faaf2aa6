"""The real server with a small cohort, and everybody signed in."""

from __future__ import annotations

import shutil

import pytest

from factories import WORKBOOK, exercise, exercise_cell, workbook, write_programme
from roles import EMAILS, cohort
from serving import Served, served


@pytest.fixture(scope="session")
def stamped(tmp_path_factory):
    """A programme of one workbook for `north` and `south`, with one simulation; only copied."""
    folder = tmp_path_factory.mktemp("stamped")
    node = workbook(widget=True)
    rubric = [{"id": "who", "label": "Says who", "levels": ["no", "partly", "yes"]}]
    node.cells += [
        exercise_cell(exercise("text", "judged", rubric=rubric, notes="Look for a name.")),
        exercise_cell(exercise("code", "compute")),
        exercise_cell(exercise("code", "own-compute", individual=True)),
        exercise_cell(exercise("upload", "proof")),
        exercise_cell(exercise("upload", "own-proof", individual=True)),
    ]
    programme = write_programme(folder / "programme", cohort=cohort(), workbooks={WORKBOOK: node})
    Served(programme, folder).stamp()
    return folder


# A server for each file: which files one worker runs, and in which order, may not matter.
@pytest.fixture(scope="module")
def server(stamped, tmp_path_factory):
    """The programme, served for the tests of a file."""
    folder = tmp_path_factory.mktemp("served")
    shutil.copytree(stamped, folder, dirs_exist_ok=True)
    with served(folder / "programme", folder) as running:
        yield running


@pytest.fixture(scope="module")
def people(server):
    """A client for each role; see `roles.EMAILS`. The room of most tests is that of `north`."""
    clients = {role: server.client(email) for role, email in EMAILS.items()}
    yield clients
    for each in clients.values():
        each.close()


@pytest.fixture
def fresh(server):
    """Give a client of its own for an e-mail address, for what ends a session."""
    clients = []

    def sign_in(email):
        clients.append(server.client(email))
        return clients[-1]

    yield sign_in
    for each in clients:
        each.close()
