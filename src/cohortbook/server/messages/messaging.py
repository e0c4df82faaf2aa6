"""Everything about messages, put together where the operator has set them up."""

from __future__ import annotations

from typing import TYPE_CHECKING

from cohortbook.learning.messages.choices import MessageChoices
from cohortbook.learning.messages.derivation import Reach
from cohortbook.learning.messages.invitations import Invitation, Invitations
from cohortbook.learning.messages.outbox import Outbox
from cohortbook.server.messages.postman import Postman
from cohortbook.server.messages.stopping import StopLinks
from cohortbook.server.messages.telling import Teller
from cohortbook.server.messages.writer import Writer

if TYPE_CHECKING:
    from cohortbook.access.principal import Principal
    from cohortbook.server.messages.settings import MessageSettings
    from cohortbook.server.services import Services


class Messaging:
    """The parts of messages.

    Parameters
    ----------
    settings : MessageSettings
        What the operator set.
    services : Services
        Of whose cohort.
    secret : bytes
        Signs links that stop mail.
    """

    def __init__(self, settings: MessageSettings, services: Services, secret: bytes) -> None:
        cohort, database, clock = services.cohort, services.database, services.clock
        self.settings = settings
        self.stops = StopLinks(secret)
        self.choices = MessageChoices(database, cohort.timezone, clock)
        reach = Reach(settings.mail is not None, tuple(cohort.hooks.values()), cohort.timezone)
        self.outbox = Outbox(database, reach, clock)
        self.invitations = Invitations(database, clock)
        teller = Teller(services.served, lambda: services.stamps.manifest, database)
        self.postman = Postman(
            settings,
            self.outbox,
            Writer(settings, cohort, services.people, teller, self.stops, clock),
            services.sign_in,
            run=services.run,
            store=services.store,
            clock=clock,
        )

    @property
    def by_mail(self) -> bool:
        """Whether people are written to at all."""
        return self.settings.mail is not None

    def invite(self, person: Principal, language: str) -> bool:
        """Send somebody who is in a group from now on a link by mail.

        Parameters
        ----------
        person : Principal
            A member; nobody else is invited by mail.
        language : str
            Of the pages of whoever invites them.

        Returns
        -------
        bool
            Whether it is on its way. Otherwise whoever invites hands a link on.
        """
        if not self.by_mail or not person.member_of or person.facilitator:
            return False
        group = min(person.member_of)
        return self.invitations.invite(person.person_id, Invitation(group, language))
