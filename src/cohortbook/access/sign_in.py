"""Join links and sessions: how somebody comes in, and stays."""

from __future__ import annotations

import contextlib
import hashlib
import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, ClassVar, Literal

from itsdangerous import BadData, URLSafeSerializer
from sqlalchemy import delete, insert, select, update

from cohortbook.access.cache import PrincipalCache
from cohortbook.access.people import ROSTER, load_principal, load_principals
from cohortbook.clock import Clock, utc_now
from cohortbook.errors import CohortbookError
from cohortbook.ids import new_id
from cohortbook.store.errors import DatabaseError
from cohortbook.store.schema import join_links, people, sessions

if TYPE_CHECKING:
    from sqlalchemy import Connection

    from cohortbook.access.principal import Principal
    from cohortbook.store.database import Database

LINK_LIFETIME = timedelta(days=14)
SESSION_LIFETIME = timedelta(days=30)
# Sliding the end of a session at every visit would make every visit a write.
_SLIDE_AFTER = timedelta(hours=12)
# A little less than `PrincipalCache` remembers.
REFRESH_SECONDS = 4.0
_AT_ONCE = 500

Reason = Literal["used", "expired", "revoked", "forged"]

_WORDS: dict[Reason, str] = {
    "used": "This link has been used already.",
    "expired": "This link has expired.",
    "revoked": "This link has been withdrawn.",
    "forged": "This is not one of our links.",
}


class LinkInvalid(CohortbookError):  # noqa: N818
    """A join link that lets nobody in.

    Parameters
    ----------
    reason : {"used", "expired", "revoked", "forged"}
        Why not.
    """

    code: ClassVar[str] = "link-invalid"

    def __init__(self, reason: Reason) -> None:
        super().__init__(_WORDS[reason], mend="Ask your facilitator for a new link.")
        self.reason = reason


@dataclass(frozen=True, slots=True)
class JoinLink:
    """A fresh join link; the token exists nowhere else.

    Parameters
    ----------
    id : str
        Names the link when it is to be revoked.
    token : str
        Goes into the address that the person gets.
    expires_at : datetime.datetime
        In UTC.
    """

    id: str
    token: str
    expires_at: datetime


@dataclass(frozen=True, slots=True)
class LinkRecord:
    """What is known of a join link after it was handed out.

    Parameters
    ----------
    id, person_id, name, email : str
        The link and whom it is for.
    created_at, expires_at : datetime.datetime
        In UTC.
    used_at, revoked_at : datetime.datetime or None
        In UTC; None when it did not happen.
    """

    id: str
    person_id: str
    name: str
    email: str
    created_at: datetime
    expires_at: datetime
    used_at: datetime | None
    revoked_at: datetime | None


