"""A message: one thing that one recipient is told; and a letter, which carries it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Literal

from cohortbook.learning.rooms import RoomKey

if TYPE_CHECKING:
    from datetime import datetime

    from sqlalchemy import Row

    from cohortbook.learning.messages.invitations import Invitation

LetterState = Literal["waiting", "sent", "refused", "failed", "dropped"]
_HOOK = "hook:"


@dataclass(frozen=True, slots=True)
class Happening:
    """An event, as messages are made from it.

    Parameters
    ----------
    id, type, at, actor_id, data
        As kept with the event.
    room : RoomKey
        Where.
    """

    id: int
    room: RoomKey
    type: str
    at: datetime
    actor_id: str | None
    data: dict[str, Any]


@dataclass(frozen=True, slots=True)
class Tiding:
    """Something worth telling, and to whom.

    Parameters
    ----------
    subject : str
        What it is about; while a message about the same waits, a second takes its place.
    people : tuple of str
        Ids of those whom it concerns; the one who did it is left out later.
    about : dict
        JSON: ids only.
    private : bool
        Whether programs, which tell whole groups, must not hear of it.
    """

    subject: str
    people: tuple[str, ...]
    about: dict[str, Any]
    private: bool = False


@dataclass(frozen=True, slots=True)
class Message:
    """One thing that one recipient is told.

    Parameters
    ----------
    recipient : str
        The id of a person, or ``hook:`` and the id of a hook.
    kind : str
        A name of `kinds.KINDS`.
    event_id : int
        From which event it was made.
    room : RoomKey
        Where that was.
    subject, about
        As in `Tiding`.
    actor_id : str or None
        Who did it.
    at : datetime.datetime
        When, in UTC.
    due_at : datetime.datetime
        When it is to be told at the earliest, in UTC.
    number : int
        As kept; 0 before that.
    """

    recipient: str
    kind: str
    event_id: int
    room: RoomKey
    subject: str
    about: dict[str, Any]
    actor_id: str | None
    at: datetime
    due_at: datetime
    number: int = 0

    @property
    def key(self) -> tuple[str, ...]:
        """What a later message about the same has too: of two that wait one is told.

        A hook is told of each thing that happens: it shows them one by one.
        """
        once = (str(self.event_id),) if self.hook_id is not None else ()
        return (self.recipient, self.kind, self.subject, *once)

    @property
    def person_id(self) -> str | None:
        """The person it is for; None when it is for a hook."""
        return self.recipient if self.hook_id is None else None

    @property
    def hook_id(self) -> str | None:
        """The hook it is for; None when it is for a person."""
        return _hook_of(self.recipient)


@dataclass(frozen=True, slots=True)
class Letter:
    """What goes out to one recipient.

    Parameters
    ----------
    id : str
        The same at every try, so that a receiver can tell a repetition.
    recipient : str
        As in `Message`.
    tries : int
        How often it was tried, this time included.
    messages : tuple of Message
        What it tells; none when nothing is left to say.
    invitation : Invitation or None
        What it invites to; it holds no messages then.
    """

    id: str
    recipient: str
    tries: int
    messages: tuple[Message, ...] = ()
    invitation: Invitation | None = None

    @property
    def is_empty(self) -> bool:
        """Whether there is nothing left to say."""
        return not self.messages and self.invitation is None

    @property
    def hook_id(self) -> str | None:
        """The hook it is for; None when it is for a person."""
        return _hook_of(self.recipient)


def hook_recipient(hook_id: str) -> str:
    """Return the recipient that stands for a hook."""
    return f"{_HOOK}{hook_id}"


def _hook_of(recipient: str) -> str | None:
    return recipient.removeprefix(_HOOK) if recipient.startswith(_HOOK) else None


def message_of(row: Row[Any]) -> Message:
    """Read a message from its row."""
    return Message(
        recipient=row.recipient,
        kind=row.kind,
        event_id=row.event_id,
        room=RoomKey(row.group_id, row.workbook_id),
        subject=row.subject,
        about=row.about,
        actor_id=row.actor_id,
        at=row.at,
        due_at=row.due_at,
        number=row.number,
    )
