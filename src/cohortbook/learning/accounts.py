"""The account that a group gives of a topic it leaves aside, as it is read."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from datetime import date, datetime
from typing import TYPE_CHECKING, Any, Literal, get_args

from sqlalchemy import select

from cohortbook.learning.authors import Actor, names_of
from cohortbook.learning.errors import AccountInvalid
from cohortbook.learning.text import comment_body, instant
from cohortbook.store.attention_tables import account_agreements, accounts

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping

    from sqlalchemy import Connection

AccountChoice = Literal["pursue", "leave", "propose"]

# One speaks for a group that has nobody else.
VOICES_NEEDED = 2


@dataclass(frozen=True, slots=True)
class AccountDraft:
    """What somebody suggests that the group say.

    Parameters
    ----------
    choice : {"pursue", "leave", "propose"}
        Pursue it by a date, leave it for a reason, or propose something better.
    words : str
        Plain text; may be empty only with ``pursue``.
    by_day : datetime.date or None
        With ``pursue``, and only then.

    Raises
    ------
    AccountInvalid
        When a part is missing, or does not belong to the choice.
    """

    choice: AccountChoice
    words: str
    by_day: date | None = None

    def __post_init__(self) -> None:
        """Refuse what tells a mentor nothing."""
        if self.choice not in get_args(AccountChoice):
            msg = f"{self.choice!r} is not an account."
            raise AccountInvalid(msg, mend=f"Use one of {', '.join(get_args(AccountChoice))}.")
        if (self.choice == "pursue") != (self.by_day is not None):
            msg = "A group that pursues a topic says by which day, and only then."
            raise AccountInvalid(msg, mend="Give by_day with pursue, and leave it out otherwise.")
        if self.choice != "pursue":
            comment_body(self.words)


@dataclass(frozen=True, slots=True)
class Account:
    """What a group says, in its present version.

    Parameters
    ----------
    version : int
        From 1; each change makes a new one, which has to be agreed to anew.
    choice, words, by_day
        As in `AccountDraft`.
    by : Actor
        Who wrote this version.
    at : datetime.datetime
        When, in UTC.
    agreed : tuple of Actor
        Who agrees with it, the writer first.
    """

    version: int
    choice: AccountChoice
    words: str
    by_day: date | None
    by: Actor
    at: datetime
    agreed: tuple[Actor, ...]
    given_at: datetime | None = None

    def to_json(self) -> dict[str, Any]:
        """Return the account as pages show it."""
        return {
            "version": self.version,
            "choice": self.choice,
            "words": self.words,
            "by_day": None if self.by_day is None else self.by_day.isoformat(),
            "by": self.by.to_json(),
            "at": instant(self.at),
            "agreed": [each.to_json() for each in self.agreed],
            "given": self.given_at is not None,
        }


def load_accounts(
    connection: Connection, nudge_ids: Collection[str], sizes: Mapping[str, int]
) -> dict[str, Account]:
    """Return the present account of each nudge that has one.

    Parameters
    ----------
    connection : sqlalchemy.Connection
        In a transaction.
    nudge_ids : collection of str
        Which.
    sizes : mapping of str to int
        By nudge: how many members the group has. An account is given once
        `VOICES_NEEDED` of them agree, or all where they are fewer.
    """
    agreed: dict[tuple[str, int], list[Any]] = defaultdict(list)
    mine = account_agreements.c.nudge_id.in_(list(nudge_ids))
    query = select(account_agreements).where(mine).order_by(account_agreements.c.at)
    for row in connection.execute(query):
        agreed[row.nudge_id, row.version].append(row)
    newest: dict[str, Any] = {}
    for row in connection.execute(
        select(accounts)
        .where(accounts.c.nudge_id.in_(list(nudge_ids)))
        .order_by(accounts.c.version)
    ):
        newest[row.nudge_id] = row
    people = {row.by for row in newest.values()}
    people |= {each.person_id for rows in agreed.values() for each in rows}
    names = names_of(connection, people)
    found = {}
    for nudge_id, row in newest.items():
        voices = agreed[nudge_id, row.version]
        needed = min(VOICES_NEEDED, max(1, sizes.get(nudge_id, 1)))
        given = voices[needed - 1].at if len(voices) >= needed else None
        found[nudge_id] = Account(
            version=row.version,
            choice=row.choice,
            words=row.words,
            by_day=row.by_day,
            by=names[row.by],
            at=row.at,
            agreed=tuple(names[each.person_id] for each in voices),
            given_at=given,
        )
    return found
