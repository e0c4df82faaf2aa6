"""Nudges that somebody writes: what goes into one beside the words."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from cohortbook.learning.errors import NudgeInvalid
from cohortbook.learning.nudge_sending import NewNudge
from cohortbook.server.noticing.facts import facts_of

if TYPE_CHECKING:
    from datetime import datetime

    from cohortbook.learning.attention_standing import Standing
    from cohortbook.learning.rooms import RoomKey
    from cohortbook.server.noticing.noticing import Noticing

WrittenKind = Literal["reminder", "challenge"]


@dataclass(frozen=True, slots=True)
class Written:
    """What somebody wants to send; with `quote` the group's own words go along."""

    kind: WrittenKind = "reminder"
    words: str = ""
    quote: bool = True


def standing_with(noticing: Noticing, room: RoomKey, topic: str, now: datetime) -> Standing:
    """Say how a group stands with a topic of its workbook.

    Raises
    ------
    NudgeInvalid
        When the workbook has no such topic.
    """
    known = noticing.topics.one(room, topic)
    if known is None:
        msg = f"This workbook has no topic {topic!r}."
        raise NudgeInvalid(msg, mend="Choose one of its topics.")
    return next(each for each in noticing.standings(now) if each.topic == known)


def nudge_by_hand(
    noticing: Noticing, room: RoomKey, topic: str, written: Written, now: datetime
) -> NewNudge:
    """Put a nudge together: the words, the figures and what the group itself said.

    Parameters
    ----------
    noticing : Noticing
        Knows the figures.
    room, topic : RoomKey, str
        To whom, about what.
    written : Written
        What somebody wrote.
    now : datetime.datetime
        When, in UTC.

    Raises
    ------
    NudgeInvalid
        When the workbook has no such topic.
    """
    standing = standing_with(noticing, room, topic, now)
    return NewNudge(
        room=room,
        topic=standing.topic.id,
        kind=written.kind,
        words=written.words,
        facts=facts_of(standing, noticing.zone),
        quote=noticing.quote(standing.topic, now) if written.quote else None,
    )
