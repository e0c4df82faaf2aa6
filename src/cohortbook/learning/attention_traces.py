"""What happened, sorted by room and topic, and within each by person."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from datetime import date, datetime, tzinfo

    from cohortbook.learning.activity import Edit, Read, Record, Said
    from cohortbook.learning.attention_topic import Topic
    from cohortbook.learning.rooms import RoomKey

# Whoever scrolls by has not read.
A_GLANCE_SECONDS = 10


@dataclass(slots=True)
class Traces:
    """What members did about one topic, person by person.

    Parameters
    ----------
    answered : dict of str to set of str or None
        By exercise: None in it when the group has an answer, else the members who have.
    edits, comments, seconds, moves : dict of str to int
        By person: changes of answers, comments, seconds read, simulations moved.
    last_day : datetime.date or None
        The last day on which anybody did anything.
    """

    answered: dict[str, set[str | None]] = field(default_factory=lambda: defaultdict(set))
    edits: dict[str, int] = field(default_factory=lambda: defaultdict(int))
    comments: dict[str, int] = field(default_factory=lambda: defaultdict(int))
    seconds: dict[str, int] = field(default_factory=lambda: defaultdict(int))
    moves: dict[str, int] = field(default_factory=lambda: defaultdict(int))
    last_day: date | None = None

    def touch(self, day: date) -> None:
        """Note that something was done on a day."""
        if self.last_day is None or day > self.last_day:
            self.last_day = day


def traces_of(
    topics: Iterable[Topic],
    members: Mapping[str, frozenset[str]],
    record: Record,
    at: datetime,
    zone: tzinfo,
) -> dict[tuple[RoomKey, str], Traces]:
    """Sort what happened by room and topic.

    Parameters
    ----------
    topics : iterable of Topic
        Of all rooms to look at.
    members : mapping of str to frozenset of str
        By group; what mentors and facilitators do is not the group's attention.
    record : Record
        What happened.
    at : datetime.datetime
        What came later is left out. Reading is known by days: that day counts whole.
    zone : datetime.tzinfo
        The cohort's, for its days.

    Returns
    -------
    dict
        By room and topic id; each topic is in it.
    """
    sorting = _Sorting(topics, members, zone)
    for edit in record.edits:
        if edit.at <= at:
            sorting.put_edit(edit)
    for said in record.said:
        if said.at <= at:
            sorting.put_comment(said)
    today = at.astimezone(zone).date()
    for read in record.read:
        if read.day <= today:
            sorting.put_reading(read)
    return sorting.found


class _Sorting:
    def __init__(
        self, topics: Iterable[Topic], members: Mapping[str, frozenset[str]], zone: tzinfo
    ) -> None:
        self.found: dict[tuple[RoomKey, str], Traces] = {}
        self._members = members
        self._zone = zone
        self._at_exercise: dict[tuple[RoomKey, str], Traces] = {}
        self._at_cell: dict[tuple[RoomKey, str], Traces] = {}
        self._discussions: set[tuple[RoomKey, str]] = set()
        for topic in topics:
            traces = self.found[topic.room, topic.id] = Traces()
            self._at_cell |= {(topic.room, cell): traces for cell in topic.cells}
            for each in topic.exercises:
                self._at_exercise[topic.room, each.id] = traces
                if not each.answerable:
                    self._discussions.add((topic.room, each.id))

    def put_edit(self, edit: Edit) -> None:
        traces = self._at_exercise.get((edit.room, edit.exercise_id))
        if traces is None:
            return
        held = traces.answered[edit.exercise_id]
        if edit.filled:
            held.add(edit.person_id)
        else:
            held.discard(edit.person_id)
        if edit.by is not None and self._is_member(edit.by, edit.room):
            traces.edits[edit.by] += 1
            traces.touch(edit.at.astimezone(self._zone).date())

    def put_comment(self, said: Said) -> None:
        places = self._at_exercise if said.kind == "exercise" else self._at_cell
        traces = places.get((said.room, said.ref))
        if traces is None or not self._is_member(said.by, said.room):
            return
        traces.comments[said.by] += 1
        traces.touch(said.at.astimezone(self._zone).date())
        if said.kind == "exercise" and (said.room, said.ref) in self._discussions:
            traces.answered[said.ref].add(None)

    def put_reading(self, read: Read) -> None:
        traces = self.found.get((read.room, read.topic))
        if traces is None or not self._is_member(read.by, read.room):
            return
        traces.seconds[read.by] += read.seconds
        traces.moves[read.by] += read.moves
        if read.seconds >= A_GLANCE_SECONDS or read.moves:
            traces.touch(read.day)

    def _is_member(self, person_id: str, room: RoomKey) -> bool:
        return person_id in self._members.get(room.group, ())
