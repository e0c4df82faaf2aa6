"""A mail of the real server arrives, once, whatever dies in between."""

from __future__ import annotations

import shutil
import time
from contextlib import closing
from datetime import time as clock_time
from datetime import timedelta

import pytest
from sqlalchemy import select

from cohortbook.access.people import People
from cohortbook.clock import utc_now
from cohortbook.learning.anchors import Anchor
from cohortbook.learning.discussion import Discussion
from cohortbook.learning.messages.choices import Choices, MessageChoices
from cohortbook.learning.messages.rhythm import Quiet
from cohortbook.learning.rooms import RoomKey
from cohortbook.store.database import Database
from cohortbook.store.message_tables import message_cursor
from factories import WORKBOOK
from mail_server import mail_server
from serving import PATIENCE_SECONDS, Served

OPTIONS = ["--mail-from", "Us <cohort@example.org>", "--base-url", "https://learn.example.org"]
ALWAYS = Quiet(clock_time(0), clock_time(0))


def until(true):
    end = time.monotonic() + PATIENCE_SECONDS
    while not true():
        assert time.monotonic() < end
        time.sleep(0.1)


def follows_events(data):
    """Say whether the server has begun: what happened before mail was set up is told to nobody."""
    with closing(Database.in_folder(data)) as database, database.read() as connection:
        return connection.execute(select(message_cursor)).first() is not None


def mention_bilal(data):
    """Write, ten minutes ago by its own account, what a server was killed over."""
    database = Database.in_folder(data)
    ids = {each.email: each.person_id for each in People(database).principals()}
    bilal = ids["bilal@example.org"]
    MessageChoices(database, "UTC").keep(bilal, Choices(quiet=ALWAYS))
    discussion = Discussion(database, lambda: utc_now() - timedelta(minutes=10))
    body, anchor = f"@[x](person:{bilal}) look", Anchor("exercise", "where")
    discussion.start_thread(RoomKey("north", WORKBOOK), anchor, body, ids["ada@example.org"])
    database.close()


@pytest.mark.timeout(240)
def test_what_happened_before_a_kill_is_sent_after_it_once(stamped, tmp_path):
    shutil.copytree(stamped, tmp_path, dirs_exist_ok=True)
    with mail_server() as box:
        server = Served(tmp_path / "programme", tmp_path, options=OPTIONS)
        smtp = {"COHORTBOOK_SMTP_URL": f"smtp://127.0.0.1:{box.port}"}
        server.start(**smtp)
        until(lambda: follows_events(server.data))
        server.kill()
        mention_bilal(server.data)
        server.start(**smtp)
        until(lambda: box.mails)
        server.kill()
        server.start(**smtp)
        with closing(server.client("bilal@example.org")) as client:
            page = client.get("/messages")
        server.stop()
    assert page.status_code == 200
    (mail,) = box.mails
    assert mail["Subject"] == "Ada North mentioned you: First steps"
    assert f"Mail is sent from cohort@example.org by 127.0.0.1:{box.port}" in server.log
    assert "bilal@example.org" not in server.log
