"""The kinds of messages, as data: from which events each is made, and how it is told.

To add one: put it here, its words into both catalogues (``message.<kind>``), and
its name into `cohort.hooks.HOOK_KINDS` where hooks may be told of it.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import TYPE_CHECKING

from cohortbook.learning.messages import about_answers, about_comments, about_nudges
from cohortbook.learning.messages.message import Happening, Message, Tiding
from cohortbook.learning.messages.rhythm import RHYTHMS, Rhythm

if TYPE_CHECKING:
    from sqlalchemy import Connection

Tidings = Callable[["Connection", Happening], list[Tiding]]
Asked = Callable[["Connection", Message], bool]

DIGESTS: tuple[Rhythm, ...] = ("daily", "weekly", "never")


@dataclass(frozen=True, slots=True)
class MessageKind:
    """A kind of message.

    Parameters
    ----------
    name : str
        In settings, requests and the catalogue of words.
    events : frozenset of str
        The types of events that it may come from.
    tidings : callable
        Says what of an event is worth telling, and to whom.
    holds : callable
        Says whether there is still something to tell when it is to be told:
        nothing was deleted, taken back or dealt with.
    unseen : callable
        Says whether the person it is for has not seen it on the page by then.
    rhythms : tuple of str
        How people may choose to hear of it; none when people are not told at all.
    usual : str
        How they hear of it until they choose.
    role : {"member", "mentor"} or None
        Who it can concern; None for everybody.
    """

    name: str
    events: frozenset[str]
    tidings: Tidings
    holds: Asked
    unseen: Asked
    rhythms: tuple[Rhythm, ...] = RHYTHMS
    usual: Rhythm = "immediate"
    role: str | None = None


_KINDS = (
    MessageKind(
        "mention",
        about_comments.WRITTEN,
        about_comments.mentions,
        about_comments.stands,
        about_comments.unread,
    ),
    MessageKind(
        "call",
        about_comments.WRITTEN,
        about_comments.calls,
        about_comments.stands,
        about_comments.unread,
        role="mentor",
    ),
    MessageKind(
        "feedback",
        about_answers.REVIEWED,
        about_answers.feedback,
        about_answers.review_stands,
        about_answers.room_unseen,
        role="member",
    ),
    MessageKind(
        "reply",
        about_comments.REPLIED,
        about_comments.replies,
        about_comments.stands,
        about_comments.unread,
        usual="daily",
    ),
    MessageKind(
        "waiting",
        about_answers.ANSWERED,
        about_answers.waiting,
        about_answers.still_waits,
        about_answers.always,
        rhythms=DIGESTS,
        usual="daily",
        role="mentor",
    ),
    MessageKind(
        "nudge",
        about_nudges.SENT,
        about_nudges.nudges,
        about_answers.always,
        about_answers.always,
        rhythms=(),
        usual="never",
    ),
)

KINDS: Mapping[str, MessageKind] = MappingProxyType({each.name: each for each in _KINDS})
FOR_PEOPLE: tuple[MessageKind, ...] = tuple(each for each in _KINDS if each.rhythms)
EVENTS: frozenset[str] = frozenset().union(*(each.events for each in _KINDS))
