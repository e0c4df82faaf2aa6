"""The real server with a small cohort, and everybody signed in."""

from __future__ import annotations

import pytest

from factories import write_programme
from roles import EMAILS, cohort
from serving import served


@pytest.fixture(scope="session")
def server(tmp_path_factory):
    """A served programme of one workbook for `north` and `south`, with one simulation."""
    folder = tmp_path_factory.mktemp("served")
    programme = write_programme(folder / "programme", cohort=cohort(), widget=True)
    with served(programme, folder) as running:
        yield running


@pytest.fixture(scope="session")
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
