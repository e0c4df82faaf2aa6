"""Sending nudges, giving accounts, replying, and following promises up."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING, Any

from sqlalchemy import and_, func, insert, select, update

from cohortbook.clock import Clock, utc_now
from cohortbook.ids import new_id
from cohortbook.learning.accounts import AccountDraft
from cohortbook.learning.errors import NudgeInvalid, VersionConflict
from cohortbook.learning.events import Outcome
from cohortbook.learning.idempotency import earlier_result, remember_result
from cohortbook.learning.nudge_decisions import SentNudge
from cohortbook.learning.nudge_loading import Nudge, load_nudges
from cohortbook.learning.nudge_sending import NewNudge, nudge_in, send_nudge, told_nudge
from cohortbook.learning.own_promises import OwnPromises
from cohortbook.learning.rooms import RoomKey, in_any_room, in_room
from cohortbook.learning.text import comment_body, feedback_body
from cohortbook.store.attention_tables import account_agreements, accounts, nudge_replies, nudges

if TYPE_CHECKING:
    from collections.abc import Iterable

    from sqlalchemy import Connection

    from cohortbook.cohort.nudging import NudgePlan
    from cohortbook.store.database import Database


class Nudges:
    """The nudges of a cohort.

    Parameters
    ----------
    database : Database
        Where they are kept.
    clock : Clock
        What time it is.

    Attributes
    ----------
    own_promises : OwnPromises
        Follows up days of the groups' own topics.

    Notes
    -----
    What was decided to be sent is asked once more within the transaction that sends
    it. There is one writer at a time, whatever the number of servers: so nothing is
    sent twice.
    """

    def __init__(self, database: Database, clock: Clock = utc_now) -> None:
        self._database = database
        self._clock = clock
        self.own_promises = OwnPromises(database, clock)

    def send_by_rule(self, new: NewNudge, plan: NudgePlan) -> Outcome[Nudge | None]:
        """Send what a rule decided on, if the limits still allow it.

        Returns
        -------
        Outcome of Nudge or None
            With ``nudge.sent``; None when another server was quicker.
        """
        now = self._clock()
        with self._database.begin() as connection:
            if not _still_allowed(connection, new, plan, now):
                return Outcome(None)
            nudge, event = send_nudge(connection, new, now, None)
        return Outcome(nudge, (event,))

    def send_by_hand(self, new: NewNudge, by: str, key: str | None = None) -> Outcome[Nudge]:
        """Send what somebody wrote.

        Parameters
        ----------
        new : NewNudge
            A reminder or a challenge.
        by : str
            Id of who writes.
        key : str, optional
            The same person with the same key sends it once.

        Returns
        -------
        Outcome of Nudge
            With ``nudge.sent``.

        Raises
        ------
        NudgeInvalid
            When it is of no kind that people send.
        CommentTooLong, KeyReused
            Nothing is sent then.
        """
        if new.kind not in ("reminder", "challenge"):
            msg = f"{new.kind!r} is nothing that is sent to a group."
            raise NudgeInvalid(msg, mend="Use reminder or challenge.")
        words, now = feedback_body(new.words), self._clock()
        kept = NewNudge(new.room, new.topic, new.kind, words, new.facts, new.quote)
        with self._database.begin() as connection:
            earlier = earlier_result(connection, by, key, "nudge")
            if earlier is not None:
                return Outcome(nudge_in(connection, new.room, earlier))
            nudge, event = send_nudge(connection, kept, now, by)
            remember_result(connection, by, key, "nudge", result_id=nudge.id, at=now)
        return Outcome(nudge, (event,))

    def give_account(
        self, room: RoomKey, nudge_id: str, draft: AccountDraft, by: str, version: int
    ) -> Outcome[Nudge]:
        """Write what the group says, or change it; whoever writes agrees.

        Parameters
        ----------
        room, nudge_id : RoomKey, str
            To which nudge.
        draft : AccountDraft
            What to say.
        by : str
            Id of the member who writes.
        version : int
            The version that was seen; 0 when there was none.

        Returns
        -------
        Outcome of Nudge
            With ``nudge.account``.

        Raises
        ------
        NotFound
            When the room has no such nudge.
        VersionConflict
            When another member was quicker.
        CommentTooLong
            When it has more than 10,000 characters.
        """
        words, now = feedback_body(draft.words), self._clock()
        with self._database.begin() as connection:
            nudge = nudge_in(connection, room, nudge_id)
            if version != (0 if nudge.account is None else nudge.account.version):
                raise VersionConflict(nudge)
            connection.execute(
                insert(accounts).values(
                    nudge_id=nudge_id,
                    version=version + 1,
                    choice=draft.choice,
                    by_day=draft.by_day,
                    words=words,
                    by=by,
                    at=now,
                )
            )
            _agree(connection, nudge_id, version + 1, by, now)
            return told_nudge(connection, room, nudge_id, "nudge.account", by, now)

    def agree(self, room: RoomKey, nudge_id: str, by: str, version: int) -> Outcome[Nudge]:
        """Agree with what another member wrote.

        Returns
        -------
        Outcome of Nudge
            With ``nudge.agreed``; without events when they had agreed.

        Raises
        ------
        NotFound
            When the room has no such nudge.
        VersionConflict
            When it says something else by now.
        """
        now = self._clock()
        with self._database.begin() as connection:
            nudge = nudge_in(connection, room, nudge_id)
            if nudge.account is None or nudge.account.version != version:
                raise VersionConflict(nudge)
            if by in {each.id for each in nudge.account.agreed}:
                return Outcome(nudge)
            _agree(connection, nudge_id, version, by, now)
            return told_nudge(connection, room, nudge_id, "nudge.agreed", by, now)

    def reply(
        self, room: RoomKey, nudge_id: str, body: str, by: str, key: str | None = None
    ) -> Outcome[Nudge]:
        """Say something to the account that a group gave.

        Returns
        -------
        Outcome of Nudge
            With ``nudge.replied``.

        Raises
        ------
        NotFound
            When the room has no such nudge.
        CommentEmpty, CommentTooLong, KeyReused
            Nothing is kept then.
        """
        kept, now = comment_body(body), self._clock()
        with self._database.begin() as connection:
            nudge = nudge_in(connection, room, nudge_id)
            if earlier_result(connection, by, key, "nudge-reply") is not None:
                return Outcome(nudge)
            reply_id = new_id("nre")
            connection.execute(
                insert(nudge_replies).values(
                    id=reply_id, nudge_id=nudge_id, by=by, body=kept, at=now
                )
            )
            remember_result(connection, by, key, "nudge-reply", result_id=reply_id, at=now)
            return told_nudge(connection, room, nudge_id, "nudge.replied", by, now)

    def follow_up(self, nudge: Nudge, *, kept: bool, facts: dict[str, Any]) -> Outcome[None]:
        """Note that a promise was kept, or ask about it; once, whoever asks.

        Parameters
        ----------
        nudge : Nudge
            With a promise whose day is over.
        kept : bool
            Whether the group did as it said.
        facts : dict
            The figures it was judged on.

        Returns
        -------
        Outcome of None
            With ``nudge.followed``, and ``nudge.sent`` when it is asked about.
        """
        now = self._clock()
        with self._database.begin() as connection:
            this = and_(nudges.c.id == nudge.id, nudges.c.outcome.is_(None))
            outcome = "kept" if kept else "asked"
            values = {"outcome": outcome, "outcome_at": now}
            if connection.execute(update(nudges).where(this).values(**values)).rowcount == 0:
                return Outcome(None)
            events = list(
                told_nudge(connection, nudge.room, nudge.id, "nudge.followed", None, now).events
            )
            if not kept:
                new = NewNudge(nudge.room, nudge.topic, "follow-up", facts=facts)
                events.append(send_nudge(connection, new, now, None, follows=nudge.id)[1])
        return Outcome(None, tuple(events))

    def of_rooms(self, rooms: Iterable[RoomKey]) -> list[Nudge]:
        """Return all nudges of some rooms, oldest first."""
        wanted = list(rooms)
        if not wanted:
            return []
        with self._database.read() as connection:
            return load_nudges(connection, in_any_room(nudges, wanted))

    def sent(self, until: datetime) -> list[SentNudge]:
        """Return what was sent up to a moment, as limits see it."""
        with self._database.read() as connection:
            found = load_nudges(connection, nudges.c.sent_at <= until)
        return [
            SentNudge(each.room, each.topic, each.sent_at, bool(each.rule), _given(each, until))
            for each in found
        ]

    def promises_over(self, today: date) -> list[Nudge]:
        """Return the nudges to which a group promised something by a day before today."""
        promised = select(accounts.c.nudge_id).where(accounts.c.by_day < today)
        open_ones = and_(nudges.c.outcome.is_(None), nudges.c.id.in_(promised))
        with self._database.read() as connection:
            found = load_nudges(connection, open_ones)
        return [each for each in found if each.promised is not None and each.promised < today]


def _given(nudge: Nudge, until: datetime) -> bool:
    given = None if nudge.account is None else nudge.account.given_at
    return given is not None and given <= until


def _still_allowed(connection: Connection, new: NewNudge, plan: NudgePlan, now: datetime) -> bool:
    lately = select(func.count()).where(
        in_room(nudges, new.room),
        nudges.c.topic == new.topic,
        nudges.c.sent_at > now - timedelta(days=plan.same_topic_days),
    )
    many = select(func.count()).where(
        nudges.c.group_id == new.room.group,
        nudges.c.rule.is_not(None),
        nudges.c.sent_at > now - timedelta(days=plan.in_days),
    )
    if connection.execute(lately).scalar_one():
        return False
    return int(connection.execute(many).scalar_one()) < plan.most


def _agree(connection: Connection, nudge_id: str, version: int, by: str, now: datetime) -> None:
    connection.execute(
        insert(account_agreements).values(nudge_id=nudge_id, version=version, person_id=by, at=now)
    )
