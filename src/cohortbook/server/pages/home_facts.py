"""What the home page is made from, before anything is put in words."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date, datetime, tzinfo

    from cohortbook.access.principal import Principal
    from cohortbook.server.desk.workbooks_view import AnnouncementWords


@dataclass(frozen=True, slots=True)
class WorkbookFacts:
    """A workbook of the programme and when it is worked on."""

    id: str
    title: str
    summary: str
    minutes: int | None
    topics: tuple[str, ...]
    opens: date | None
    due: date | None


@dataclass(frozen=True, slots=True)
class GroupFacts:
    """A group that the reader learns in or accompanies; `members` by id, with name.

    `to_decide` counts the proposals that wait for this reader's yes or no.
    """

    id: str
    title: str
    members: Mapping[str, str]
    to_decide: int = 0


@dataclass(frozen=True, slots=True)
class NewsFact:
    """What one other person did in a room, several times over perhaps."""

    type: str
    actor: str
    count: int
    at: datetime


@dataclass(frozen=True, slots=True)
class RoomFacts:
    """How far a group is in one workbook.

    Parameters
    ----------
    total, answered, waiting : int
        Exercises of the stamp; those answered; answers that wait for a review.
    news : tuple of NewsFact
        Since the reader's last visit, by others.
    here : Mapping[str, str]
        Others in the room now, name by person id.
    closed : bool
        Whether it is not open to the group's members.
    """

    total: int
    answered: int
    waiting: int
    news: tuple[NewsFact, ...]
    here: Mapping[str, str]
    closed: bool = False


@dataclass(frozen=True, slots=True)
class AddressedFact:
    """A comment that was written to the reader; `body` is its Markdown."""

    group: str
    workbook: str
    comment: str
    author: str
    body: str
    at: datetime


@dataclass(frozen=True, slots=True)
class NudgeFact:
    """A nudge that waits for the reader: for the group's account, or for a mentor's reply.

    Parameters
    ----------
    kind : str
        ``reminder``, ``challenge`` or ``follow-up``.
    topic : str
        Title of the topic.
    choice, words, by_day
        Of the account that the group gave, once it has; else None, "" and None.
    at : datetime.datetime
        When it was sent, or the account given.
    """

    group: str
    workbook: str
    nudge: str
    kind: str
    topic: str
    choice: str | None
    words: str
    by_day: date | None
    at: datetime


@dataclass(frozen=True, slots=True)
class HomeFacts:
    """Everything the home page of one reader is made from.

    Parameters
    ----------
    rooms : Mapping[tuple[str, str], RoomFacts]
        By group and workbook id; a room that is not stamped is missing.
    next_review : str or None
        Where the reader's next waiting answer is.
    calls, mentions : tuple of AddressedFact
        Calls that the reader has not answered, in the groups they mentor; comments
        that mention them and that they have not read, in all others.
    announced : tuple of AnnouncementWords
        What is announced to the reader's groups.
    to_account, accounts : tuple of NudgeFact
        Nudges to the reader's groups that want an account; accounts that nobody has
        replied to, of the groups that they accompany.
    """

    reader: Principal
    programme: str
    cohort: str
    zone: tzinfo
    now: datetime
    workbooks: tuple[WorkbookFacts, ...]
    groups: tuple[GroupFacts, ...]
    rooms: Mapping[tuple[str, str], RoomFacts]
    next_review: str | None
    calls: tuple[AddressedFact, ...]
    mentions: tuple[AddressedFact, ...]
    to_account: tuple[NudgeFact, ...]
    accounts: tuple[NudgeFact, ...]
    announced: tuple[AnnouncementWords, ...]

    @property
    def today(self) -> date:
        """Today in the cohort's time zone."""
        return self.now.astimezone(self.zone).date()

    def learns_in(self) -> tuple[GroupFacts, ...]:
        """Return the groups that the reader is a member of."""
        return tuple(group for group in self.groups if group.id in self.reader.member_of)

    def accompanies(self) -> tuple[GroupFacts, ...]:
        """Return the groups that the reader mentors, all of them for a facilitator."""
        return tuple(
            group
            for group in self.groups
            if self.reader.facilitator or group.id in self.reader.mentor_of
        )
