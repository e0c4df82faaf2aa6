"""Nudges as they are read, with what groups and mentors said to them."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from datetime import date, datetime
from typing import TYPE_CHECKING, Any, Literal

from sqlalchemy import func, select

from cohortbook.learning.accounts import Account, load_accounts
from cohortbook.learning.authors import Actor, names_of
from cohortbook.learning.markdown import render
from cohortbook.learning.rooms import RoomKey
from cohortbook.learning.text import instant, instant_or_none
from cohortbook.store.attention_tables import nudge_replies, nudges
from cohortbook.store.schema import comments, roles

if TYPE_CHECKING:
    from sqlalchemy import ColumnElement, Connection, Row

NudgeKind = Literal["reminder", "challenge", "follow-up"]
Outcome = Literal["kept", "asked"]


@dataclass(frozen=True, slots=True)
class QuotedWords:
    """The group's earlier words, as they stand in a nudge.

    Parameters
    ----------
    kind : str
        ``goal``, ``answer`` or ``comment``.
    room : RoomKey
        Where they stand.
    ref : str
        Id of the exercise or of the comment.
    text : str
        Markdown.
    by : tuple of Actor
        Who wrote them.
    at : datetime.datetime
        When, in UTC.
    """

    kind: str
    room: RoomKey
    ref: str
    text: str
    by: tuple[Actor, ...]
    at: datetime

    def to_json(self) -> dict[str, Any]:
        """Return the words as pages show them."""
        return {
            "kind": self.kind,
            "workbook": self.room.workbook,
            "ref": self.ref,
            "html": render(self.text),
            "by": [each.to_json() for each in self.by],
            "at": instant(self.at),
        }


@dataclass(frozen=True, slots=True)
class NudgeReply:
    """What a mentor says to an account; `body` is Markdown."""

    id: str
    by: Actor
    body: str
    at: datetime

    def to_json(self) -> dict[str, Any]:
        """Return the reply as pages show it."""
        return {
            "id": self.id,
            "by": self.by.to_json(),
            "html": render(self.body),
            "at": instant(self.at),
        }


@dataclass(frozen=True, slots=True)
class Nudge:
    """A reminder or a challenge that a group got, and what came of it.

    Parameters
    ----------
    id : str
        Itself.
    room, topic : RoomKey, str
        To whom, about which topic.
    kind : {"reminder", "challenge", "follow-up"}
        A follow-up asks what became of a promise.
    rule : str or None
        Name of the rule that sent it.
    sent_by : Actor or None
        Who wrote it; None for a rule.
    sent_at : datetime.datetime
        In UTC.
    words : str
        Plain text in which ``{topic}``, ``{group}``, ``{workbook}`` and ``{due}`` stand
        for themselves; empty for the words of the catalogue.
    facts : dict or None
        The figures it was sent on.
    quote : QuotedWords or None
        The group's own words; gone when a quoted comment was deleted.
    follows : str or None
        The nudge whose promise is asked about.
    outcome, outcome_at : str, datetime.datetime or None
        Whether a promise was ``kept``, or was ``asked`` about; and when that was seen.
    account : Account or None
        What the group says.
    replies : tuple of NudgeReply
        Oldest first.
    """

    id: str
    room: RoomKey
    topic: str
    kind: NudgeKind
    rule: str | None
    sent_by: Actor | None
    sent_at: datetime
    words: str
    facts: dict[str, Any] | None
    quote: QuotedWords | None
    follows: str | None
    outcome: str | None
    outcome_at: datetime | None
    account: Account | None
    replies: tuple[NudgeReply, ...]

    @property
    def is_open(self) -> bool:
        """Whether the group has still to give its account."""
        return self.account is None or self.account.given_at is None

    @property
    def promised(self) -> date | None:
        """By which day the group will have pursued it; None once that was followed up."""
        if self.account is None or self.is_open or self.outcome is not None:
            return None
        return self.account.by_day

    def to_json(self) -> dict[str, Any]:
        """Return the nudge as pages show it."""
        return {
            "id": self.id,
            "topic": self.topic,
            "kind": self.kind,
            "rule": self.rule,
            "sent_by": None if self.sent_by is None else self.sent_by.to_json(),
            "sent_at": instant(self.sent_at),
            "words": self.words,
            "facts": None if self.facts is None else _own_facts(self.facts),
            "quote": None if self.quote is None else self.quote.to_json(),
            "follows": self.follows,
            "outcome": self.outcome,
            "outcome_at": instant_or_none(self.outcome_at),
            "account": None if self.account is None else self.account.to_json(),
            "replies": [each.to_json() for each in self.replies],
            "open": self.is_open,
        }


def _own_facts(facts: dict[str, Any]) -> dict[str, Any]:
    """Return what is the group's own: how others do is not for its page."""
    return {name: each for name, each in facts.items() if name != "median"}