class SignIn:
    """Join links and sessions.

    Parameters
    ----------
    database : Database
        Where hashes of tokens are kept; never a token.
    secret : bytes
        Signs join links.
    clock : Clock
        What time it is.
    """

    def __init__(self, database: Database, secret: bytes, clock: Clock = utc_now) -> None:
        self._database = database
        self._clock = clock
        self._signer = URLSafeSerializer(secret, salt="cohortbook.join")
        self._cache = PrincipalCache(clock)
        database.watch(ROSTER, self._cache.forget_all)

    def create_link(self, person_id: str, valid_for: timedelta = LINK_LIFETIME) -> JoinLink:
        """Make a link that signs one person in, once.

        Parameters
        ----------
        person_id : str
            Whom it is for.
        valid_for : datetime.timedelta
            How long it can be used.

        Returns
        -------
        JoinLink
            With the only copy of its token.
        """
        link_id, nonce, now = new_id("lnk"), secrets.token_urlsafe(32), self._clock()
        with self._database.begin() as connection:
            connection.execute(
                insert(join_links).values(
                    id=link_id,
                    person_id=person_id,
                    nonce_sha256=_sha256(nonce),
                    created_at=now,
                    expires_at=now + valid_for,
                )
            )
        token = self._signer.dumps([link_id, nonce])
        text = token if isinstance(token, str) else token.decode()
        return JoinLink(link_id, text, now + valid_for)

    def preview(self, token: str) -> Principal:
        """Say whom a link would sign in, without using it.

        Raises
        ------
        LinkInvalid
            With the reason.
        """
        with self._database.read() as connection:
            _, principal = self._examine(connection, token)
        return principal

    def redeem(self, token: str) -> str:
        """Use up a link.

        Returns
        -------
        str
            A session token, to be kept by the browser only.

        Raises
        ------
        LinkInvalid
            With the reason; of several who redeem at once exactly one gets in.
        """
        now, session = self._clock(), secrets.token_urlsafe(32)
        with self._database.begin() as connection:
            link_id, principal = self._examine(connection, token)
            won = connection.execute(
                update(join_links)
                .where(join_links.c.id == link_id, join_links.c.used_at.is_(None))
                .values(used_at=now)
            )
            if won.rowcount != 1:
                raise LinkInvalid(reason="used")
            connection.execute(delete(sessions).where(sessions.c.expires_at <= now))
            connection.execute(
                insert(sessions).values(
                    token_sha256=_sha256(session),
                    person_id=principal.person_id,
                    created_at=now,
                    expires_at=now + SESSION_LIFETIME,
                )
            )
        return session

    def revoke_link(self, link_id: str) -> bool:
        """Withdraw a link; say whether there was one that could still be used."""
        with self._database.begin() as connection:
            done = connection.execute(
                update(join_links)
                .where(
                    join_links.c.id == link_id,
                    join_links.c.used_at.is_(None),
                    join_links.c.revoked_at.is_(None),
                )
                .values(revoked_at=self._clock())
            )
        return done.rowcount == 1

    def links(self) -> list[LinkRecord]:
        """Return all links ever made, oldest first."""
        query = (
            select(
                join_links.c.id,
                join_links.c.person_id,
                people.c.name,
                people.c.email,
                join_links.c.created_at,
                join_links.c.expires_at,
                join_links.c.used_at,
                join_links.c.revoked_at,
            )
            .join(people, people.c.id == join_links.c.person_id)
            .order_by(join_links.c.created_at, join_links.c.id)
        )
        with self._database.read() as connection:
            return [LinkRecord(*row) for row in connection.execute(query)]

    def principal(self, session_token: str) -> Principal | None:
        """Say who a session belongs to.

        Parameters
        ----------
        session_token : str
            As the browser sent it.

        Returns
        -------
        Principal or None
            None when the session ended or the person has no role any more. An
            answer may be up to 5 s old when another process changed something.
        """
        key = _sha256(session_token)
        kept = self._cache.get(key)
        if kept is not None:
            return kept
        generation, now = self._cache.generation, self._clock()
        with self._database.read() as connection:
            row = connection.execute(
                select(sessions.c.person_id, sessions.c.expires_at).where(
                    sessions.c.token_sha256 == key
                )
            ).first()
            if row is None or row.expires_at <= now:
                return None
            found = load_principal(connection, row.person_id)
        if found is None:
            return None
        self._keep(key, found, row.expires_at, generation)
        return found

    def refresh(self) -> int:
        """Look up at once all who are using the product, before each is looked up alone.

        Returns
        -------
        int
            How many sessions there are that were used a moment ago.

        Notes
        -----
        Call it every `REFRESH_SECONDS`, in any thread. A session that ended
        is not renewed here, and so is forgotten as soon as without it.
        """
        generation, now = self._cache.generation, self._clock()
        wanted = sorted(self._cache.wanted())
        found = 0
        for start in range(0, len(wanted), _AT_ONCE):
            with self._database.read() as connection:
                rows = connection.execute(
                    select(sessions.c.token_sha256, sessions.c.person_id, sessions.c.expires_at)
                    .where(sessions.c.token_sha256.in_(wanted[start : start + _AT_ONCE]))
                    .where(sessions.c.expires_at > now)
                ).all()
                whose = load_principals(connection, {row.person_id for row in rows})
            for row in rows:
                if row.person_id in whose:
                    self._keep(row.token_sha256, whose[row.person_id], row.expires_at, generation)
                    found += 1
        return found

    def sign_out(self, session_token: str) -> None:
        """End one session."""
        key = _sha256(session_token)
        with self._database.begin() as connection:
            connection.execute(delete(sessions).where(sessions.c.token_sha256 == key))
        self._cache.forget_all()

    def revoke_sessions(self, person_id: str) -> int:
        """End all sessions of a person; say how many there were."""
        with self._database.begin() as connection:
            ended = connection.execute(delete(sessions).where(sessions.c.person_id == person_id))
        self._cache.forget_all()
        return ended.rowcount

    def _keep(self, key: str, principal: Principal, ends: datetime, generation: int) -> None:
        now = self._clock()
        if now + SESSION_LIFETIME - ends >= _SLIDE_AFTER:
            self._slide(key, now)
        self._cache.put(key, principal, ends, generation)

    def _slide(self, key: str, now: datetime) -> None:
        # A visit must not fail because its session could not be made to last longer.
        with contextlib.suppress(DatabaseError), self._database.begin() as connection:
            connection.execute(
                update(sessions)
                .where(sessions.c.token_sha256 == key)
                .values(expires_at=now + SESSION_LIFETIME)
            )

    def _examine(self, connection: Connection, token: str) -> tuple[str, Principal]:
        try:
            link_id, nonce = self._signer.loads(token)
        except (BadData, TypeError, ValueError):
            raise LinkInvalid(reason="forged") from None
        row = connection.execute(select(join_links).where(join_links.c.id == link_id)).first()
        if row is None or not secrets.compare_digest(row.nonce_sha256, _sha256(str(nonce))):
            raise LinkInvalid(reason="forged")
        if row.revoked_at is not None:
            raise LinkInvalid(reason="revoked")
        if row.used_at is not None:
            raise LinkInvalid(reason="used")
        if row.expires_at <= self._clock():
            raise LinkInvalid(reason="expired")
        principal = load_principal(connection, row.person_id)
        if principal is None:
            raise LinkInvalid(reason="revoked")
        return row.id, principal


def _sha256(text: str) -> str:
    return hashlib.sha256(text.encode(errors="replace")).hexdigest()
