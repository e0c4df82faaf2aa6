"""What would be sent and what came back, from the command line."""

from __future__ import annotations

import contextlib
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import ClassVar
from zoneinfo import ZoneInfo

from cohortbook.access.people import People
from cohortbook.access.secret import load_secret
from cohortbook.cli_output import notices, print_rows, results
from cohortbook.clock import utc_now
from cohortbook.cohort.model import Cohort
from cohortbook.delivery.bounce import read_bounce
from cohortbook.delivery.smtp import SmtpServer
from cohortbook.errors import CohortbookError
from cohortbook.learning.messages.derivation import Reach
from cohortbook.learning.messages.message import Letter
from cohortbook.learning.messages.outbox import Outbox
from cohortbook.learning.messages.preview import Preview, preview
from cohortbook.learning.organising.membership import Membership
from cohortbook.server.messages.settings import MailSettings, MessageSettings
from cohortbook.server.messages.stopping import StopLinks
from cohortbook.server.messages.telling import Teller
from cohortbook.server.messages.writer import Writer
from cohortbook.server.stamps import Stamps
from cohortbook.store.database import Database
from cohortbook.workbook.programme import read_programme

_EXAMPLE = "https://learn.example.org"


class NobodyToTellError(CohortbookError):
    """Nothing waits for somebody with this e-mail address."""

    code: ClassVar[str] = "nobody-to-tell"


class NotABounceError(CohortbookError):
    """The mail is none that came back, or is not of ours."""

    code: ClassVar[str] = "not-a-bounce"


@dataclass(frozen=True, slots=True)
class _Looking:
    cohort: Cohort
    database: Database
    people: People
    teller: Teller
    secret: bytes
    now: datetime

    @property
    def reach(self) -> Reach:
        return Reach(True, tuple(self.cohort.hooks.values()), self.cohort.timezone)  # noqa: FBT003


def show_messages(programme: Path, outputs: Path, data: Path, email: str | None) -> None:
    """Print what would be sent, to whom and when; or the mail that waits for one person.

    Raises
    ------
    NobodyToTellError
        When nothing waits for this person.
    """
    with _looking(programme, outputs, data) as looking:
        with looking.database.read() as connection:
            found = preview(connection, looking.reach, looking.now)
        if email is not None:
            _print_mail(looking, found, email)
            return
        _print_waiting(looking, found)
        _print_troubles(looking)


def note_bounce(data: Path, content: bytes) -> None:
    """Note that a letter came back.

    Raises
    ------
    NotABounceError
        When it is none of ours.
    """
    found = read_bounce(content)
    database = Database.in_folder(data)
    try:
        database.migrate()
        outbox = Outbox(database, Reach(False, (), "UTC"))  # noqa: FBT003 - nothing is sent
        if found is None or not outbox.bounced(found.letter_id, found.reason):
            msg = "This mail tells of no letter of this cohort that could not be delivered."
            raise NotABounceError(msg, mend="Leave it to a person to read.")
    finally:
        database.close()
    results().print("Noted: facilitators see that this letter came back.")


@contextlib.contextmanager
def _looking(programme: Path, outputs: Path, data: Path) -> Iterator[_Looking]:
    cohort = read_programme(programme).cohort
    stamps = Stamps(outputs / cohort.id, lambda: cohort, programme)
    database = Database.in_folder(data)
    try:
        database.migrate()
        people = People(database)
        Membership(people, database).follow(cohort)
        teller = Teller(lambda: cohort, lambda: stamps.manifest, database)
        yield _Looking(cohort, database, people, teller, load_secret(data), utc_now())
    finally:
        database.close()


def _print_waiting(looking: _Looking, found: list[Preview]) -> None:
    zone = ZoneInfo(looking.cohort.timezone)
    rows = []
    for each in found:
        message = each.message
        if message.person_id is None:
            to, item = f"hook {message.hook_id}", looking.teller.for_hook(message)
        else:
            person = looking.people.principal(message.person_id)
            to = "?" if person is None else person.email
            (item,) = looking.teller.items((message,))
        when = f"{message.due_at.astimezone(zone):%Y-%m-%d %H:%M}" if each.told else "not any more"
        rows.append((when, to, message.kind, item.text, f"{item.workbook}, {item.group}"))
    if rows:
        print_rows(("when", "to", "kind", "what", "where"), rows)
    else:
        notices().print("Nothing waits to be sent.")


def _print_troubles(looking: _Looking) -> None:
    outbox = Outbox(looking.database, looking.reach)
    rows = [
        (each.state, each.name or each.recipient, each.email or "", each.reason)
        for each in outbox.troubles()
    ]
    if rows:
        notices().print("The last letter did not reach:")
        print_rows(("state", "name", "e-mail", "reason"), rows)


def _print_mail(looking: _Looking, found: list[Preview], email: str) -> None:
    person = looking.people.by_email(email)
    told = tuple(
        each.message
        for each in found
        if each.told and person is not None and each.message.recipient == person.person_id
    )
    if person is None or not told:
        msg = f"Nothing waits for {email}."
        raise NobodyToTellError(msg, mend="See what waits for others without --person.")
    mail = MailSettings("", "cohort@example.org", SmtpServer("localhost", 25))
    settings = MessageSettings(_EXAMPLE, mail, {})
    stops = StopLinks(looking.secret)
    writer = Writer(
        settings, looking.cohort, looking.people, looking.teller, stops, lambda: looking.now
    )
    written = writer.mail(mail, Letter("ltr_example", person.person_id, 1, told))
    assert written is not None
    message = written[1]
    body = message.get_body(("plain",))
    assert body is not None
    # A link that stops somebody's mail belongs to them alone.
    text = body.get_content().replace(stops.path(person.person_id), "/messages/stop/…")
    results().out(f"To: {message['To']}\nSubject: {message['Subject']}\n\n{text}", highlight=False)
