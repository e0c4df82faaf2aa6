"""A letter to a person as mail: text and HTML, with nothing to be fetched from anywhere."""

from __future__ import annotations

from dataclasses import dataclass
from email.headerregistry import Address
from email.message import EmailMessage
from email.utils import format_datetime
from typing import TYPE_CHECKING

from cohortbook.server.pages.home_writing import first_name
from cohortbook.server.pages.rendering import render
from cohortbook.server.words import spoken, t

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import datetime

    from cohortbook.access.principal import Principal
    from cohortbook.server.messages.settings import MailSettings
    from cohortbook.server.messages.telling import Item

MOST_ITEMS = 25
_LONGEST_SUBJECT = 120


@dataclass(frozen=True, slots=True)
class Envelope:
    """What a mail says beside its items.

    Parameters
    ----------
    letter_id : str
        Makes the Message-ID: the same at every try.
    at : datetime.datetime
        When it is sent.
    cohort : str
        Title of the cohort.
    base_url : str
        Where the server is reached.
    stop_path : str
        Where one request stops all mail to this person.
    sign_in_href : str or None
        Signs the reader in; None unless the operator wants such links.
    """

    letter_id: str
    at: datetime
    cohort: str
    base_url: str
    stop_path: str
    sign_in_href: str | None = None


def write_mail(
    settings: MailSettings, to: Principal, items: Sequence[Item], envelope: Envelope
) -> EmailMessage:
    """Write a mail in the language that is spoken.

    Parameters
    ----------
    settings : MailSettings
        Whom it is from.
    to : Principal
        Whom it is for.
    items : sequence of Item
        What it tells; at least one.
    envelope : Envelope
        The rest.
    """
    context = {
        "language": spoken(),
        "greeting": t("mail.greeting", name=first_name(to.name)),
        "items": items[:MOST_ITEMS],
        "more": t("mail.more", count=len(items) - MOST_ITEMS) if len(items) > MOST_ITEMS else None,
        "cohort": envelope.cohort,
        "base_url": envelope.base_url,
        "choose_href": f"{envelope.base_url}/messages",
        "stop_href": envelope.base_url + envelope.stop_path,
        "sign_in_href": envelope.sign_in_href,
        "with_group": len(to.member_of | to.mentor_of) > 1 or to.facilitator,
    }
    mail = _sealed(settings, _address(to.name, to.email), _subject(items, envelope), envelope)
    return _filled(mail, "mail", context)


def write_invitation(
    settings: MailSettings, email: str, programme: str, until: str, envelope: Envelope
) -> EmailMessage:
    """Write an invitation in the language that is spoken.

    Parameters
    ----------
    settings : MailSettings
        Whom it is from.
    email : str
        Whom it is for.
    programme : str
        What is learnt.
    until : str
        The day up to which its link is good.
    envelope : Envelope
        The rest, with a link that signs in.

    Notes
    -----
    Whoever invites somebody chooses a name and an address. So nothing stands in it that
    members write, not even that name: it is no way to send words to strangers.
    """
    text = t("mail.invitation.text", cohort=envelope.cohort, programme=programme)
    context = {
        "language": spoken(),
        "text": text,
        "cohort": envelope.cohort,
        "until": until,
        "sign_in_href": envelope.sign_in_href,
        "stop_href": envelope.base_url + envelope.stop_path,
    }
    subject = _one_line(t("mail.invitation.subject", cohort=envelope.cohort))
    return _filled(_sealed(settings, _address("", email), subject, envelope), "invitation", context)


def _sealed(settings: MailSettings, to: Address, subject: str, envelope: Envelope) -> EmailMessage:
    mail, stop_href = EmailMessage(), envelope.base_url + envelope.stop_path
    mail["From"] = _address(settings.name or envelope.cohort, settings.address)
    mail["To"] = to
    mail["Subject"] = subject
    mail["Date"] = format_datetime(envelope.at)
    domain = settings.address.rpartition("@")[2].encode("idna").decode()
    mail["Message-ID"] = f"<{envelope.letter_id}@{domain}>"
    mail["List-Unsubscribe"] = f"<{stop_href}>"
    mail["List-Unsubscribe-Post"] = "List-Unsubscribe=One-Click"
    mail["Auto-Submitted"] = "auto-generated"
    mail["X-Auto-Response-Suppress"] = "All"
    return mail


def _filled(mail: EmailMessage, template: str, context: Mapping[str, object]) -> EmailMessage:
    html = render(f"{template}.html", context)
    mail.set_content(render(f"{template}.txt", context), cte="quoted-printable")
    mail.add_alternative(html, subtype="html", cte="quoted-printable")
    # Content put in takes away what was said of the content before.
    mail["Content-Language"] = spoken()
    return mail


def _subject(items: Sequence[Item], envelope: Envelope) -> str:
    if len(items) == 1:
        text = t("mail.subject.one", text=items[0].text, workbook=items[0].workbook)
    else:
        text = t("mail.subject", count=len(items), cohort=envelope.cohort)
    return _one_line(text)


def _one_line(text: str) -> str:
    line = " ".join(text.split())
    return line if len(line) <= _LONGEST_SUBJECT else f"{line[: _LONGEST_SUBJECT - 1]}…"


def _address(name: str, address: str) -> Address:
    return Address(display_name=" ".join(name.split()), addr_spec=address)