def load_nudges(connection: Connection, *where: ColumnElement[bool]) -> list[Nudge]:
    """Return nudges, oldest first.

    Parameters
    ----------
    connection : sqlalchemy.Connection
        In a transaction.
    *where : sqlalchemy.ColumnElement
        Conditions on the table of nudges.
    """
    rows = connection.execute(select(nudges).where(*where).order_by(nudges.c.number)).all()
    if not rows:
        return []
    ids = [row.id for row in rows]
    sizes = _sizes(connection)
    given = load_accounts(connection, ids, {row.id: sizes.get(row.group_id, 0) for row in rows})
    replies = _replies(connection, ids)
    bodies = _comments_quoted(connection, rows)
    people = {row.sent_by for row in rows if row.sent_by}
    people |= {each for row in rows for each in (row.quote or {}).get("by", ())}
    names = names_of(connection, people)
    return [
        Nudge(
            id=row.id,
            room=RoomKey(row.group_id, row.workbook_id),
            topic=row.topic,
            kind=row.kind,
            rule=row.rule,
            sent_by=None if row.sent_by is None else names[row.sent_by],
            sent_at=row.sent_at,
            words=row.words,
            facts=row.facts,
            quote=_quote(row, bodies, names),
            follows=row.follows,
            outcome=row.outcome,
            outcome_at=row.outcome_at,
            account=given.get(row.id),
            replies=tuple(replies[row.id]),
        )
        for row in rows
    ]


def _sizes(connection: Connection) -> dict[str, int]:
    query = (
        select(roles.c.group_id, func.count())
        .where(roles.c.role == "member")
        .group_by(roles.c.group_id)
    )
    return {group: count for group, count in connection.execute(query) if group is not None}


def _replies(connection: Connection, ids: list[str]) -> dict[str, list[NudgeReply]]:
    query = (
        select(nudge_replies)
        .where(nudge_replies.c.nudge_id.in_(ids))
        .order_by(nudge_replies.c.number)
    )
    rows = connection.execute(query).all()
    names = names_of(connection, {row.by for row in rows})
    found: dict[str, list[NudgeReply]] = defaultdict(list)
    for row in rows:
        found[row.nudge_id].append(NudgeReply(row.id, names[row.by], row.body, row.at))
    return found


def _comments_quoted(connection: Connection, rows: list[Row[Any]] | Any) -> dict[str, str]:
    """Return what quoted comments say now: those deleted since say nothing."""
    ids = {row.quote["ref"] for row in rows if row.quote and row.quote["kind"] == "comment"}
    if not ids:
        return {}
    query = select(comments.c.id, comments.c.body).where(
        comments.c.id.in_(ids), comments.c.body.is_not(None)
    )
    return {row.id: row.body for row in connection.execute(query)}


def _quote(row: Row[Any], bodies: dict[str, str], names: dict[str, Actor]) -> QuotedWords | None:
    held = row.quote
    if held is None:
        return None
    text = bodies.get(held["ref"]) if held["kind"] == "comment" else held["text"]
    if text is None:
        return None
    return QuotedWords(
        kind=held["kind"],
        room=RoomKey(row.group_id, held["workbook"]),
        ref=held["ref"],
        text=text,
        by=tuple(names[each] for each in held["by"] if each in names),
        at=datetime.fromisoformat(held["at"]),
    )
