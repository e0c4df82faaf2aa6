"""Letters that invite somebody into a group: each holds a link that signs them in."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from sqlalchemy import and_, func, insert, select

from cohortbook.clock import Clock, utc_now
from cohortbook.ids import new_id
from cohortbook.learning.messages.choices import load_choices
from cohortbook.store.message_tables import letters
from cohortbook.store.schema import join_links

if TYPE_CHECKING:
    from collections.abc import Mapping
    from typing import Any

    from sqlalchemy import Connection, Row

    from cohortbook.access.principal import Principal
    from cohortbook.store.database import Database


@dataclass(frozen=True, slots=True)
class Invitation:
    """What a letter that invites somebody is about.

    Parameters
    ----------
    group : str
        Id of the group that they are in since.
    language : str or None
        Of the pages of whoever invited them.
    """

    group: str
    language: str | None


class Invitations:
    """Puts invitations into the outbox.

    Parameters
    ----------
    database : Database
        Where it is.
    clock : Clock
        What time it is.
    """

    def __init__(self, database: Database, clock: Clock = utc_now) -> None:
        self._database = database
        self._clock = clock

    def invite(self, person_id: str, invitation: Invitation) -> bool:
        """Put a letter to somebody into the outbox; it goes out at any hour.

        Parameters
        ----------
        person_id : str
            Who is invited; they are in the group by now.
        invitation : Invitation
            What about.

        Returns
        -------
        bool
            False, and no letter, for somebody who has stopped all mail or whom the last
            letter never reached.
        """
        now = self._clock()
        with self._database.begin() as connection:
            if load_choices(connection, [person_id])[person_id].silent:
                return False
            if _last_state(connection, person_id) in ("refused", "failed"):
                return False
            connection.execute(
                insert(letters).values(
                    id=new_id("ltr"),
                    recipient=person_id,
                    person_id=person_id,
                    state="waiting",
                    made_at=now,
                    next_at=now,
                    tries=0,
                    invited_to=invitation.group,
                    language=invitation.language,
                )
            )
        return True


def standing_invitation(
    connection: Connection, letter: Row[Any], known: Mapping[str, Principal]
) -> Invitation | None:
    """Return what a letter invites to; None when it does not, or not any more.

    Parameters
    ----------
    connection : sqlalchemy.Connection
        In a transaction.
    letter : sqlalchemy.Row
        As kept.
    known : mapping of str to Principal
        Whoever has a role still, by id.
    """
    if letter.invited_to is None or letter.person_id not in known:
        return None
    person = known[letter.person_id]
    came = select(join_links.c.id).where(
        and_(
            join_links.c.person_id == letter.person_id,
            join_links.c.used_at >= letter.made_at,
        )
    )
    # Who was moved in the meantime is invited all the same; who has come in is not.
    if not person.member_of or connection.execute(came).first() is not None:
        return None
    return Invitation(letter.invited_to, letter.language)


def _last_state(connection: Connection, person_id: str) -> str | None:
    last = select(func.max(letters.c.number)).where(letters.c.recipient == person_id)
    this = select(letters.c.state).where(letters.c.number == last.scalar_subquery())
    return connection.execute(this).scalar_one_or_none()
