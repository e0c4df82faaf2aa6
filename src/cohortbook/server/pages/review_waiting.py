"""All answers that a mentor reviews, in the order in which they have their turn."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

from cohortbook.learning.rooms import RoomKey
from cohortbook.learning.urgency import Urgency
from cohortbook.server.pages.dates import DateWords, ago_words
from cohortbook.server.pages.plain_text import plain_text
from cohortbook.server.pages.review_queue import TITLE_LENGTH, kind_text, reviewed_groups
from cohortbook.server.pages.standing import MARKS, WAITING, Mark, OwnWork, RoomWork
from cohortbook.server.pages.veil import Veil, veil_over_all
from cohortbook.server.words import t

if TYPE_CHECKING:
    from cohortbook.access.principal import Principal
    from cohortbook.learning.authors import Actor
    from cohortbook.learning.reviews import Review
    from cohortbook.learning.waits import Beginnings
    from cohortbook.server.pages.sources import Sources
    from cohortbook.stamp.manifest import WorkbookEntry
    from cohortbook.workbook.exercise import ExerciseDefinition

# From whoever wants to judge without names these are hidden; the others were judged.
HIDDEN: frozenset[Mark] = WAITING | {"empty"}


@dataclass(frozen=True, slots=True)
class WaitingAnswer:
    """A group's answer in the queue, or what a member answered alone.

    Parameters
    ----------
    id : str
        The answer's name in addresses.
    title, kind, workbook : str
        What was asked, and where.
    workbook_id : str
        Of that.
    group_id, group : str or None
        Whose it is; None while that is hidden.
    person : str or None
        Who answered alone; None for a group's answer.
    topic : str or None
        Title of the topic.
    mark : str
        How the answer stands.
    urgency : Urgency
        Why it has its place.
    since : DateWords
        Since when it waits, or is as it is.
    """

    id: str
    title: str
    kind: str
    workbook_id: str
    workbook: str
    group_id: str | None
    group: str | None
    person: str | None
    topic: str | None
    mark: Mark
    urgency: Urgency
    since: DateWords

    @property
    def whose(self) -> str:
        """Whose it is, in words."""
        if self.group is None:
            return t("review.veil.hidden")
        if self.person is None:
            return self.group
        return t("review.own.of", name=self.person, group=self.group)

    @property
    def href(self) -> str:
        """Its page."""
        return f"/review/{self.id}"

    @property
    def waits(self) -> bool:
        """Whether a mentor has something to do."""
        return self.mark in WAITING

    @property
    def mark_text(self) -> str:
        """How it stands, in words."""
        return t(f"review.mark.{self.mark}")

    @property
    def reasons(self) -> tuple[str, ...]:
        """Why it comes before others, in words."""
        given = {
            "asked-for": self.urgency.asked_for,
            "overdue": self.urgency.overdue,
            "required": self.urgency.required,
        }
        return tuple(t(f"review.reason.{name}") for name, so in given.items() if so and self.waits)

    def to_json(self) -> dict[str, Any]:
        """Return what a page needs to go through the queue.

        No more than that: names of groups that were judged already would tell, of few
        groups, whose the answer is that was not.
        """
        return {"id": self.id, "mark": self.mark}


def waiting_answers(sources: Sources, reader: Principal) -> list[WaitingAnswer]:
    """Return all answers that `reader` reviews, those that wait first, by their turn.

    The others follow by how they stand, the latest first.
    """
    manifest = sources.manifest()
    blind = sources.review_settings.blind(reader.person_id)
    found: list[WaitingAnswer] = []
    groups = reviewed_groups(sources, reader)
    rooms = [
        RoomKey(stamp.group, stamp.workbook) for stamp in manifest.stamps if stamp.group in groups
    ]
    beginnings = sources.waits.beginnings(rooms)
    works = sources.works(rooms, beginnings)
    veil = veil_over_all(sources, groups, {}) if blind else None
    for workbook in manifest.workbooks:
        for group in groups:
            room = RoomKey(group, workbook.id)
            stamp = manifest.stamp(group, workbook.id)
            if stamp is None:
                continue
            work = works[room]
            for each in stamp.exercises:
                place = _Place(room, each.definition, workbook)
                if work.mark(each.definition) != "empty":
                    found.append(_group_answer(sources, place, work, beginnings, veil))
                found += [
                    _own_answer(sources, place, own, work, veil)
                    for own in work.own_of(each.definition).values()
                    # Until something was said to its author it waits with the others'.
                    if own.review is not None
                ]
    waiting = sorted((each for each in found if each.waits), key=lambda each: each.urgency.turn)
    others = sorted(
        (each for each in found if not each.waits),
        key=lambda each: (MARKS.index(each.mark), -each.urgency.since.timestamp()),
    )
    return waiting + others


def is_hidden(mark: Mark, *, blind: bool) -> bool:
    """Say whether a mentor is not to know whose answer it is."""
    return blind and mark in HIDDEN


@dataclass(frozen=True, slots=True)
class _Place:
    room: RoomKey
    definition: ExerciseDefinition
    workbook: WorkbookEntry


def _group_answer(
    sources: Sources, place: _Place, work: RoomWork, beginnings: Beginnings, veil: Veil | None
) -> WaitingAnswer:
    room, definition = place.room, place.definition
    mark, review = work.mark(definition), work.reviews.get(definition.id)
    since = _since(sources, room, definition, work, beginnings)
    return _waiting(sources, place, _Stand(mark, review, since), veil)


def _own_answer(
    sources: Sources, place: _Place, own: OwnWork, work: RoomWork, veil: Veil | None
) -> WaitingAnswer:
    said = own.hand_in or own.review
    since = said.at if said is not None else own.answer.updated_at
    whole = work.mark(place.definition)
    stand = _Stand(own.mark, own.review, since, own.answer.author, whole)
    return _waiting(sources, place, stand, veil)


@dataclass(frozen=True, slots=True)
class _Stand:
    mark: Mark
    review: Review | None
    since: datetime
    author: Actor | None = None
    # How all the answers of the group stand, where it is one of them.
    whole: Mark | None = None


def _waiting(sources: Sources, place: _Place, stand: _Stand, veil: Veil | None) -> WaitingAnswer:
    room, definition, workbook = place.room, place.definition, place.workbook
    mark, author = stand.mark, stand.author
    asked = stand.review is not None and stand.review.state == "asks-for-more"
    urgency = Urgency(
        asked_for=mark == "again" and asked,
        overdue=_overdue(sources, room.workbook, definition),
        required=definition.required,
        since=stand.since,
    )
    # One of them named would name the group of those that still wait.
    hidden = any(is_hidden(each, blind=veil is not None) for each in (mark, stand.whole or mark))
    title = plain_text(definition.prompt, TITLE_LENGTH)
    if hidden and veil is not None:
        title = veil.text(title)
    zone = ZoneInfo(sources.cohort.timezone)
    return WaitingAnswer(
        id=sources.items.id_of(room, definition.id, None if author is None else author.id),
        title=title,
        kind=kind_text(definition),
        workbook_id=workbook.id,
        workbook=workbook.title,
        group_id=None if hidden else room.group,
        group=None if hidden else sources.cohort.groups[room.group].title,
        person=None if hidden or author is None else author.name,
        topic=workbook.topics.get(definition.topic) if definition.topic else None,
        mark=mark,
        urgency=urgency,
        since=ago_words(urgency.since, sources.clock(), zone),
    )


def _since(
    sources: Sources,
    room: RoomKey,
    definition: ExerciseDefinition,
    work: RoomWork,
    beginnings: Beginnings,
) -> datetime:
    hand_in, review = work.hand_ins.get(definition.id), work.reviews.get(definition.id)
    if hand_in is not None:
        return hand_in.at
    if review is not None:
        return review.at
    if not definition.answerable:
        began = beginnings.talks
    else:
        began = beginnings.reveals if definition.individual else beginnings.answers
    return began.get((room, definition.id)) or sources.clock()


def _overdue(sources: Sources, workbook: str, definition: ExerciseDefinition) -> bool:
    now, zone = sources.clock(), ZoneInfo(sources.cohort.timezone)
    if definition.due and "T" in definition.due:
        return datetime.fromisoformat(definition.due) < now
    plan = sources.cohort.schedule.get(workbook)
    due = date.fromisoformat(definition.due) if definition.due else plan.due if plan else None
    return due is not None and due < now.astimezone(zone).date()
