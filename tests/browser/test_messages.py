"""The pages about mail, on a server that sends some."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from datetime import time, timedelta
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, expect

from axe import accessible, accessible_everywhere
from cast import ADA, BILAL, CHIARA, NOOR, WORKBOOKS, once_there, visit
from cohortbook.access.people import People
from cohortbook.access.secret import load_secret
from cohortbook.clock import utc_now
from cohortbook.learning.anchors import Anchor
from cohortbook.learning.discussion import Discussion
from cohortbook.learning.messages.choices import Choices, MessageChoices
from cohortbook.learning.messages.rhythm import Quiet
from cohortbook.learning.rooms import RoomKey
from cohortbook.server.messages.stopping import StopLinks
from cohortbook.store.database import Database
from mail_server import Mailbox, mail_server
from serving import EXAMPLE, Served

pytestmark = pytest.mark.browser

OPTIONS = ["--mail-from", "cohort@example.org", "--base-url", "https://learn.example.org"]


@pytest.fixture(scope="module")
def mailbox() -> Iterator[Mailbox]:
    with mail_server() as box:
        yield box


@pytest.fixture(scope="module")
def server(example: Path, mailbox: Mailbox, tmp_path_factory: Any) -> Iterator[Served]:
    """The example cohort, in which Chiara was mentioned and cannot be written to."""
    folder = tmp_path_factory.mktemp("served")
    shutil.copytree(example, folder, dirs_exist_ok=True)
    running = Served(EXAMPLE, folder, options=OPTIONS)
    smtp = {"COHORTBOOK_SMTP_URL": f"smtp://127.0.0.1:{mailbox.port}"}
    # The first start notes where messages begin: with what happens after it.
    running.start(**smtp)
    running.stop()
    mailbox.at_rcpt.append("550 5.1.1 there is no such user here")
    database = Database.in_folder(running.data)
    people = People(database)
    chiara, ada = (people.by_email(each).person_id for each in (CHIARA, ADA))
    always = Quiet(time(0), time(0))
    MessageChoices(database, "UTC").keep(chiara, Choices(quiet=always))
    room = RoomKey("north", WORKBOOKS["visible"])
    discussion = Discussion(database, lambda: utc_now() - timedelta(minutes=10))
    body = f"@[Chiara Conti](person:{chiara}) look"
    discussion.start_thread(room, Anchor("exercise", "last-mix-up"), body, ada)
    database.close()
    running.start(**smtp)
    yield running
    running.stop()


def test_somebody_chooses_what_they_get(person: Any) -> None:
    page: Page = visit(person(BILAL), "visible")
    page.get_by_role("banner").locator("summary").last.click()
    page.get_by_role("link", name="Mail you get").click()
    mentions = page.get_by_role("group", name="Somebody mentions you")
    expect(mentions.get_by_label("At once")).to_be_checked()
    accessible_everywhere(page, "what is sent")
    mentions.get_by_label("At once").focus()
    page.keyboard.press("ArrowRight")
    page.get_by_label("Your time zone").select_option("Asia/Kathmandu")
    page.get_by_role("button", name="Keep").click()
    expect(page.get_by_role("status")).to_contain_text("as you chose")
    expect(mentions.get_by_label("Once a day")).to_be_checked()
    expect(page.get_by_label("Your time zone")).to_have_value("Asia/Kathmandu")


def test_a_facilitator_sees_who_was_not_reached_and_has_it_tried_again(
    person: Any, mailbox: Mailbox
) -> None:
    page: Page = person(NOOR)
    page.get_by_role("banner").locator("summary").last.click()
    page.get_by_role("link", name="Mail you get").click()
    page.get_by_role("link", name="Who could not be reached").click()

    once_there(page.get_by_text("there is no such user here"))
    expect(page.get_by_role("listitem").filter(has_text="Chiara Conti")).to_contain_text("Refused")
    accessible_everywhere(page, "who was not reached")
    page.get_by_role("button", name="Try again: Chiara Conti").click()
    expect(page.get_by_role("listitem").filter(has_text="Refused")).to_have_count(0)


def test_mail_is_stopped_without_signing_in(browser: Browser, server: Served, watch: Any) -> None:
    database = Database.in_folder(server.data)
    bilal = People(database).by_email(BILAL)
    assert bilal is not None
    context = browser.new_context()
    page = context.new_page()
    watch.page(page)
    page.goto(server.url + StopLinks(load_secret(server.data)).path(bilal.person_id))
    accessible_everywhere(page, "stopping mail")
    page.get_by_role("button", name="Stop all mail").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("no more mail")
    accessible(page, "stopped")
    context.close()
    assert MessageChoices(database, "UTC").of(bilal.person_id).silent
    database.close()
