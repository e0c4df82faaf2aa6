"""Letters written out: mail to a person in their language, a request to a hook."""

from __future__ import annotations

from contextvars import copy_context
from dataclasses import replace
from typing import TYPE_CHECKING
from urllib.parse import quote
from zoneinfo import ZoneInfo

from cohortbook.server.messages.mail import Envelope, write_invitation, write_mail
from cohortbook.server.pages.dates import date_text
from cohortbook.server.words import language_for, speak

if TYPE_CHECKING:
    from email.message import EmailMessage

    from cohortbook.access.people import People
    from cohortbook.access.principal import Principal
    from cohortbook.access.sign_in import JoinLink
    from cohortbook.clock import Clock
    from cohortbook.cohort.model import Cohort
    from cohortbook.learning.messages.message import Letter
    from cohortbook.server.messages.settings import MailSettings, MessageSettings
    from cohortbook.server.messages.stopping import StopLinks
    from cohortbook.server.messages.telling import Teller


class Writer:
    """Writes letters as they go out.

    Parameters
    ----------
    settings : MessageSettings
        Whom from, and where they lead.
    cohort : Cohort
        For its title.
    people : People
        For addresses and languages.
    teller : Teller
        For the words.
    stops : StopLinks
        For the link that ends it.
    clock : Clock
        What time it is.
    """

    def __init__(  # noqa: PLR0913 - this is where they come together
        self,
        settings: MessageSettings,
        cohort: Cohort,
        people: People,
        teller: Teller,
        stops: StopLinks,
        clock: Clock,
    ) -> None:
        self._settings = settings
        self._cohort = cohort
        self._people = people
        self._teller = teller
        self._stops = stops
        self._clock = clock

    def mail(
        self, mail: MailSettings, letter: Letter, link: JoinLink | None = None
    ) -> tuple[str, EmailMessage] | None:
        """Return the address and the mail; None when there is nobody to get it.

        Parameters
        ----------
        mail : MailSettings
            Whom from.
        letter : Letter
            What it tells.
        link : JoinLink, optional
            Signs the reader in; a letter that invites has one.
        """
        person = self._people.principal(letter.recipient)
        if person is None:
            return None
        return person.email, copy_context().run(self._mail, mail, letter, person, link)

    def _mail(
        self, mail: MailSettings, letter: Letter, person: Principal, link: JoinLink | None
    ) -> EmailMessage:
        base_url, invitation = self._settings.base_url, letter.invitation
        sign_in = None if link is None else f"{base_url}/join/{link.token}"
        envelope = Envelope(
            letter_id=letter.id,
            at=self._clock(),
            cohort=self._cohort.title,
            base_url=base_url,
            stop_path=self._stops.path(person.person_id),
            sign_in_href=sign_in,
        )
        of_cohort = person.language or self._cohort.language
        if invitation is not None and link is not None:
            speak(language_for(of_cohort or invitation.language, ""))
            zone = ZoneInfo(self._cohort.timezone)
            today, until = (each.astimezone(zone).date() for each in (envelope.at, link.expires_at))
            programme = self._cohort.programme_title
            return write_invitation(
                mail, person.email, programme, date_text(until, today), envelope
            )
        speak(language_for(of_cohort, ""))
        items = self._teller.items(letter.messages)
        if sign_in is not None:
            there = f"{sign_in}?next={quote(items[0].path, safe='/')}"
            envelope = replace(envelope, sign_in_href=there)
        return write_mail(mail, person, items, envelope)

    def request(self, letter: Letter) -> dict[str, object]:
        """Return the body of a request to a hook: what happened, in its language and as ids."""
        return copy_context().run(self._request, letter)

    def _request(self, letter: Letter) -> dict[str, object]:
        (message,) = letter.messages
        hook = self._cohort.hooks.get(message.hook_id or "")
        speak(language_for(None if hook is None else hook.language, ""))
        item = self._teller.for_hook(message)
        return {
            "type": message.kind,
            "timestamp": message.at.isoformat(),
            "data": {
                "text": item.text,
                "url": self._settings.base_url + item.path,
                "cohort": {"id": self._cohort.id, "title": self._cohort.title},
                "group": {"id": message.room.group, "title": item.group},
                "workbook": {"id": message.room.workbook, "title": item.workbook},
                **message.about,
            },
        }
