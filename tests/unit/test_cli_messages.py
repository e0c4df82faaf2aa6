"""What would be sent, and what came back, from the command line."""

from __future__ import annotations

import pytest
from click.testing import CliRunner
from sqlalchemy import select

from cohortbook.access.people import People
from cohortbook.cli import main
from cohortbook.cohort.reader import read_cohort
from cohortbook.learning.anchors import Anchor
from cohortbook.learning.discussion import Discussion
from cohortbook.learning.messages.derivation import Reach
from cohortbook.learning.messages.outbox import Outbox
from cohortbook.learning.rooms import RoomKey
from cohortbook.stamp.manifest import Manifest, WorkbookEntry, write_manifest
from cohortbook.store.database import Database
from cohortbook.store.message_tables import letters, messages
from factories import WORKBOOK, cohort_data, write_programme

ROOM = RoomKey("north", WORKBOOK)


@pytest.fixture
def world(tmp_path):
    data = cohort_data()
    data["hooks"] = {"chat": {"about": ["mention"], "groups": ["north"]}}
    programme = write_programme(tmp_path / "programme", cohort=data)
    folder = tmp_path / "out" / "autumn"
    folder.mkdir(parents=True)
    entry = WorkbookEntry(WORKBOOK, "First steps", "What changes.", 20, {})
    write_manifest(folder, Manifest("autumn", "From inbox to board", (entry,), ()))
    database = Database.in_folder(tmp_path / "data")
    database.migrate()
    people = People(database)
    people.sync_roster(read_cohort(programme / "cohort.yaml"))
    ids = {each.email: each.person_id for each in people.principals()}
    body = f"@[x](person:{ids['bilal@example.org']}) look at *this*"
    Discussion(database).start_thread(ROOM, Anchor("cell", "c"), body, ids["ada@example.org"])
    yield database
    database.close()


@pytest.fixture
def run(tmp_path):
    def invoke(*arguments, **given):
        return CliRunner().invoke(main, list(arguments), catch_exceptions=False, **given)

    paths = {"outputs": tmp_path / "out", "data": tmp_path / "data"}
    options = [part for name, path in paths.items() for part in (f"--{name}", str(path))]
    shown = ("messages", str(tmp_path / "programme"), *options)
    return lambda *more, **given: (
        invoke("bounce", *options[2:], **given) if given else invoke(*shown, *more)
    )


def test_what_waits_is_shown_and_nothing_is_kept(world, run):
    rows = [line.split("\t")[1:] for line in run().stdout.splitlines()]
    where = "First steps, North depot"
    assert sorted(rows) == [
        ["bilal@example.org", "mention", "Ada North mentioned you", where],
        ["hook chat", "mention", "Ada North mentioned somebody in North depot", where],
    ]
    with world.read() as connection:
        assert connection.execute(select(messages)).all() == []


def test_the_mail_of_one_person_is_shown_without_what_stops_it(world, run):
    shown = run("--person", "Bilal@example.org").stdout
    assert "Subject: Ada North mentioned you: First steps" in shown
    assert "> " in shown
    assert "look at this" in shown
    assert "/messages/stop/…" in shown
    refused = run("--person", "ada@example.org")
    assert (refused.exit_code, "Nothing waits" in refused.stderr) == (2, True)


def test_a_mail_that_came_back_is_noted(world, run):
    reach = Reach(mail=True, hooks=(), timezone="UTC")
    outbox = Outbox(world, reach)
    assert run(input=b"no mail at all").exit_code == 2
    with world.begin() as connection:
        at = connection.exec_driver_sql("SELECT at FROM events").scalar_one()
        person = connection.exec_driver_sql("SELECT id FROM people LIMIT 1").scalar_one()
        letter = "ltr_" + "a" * 20
        connection.exec_driver_sql(
            "INSERT INTO letters (id, recipient, person_id, state, made_at, next_at, tries)"
            f" VALUES ('{letter}', '{person}', '{person}', 'sent', '{at}', '{at}', 1)"
        )
    returned = (
        "Content-Type: multipart/report; boundary=b\n\n--b\n"
        "Content-Type: message/delivery-status\n\nReporting-MTA: x\n\n"
        "Action: failed\nDiagnostic-Code: smtp; 550 gone\n\n--b\n"
        f"Content-Type: message/rfc822\n\nMessage-ID: <{letter}@example.org>\n\nHello\n--b--\n"
    )
    assert run(input=returned.encode()).exit_code == 0
    assert [each.reason for each in outbox.troubles()] == ["550 gone"]
    with world.read() as connection:
        assert connection.execute(select(letters.c.state)).scalar_one() == "refused"
