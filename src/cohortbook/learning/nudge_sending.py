"""How a nudge gets to its group: kept with what it was sent on, and told to the room."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Any

from sqlalchemy import insert

from cohortbook.ids import new_id
from cohortbook.learning.errors import NotFound
from cohortbook.learning.events import Event, Outcome, append_event
from cohortbook.learning.nudge_loading import Nudge, NudgeKind, load_nudges
from cohortbook.learning.rooms import RoomKey, in_room
from cohortbook.store.attention_tables import nudges

if TYPE_CHECKING:
    from sqlalchemy import Connection

    from cohortbook.learning.nudge_quotes import Quote


@dataclass(frozen=True, slots=True)
class NewNudge:
    """A nudge that is to be sent.

    Parameters
    ----------
    room, topic : RoomKey, str
        To whom, about what.
    kind : {"reminder", "challenge", "follow-up"}
        What it does.
    words : str
        As in `Nudge`.
    facts : dict or None
        The figures it is sent on.
    quote : Quote or None
        The group's own words.
    rule : str or None
        Which rule sends it.
    """

    room: RoomKey
    topic: str
    kind: NudgeKind
    words: str = ""
    facts: dict[str, Any] | None = None
    quote: Quote | None = None
    rule: str | None = None


def send_nudge(
    connection: Connection, new: NewNudge, now: datetime, by: str | None, follows: str | None = None
) -> tuple[Nudge, Event]:
    """Keep a nudge, and tell of it.

    Parameters
    ----------
    connection : sqlalchemy.Connection
        In the transaction that decides on it.
    new : NewNudge
        What.
    now : datetime.datetime
        When, in UTC.
    by : str or None
        Id of who writes it; None for a rule or a promise.
    follows : str, optional
        The nudge whose promise is asked about.

    Returns
    -------
    tuple of Nudge and Event
        With ``nudge.sent``.
    """
    nudge_id = new_id("nud")
    connection.execute(
        insert(nudges).values(
            id=nudge_id,
            group_id=new.room.group,
            workbook_id=new.room.workbook,
            topic=new.topic,
            kind=new.kind,
            rule=new.rule,
            sent_by=by,
            sent_at=now,
            words=new.words,
            facts=new.facts,
            quote=None if new.quote is None else _kept_quote(new.quote),
            follows=follows,
        )
    )
    told = told_nudge(connection, new.room, nudge_id, "nudge.sent", by, now)
    return told.value, told.events[0]


def nudge_in(connection: Connection, room: RoomKey, nudge_id: str) -> Nudge:
    """Return a nudge of a room within a transaction.

    Raises
    ------
    NotFound
        When the room has no such nudge.
    """
    found = load_nudges(connection, in_room(nudges, room), nudges.c.id == nudge_id)
    if not found:
        msg = "There is no such nudge in this room."
        raise NotFound(msg)
    return found[0]


def told_nudge(  # noqa: PLR0913
    connection: Connection, room: RoomKey, nudge_id: str, kind: str, by: str | None, now: datetime
) -> Outcome[Nudge]:
    """Return a nudge as it is now, with the event that says so; the rest as for `append_event`."""
    nudge = nudge_in(connection, room, nudge_id)
    event = append_event(
        connection,
        room,
        kind,
        at=now,
        actor_id=by,
        data={"nudge_id": nudge_id},
        shown={"nudge": nudge.to_json()},
    )
    return Outcome(nudge, (event,))


def _kept_quote(quote: Quote) -> dict[str, Any]:
    held: dict[str, Any] = {
        "kind": quote.kind,
        "workbook": quote.room.workbook,
        "ref": quote.ref,
        "by": list(quote.by),
        "at": quote.at.isoformat(),
    }
    # Of a comment no copy is made: what its author deletes is gone from here too.
    return held if quote.kind == "comment" else {**held, "text": quote.text}
