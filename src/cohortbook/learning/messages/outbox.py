"""The outbox: what is to be sent, what was, and what could not be."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from sqlalchemy import and_, delete, func, insert, or_, select, update

from cohortbook.access.people import load_principals
from cohortbook.clock import Clock, utc_now
from cohortbook.ids import new_id
from cohortbook.learning.messages.choices import load_choices
from cohortbook.learning.messages.derivation import CURSOR, cursor, derive
from cohortbook.learning.messages.gathering import gather, worth_telling
from cohortbook.learning.messages.invitations import standing_invitation
from cohortbook.learning.messages.message import Letter, LetterState, message_of
from cohortbook.learning.messages.rhythm import after_quiet
from cohortbook.store.message_tables import letters, message_cursor, messages
from cohortbook.store.schema import people

if TYPE_CHECKING:
    from collections.abc import Sequence

    from sqlalchemy import Connection, Row

    from cohortbook.learning.messages.derivation import Reach
    from cohortbook.learning.messages.message import Message
    from cohortbook.store.database import Database

# How long after each vain try the next one comes; after the last it is given up.
PATIENCE = tuple(timedelta(minutes=each) for each in (1, 5, 15, 60, 240, 480, 720, 1440))
# A server that takes a letter and dies leaves it to another after this.
LEASE = timedelta(minutes=5)
# So long it is kept who was told of what; then nobody asks any more.
KEPT = timedelta(days=90)
_LONGEST_REASON = 300
# Events that nobody is told of; to note each would be a write for each.
_LAG = 200


@dataclass(frozen=True, slots=True)
class Trouble:
    """Somebody, or a program, that the last letter did not reach.

    Parameters
    ----------
    recipient : str
        As in `Message`.
    name, email : str or None
        None for a hook.
    state : {"waiting", "refused", "failed"}
        Whether it is tried again.
    reason : str
        What the other side said, or what went wrong.
    at : datetime.datetime
        When it was tried last or will be tried again.
    held : int
        How many messages wait behind it.
    """

    recipient: str
    name: str | None
    email: str | None
    state: LetterState
    reason: str
    at: datetime
    held: int


class Outbox:
    """What goes out to the people of a cohort and to its hooks.

    Parameters
    ----------
    database : Database
        Where it is kept.
    reach : Reach
        Who can be reached at all.
    clock : Clock
        What time it is.

    Notes
    -----
    Messages are made from the events that are kept, in one transaction with the
    mark of how far that was: none is made twice, none is lost. A letter is kept
    before it is sent, and goes out at least once. It can go out again only when a
    server dies between the other side's word and its own note of it; then under
    the same id, by which receivers know it.
    """

    def __init__(self, database: Database, reach: Reach, clock: Clock = utc_now) -> None:
        self._database = database
        self._reach = reach
        self._clock = clock

    def make_messages(self) -> int:
        """Make messages of what happened since the last time; return how many."""
        with self._database.read() as connection:
            found = derive(connection, self._reach, self._clock())
            begun = cursor(connection)
        if begun is not None and not found.happenings and found.upto < begun + _LAG:
            return 0
        made, more = 0, True
        while more:
            with self._database.begin() as connection:
                derived = derive(connection, self._reach, self._clock())
                _keep(connection, derived.messages)
                _move_cursor(connection, derived.upto, self._clock())
                made, more = made + len(derived.messages), derived.more
        return made

    def make_letters(self) -> int:
        """Put what is due into letters; return how many."""
        now, made = self._clock(), 0
        with self._database.read() as connection:
            if not gather(connection, self._reach, now):
                return 0
        with self._database.begin() as connection:
            for gathered in gather(connection, self._reach, now):
                _drop(connection, gathered.dropped, now)
                for told in gathered.letters:
                    _make_letter(connection, told, now)
                    made += 1
        return made

    def claim(self, limit: int = 8) -> list[Letter]:
        """Take letters that are to be tried now; nobody else takes them for a while.

        Returns
        -------
        list of Letter
            With what is still worth telling; those with nothing left are ended.
        """
        now = self._clock()
        due = (
            select(letters)
            .where(letters.c.state == "waiting", letters.c.next_at <= now)
            .order_by(letters.c.next_at, letters.c.number)
            .limit(limit)
        )
        with self._database.read() as connection:
            if connection.execute(due).first() is None:
                return []
        with self._database.begin() as connection:
            taken = []
            for row in connection.execute(due).all():
                letter = _letter(connection, row)
                values = {"tries": letter.tries, "next_at": now + LEASE}
                if letter.is_empty:
                    values |= {"state": "dropped", "ended_at": now}
                connection.execute(update(letters).where(letters.c.id == row.id).values(**values))
                if not letter.is_empty:
                    taken.append(letter)
        return taken

    def sent(self, letter_id: str) -> None:
        """Note that the other side has taken a letter."""
        self._end(letter_id, "sent", None)

    def refused(self, letter_id: str, reason: str) -> None:
        """Note that the other side will never take a letter."""
        self._end(letter_id, "refused", reason)

    def later(self, letter_id: str, reason: str) -> None:
        """Note that a letter could not be sent now; in the end it is given up."""
        now = self._clock()
        this = letters.c.id == letter_id
        with self._database.begin() as connection:
            row = connection.execute(select(letters).where(this)).one()
            if row.state != "waiting":
                return
            values: dict[str, object] = {"reason": _short(reason)}
            if row.tries > len(PATIENCE):
                values |= {"state": "failed", "ended_at": now}
            else:
                values["next_at"] = self._awake(connection, row, now + PATIENCE[row.tries - 1])
            connection.execute(update(letters).where(this).values(**values))

    def bounced(self, letter_id: str, reason: str) -> bool:
        """Note that a letter came back; say whether there was such a letter."""
        with self._database.begin() as connection:
            done = connection.execute(
                update(letters)
                .where(letters.c.id == letter_id)
                .values(state="refused", ended_at=self._clock(), reason=_short(reason))
            )
        return done.rowcount == 1

    def troubles(self) -> list[Trouble]:
        """Return whom the last letter did not reach, by name, hooks last."""
        last = select(func.max(letters.c.number)).group_by(letters.c.recipient)
        behind = (
            select(func.count())
            .where(
                messages.c.recipient == letters.c.recipient,
                messages.c.letter_id.is_(None),
                messages.c.dropped_at.is_(None),
            )
            .scalar_subquery()
        )
        query = (
            select(letters, people.c.name, people.c.email, behind.label("held"))
            .outerjoin(people, people.c.id == letters.c.person_id)
            .where(letters.c.number.in_(last), letters.c.reason.is_not(None))
            .where(letters.c.state.in_(("waiting", "refused", "failed")))
        )
        with self._database.read() as connection:
            found = [
                Trouble(
                    recipient=row.recipient,
                    name=row.name,
                    email=row.email,
                    state=row.state,
                    reason=row.reason,
                    at=row.ended_at or row.next_at,
                    held=row.held,
                )
                for row in connection.execute(query)
            ]
        return sorted(found, key=lambda each: (each.name is None, each.name or each.recipient))

    def try_again(self, recipient: str) -> bool:
        """Try the last letter of a recipient anew; say whether there was one to try."""
        last = select(func.max(letters.c.number)).where(letters.c.recipient == recipient)
        with self._database.begin() as connection:
            done = connection.execute(
                update(letters)
                .where(
                    letters.c.number == last.scalar_subquery(),
                    letters.c.state.in_(("waiting", "refused", "failed")),
                    letters.c.reason.is_not(None),
                )
                .values(state="waiting", next_at=self._clock(), tries=0, ended_at=None)
            )
        return done.rowcount == 1

    def forget_old(self) -> int:
        """Forget what was told or dropped long ago; return how many messages that were."""
        before = self._clock() - KEPT
        ended = select(letters.c.id).where(
            letters.c.state.in_(("sent", "dropped")), letters.c.ended_at < before
        )
        old = or_(messages.c.dropped_at < before, messages.c.letter_id.in_(ended))
        with self._database.begin() as connection:
            done = connection.execute(delete(messages).where(old))
            connection.execute(delete(letters).where(letters.c.id.in_(ended)))
        return done.rowcount

    def _end(self, letter_id: str, state: LetterState, reason: str | None) -> None:
        values = {
            "state": state,
            "ended_at": self._clock(),
            "reason": None if reason is None else _short(reason),
        }
        with self._database.begin() as connection:
            connection.execute(
                update(letters)
                .where(letters.c.id == letter_id, letters.c.state == "waiting")
                .values(**values)
            )

    def _awake(
        self, connection: Connection, row: Row[tuple[object, ...]], at: datetime
    ) -> datetime:
        if row.person_id is None:
            return at
        chosen = load_choices(connection, [row.person_id])[row.person_id]
        return after_quiet(at, ZoneInfo(chosen.timezone or self._reach.timezone), chosen.quiet)


def _keep(connection: Connection, made: Sequence[Message]) -> None:
    for each in made:
        values = {
            "event_id": each.event_id,
            "actor_id": each.actor_id,
            "about": each.about,
            "at": each.at,
        }
        if each.person_id is not None:
            same = and_(
                messages.c.recipient == each.recipient,
                messages.c.kind == each.kind,
                messages.c.subject == each.subject,
                messages.c.letter_id.is_(None),
                messages.c.dropped_at.is_(None),
            )
            if connection.execute(update(messages).where(same).values(**values)).rowcount:
                continue
        connection.execute(
            insert(messages).values(
                recipient=each.recipient,
                person_id=each.person_id,
                kind=each.kind,
                group_id=each.room.group,
                workbook_id=each.room.workbook,
                subject=each.subject,
                due_at=each.due_at,
                **values,
            )
        )


def _move_cursor(connection: Connection, upto: int, now: datetime) -> None:
    connection.execute(delete(message_cursor).where(message_cursor.c.name == CURSOR))
    connection.execute(insert(message_cursor).values(name=CURSOR, event_id=upto, at=now))


def _drop(connection: Connection, dropped: Sequence[Message], now: datetime) -> None:
    numbers = [each.number for each in dropped]
    if numbers:
        this = messages.c.number.in_(numbers)
        connection.execute(update(messages).where(this).values(dropped_at=now))


def _make_letter(connection: Connection, told: Sequence[Message], now: datetime) -> None:
    letter_id = new_id("ltr")
    connection.execute(
        insert(letters).values(
            id=letter_id,
            recipient=told[0].recipient,
            person_id=told[0].person_id,
            state="waiting",
            made_at=now,
            next_at=now,
            tries=0,
        )
    )
    numbers = [each.number for each in told]
    this = messages.c.number.in_(numbers)
    connection.execute(update(messages).where(this).values(letter_id=letter_id))


def _letter(connection: Connection, row: Row[tuple[object, ...]]) -> Letter:
    inside = select(messages).where(messages.c.letter_id == row.id).order_by(messages.c.number)
    held = [message_of(each) for each in connection.execute(inside)]
    known = {} if row.person_id is None else load_principals(connection, [row.person_id])
    told = tuple(each for each in held if worth_telling(connection, each, known))
    invitation = standing_invitation(connection, row, known)
    return Letter(row.id, row.recipient, row.tries + 1, told, invitation)


def _short(reason: str) -> str:
    return " ".join(reason.split())[:_LONGEST_REASON]
