"""What needs a person today, and in which order.

What keeps people from working comes first, then who waits for an answer, then what
a group said it would do, then what nobody has heard of. Of the same kind, what has
waited longest comes first. A task goes when the thing is done, never by being hidden.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from typing import TYPE_CHECKING, Literal, get_args

from cohortbook.learning.attention_traces import A_GLANCE_SECONDS
from cohortbook.live.status import RoomState

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date

    from cohortbook.learning.rooms import RoomKey
    from cohortbook.server.desk.facts import DeskFacts

TaskKind = Literal["failed", "call", "review", "promise", "nudge", "silent", "absent"]
ORDER: tuple[TaskKind, ...] = get_args(TaskKind)

CALL_WAITS = timedelta(days=2)
REVIEW_WAITS = timedelta(days=3)
NUDGE_WAITS = timedelta(days=3)
SILENT_FOR = timedelta(days=5)
ABSENT_FOR = timedelta(days=2)


@dataclass(frozen=True, slots=True)
class Task:
    """One thing that needs a person.

    Parameters
    ----------
    kind : str
        What sort of thing.
    group : str or None
        Whom it is about; None for several groups.
    since : datetime.datetime
        Since when it has waited.
    workbook : str or None
        Where, if it is in one.
    ref : str or None
        The exercise, comment, nudge or mentor that it is about.
    names : tuple of str
        People whom it is about.
    count, groups : int
        How many there are, of how many groups.
    message : str or None
        What a failed room said.
    """

    kind: TaskKind
    group: str | None
    since: datetime
    workbook: str | None = None
    ref: str | None = None
    names: tuple[str, ...] = ()
    count: int = 1
    groups: int = 1
    message: str | None = None


def tasks_today(facts: DeskFacts) -> list[Task]:
    """Return what needs a person, in the order in which to do it."""
    found = [
        *_failed(facts),
        *_calls(facts),
        *_reviews(facts),
        *_promises(facts),
        *_nudges(facts),
        *_silent(facts),
        *_absent(facts),
    ]
    # What began at the same time stays in the order of workbooks and groups.
    return sorted(found, key=lambda each: (ORDER.index(each.kind), each.since))


def last_days(facts: DeskFacts) -> dict[str, date]:
    """Return the last day on which a member of each group did anything at all."""
    members = {
        group: {each.person_id for each in people} for group, people in facts.members().items()
    }
    found: dict[str, date] = {}

    def note(room: RoomKey, by: str | None, day: date) -> None:
        if by in members.get(room.group, ()):
            found[room.group] = max(day, found.get(room.group, day))

    for edit in facts.record.edits:
        note(edit.room, edit.by, edit.at.astimezone(facts.zone).date())
    for said in facts.record.said:
        note(said.room, said.by, said.at.astimezone(facts.zone).date())
    for read in facts.record.read:
        if read.day <= facts.today and (read.seconds >= A_GLANCE_SECONDS or read.moves):
            note(read.room, read.by, read.day)
    return found


def _failed(facts: DeskFacts) -> Iterator[Task]:
    for room, status in facts.statuses.items():
        if status.state is RoomState.FAILED:
            yield Task("failed", room.group, facts.now, room.workbook, message=status.message)


def _calls(facts: DeskFacts) -> Iterator[Task]:
    names = {each.person_id: each.name for each in facts.people}
    for call in facts.work.calls:
        if facts.now - call.at >= CALL_WAITS and call.room in facts.marks:
            room, who = call.room, names.get(call.mentor, "")
            yield Task("call", room.group, call.at, room.workbook, call.comment_id, (who,))


def _reviews(facts: DeskFacts) -> Iterator[Task]:
    late: dict[str, list[tuple[datetime, str, str]]] = defaultdict(list)
    for room, marks in facts.marks.items():
        late[room.workbook] += [
            (each.since, each.exercise.id, room.group)
            for each in (*marks, *facts.alone[room])
            if each.waits and each.since is not None and facts.now - each.since >= REVIEW_WAITS
        ]
    for workbook, found in late.items():
        groups = {group for _, _, group in found}
        if found:
            since, exercise, group = min(found)
            yield Task(
                "review",
                group if len(groups) == 1 else None,
                since,
                workbook,
                exercise,
                count=len(found),
                groups=len(groups),
            )


def _promises(facts: DeskFacts) -> Iterator[Task]:
    for nudge in facts.nudges:
        day = nudge.promised
        if day is not None and day <= facts.today:
            since = _midnight(facts, day)
            yield Task("promise", nudge.room.group, since, nudge.room.workbook, nudge.id)


def _nudges(facts: DeskFacts) -> Iterator[Task]:
    for nudge in facts.nudges:
        if nudge.is_open and facts.now - nudge.sent_at >= NUDGE_WAITS:
            yield Task("nudge", nudge.room.group, nudge.sent_at, nudge.room.workbook, nudge.id)


def _silent(facts: DeskFacts) -> Iterator[Task]:
    last, members = last_days(facts), facts.members()
    for group in facts.cohort.groups:
        opened = [
            day
            for room, opening in facts.openings.items()
            if room.group == group and not opening.closed and not _over(facts, room)
            if (day := opening.opens) is not None
        ]
        if not opened or not members.get(group):
            continue
        known = [each[group] for each in (last, facts.founded) if group in each]
        quiet = max([min(opened), *known])
        if facts.today - quiet >= SILENT_FOR:
            yield Task("silent", group, _midnight(facts, quiet))


def _absent(facts: DeskFacts) -> Iterator[Task]:
    opened: dict[str, list[datetime]] = defaultdict(list)
    for room, opening in facts.openings.items():
        if not opening.closed and opening.opens is not None:
            opened[room.group].append(_midnight(facts, opening.opens))
    members = facts.members()
    away: dict[str, tuple[str, ...]] = {}
    for group in facts.cohort.groups:
        late = facts.now - min(opened.get(group, ()), default=facts.now) >= ABSENT_FOR
        names = tuple(
            each.name for each in members.get(group, ()) if each.person_id not in facts.work.came
        )
        if names and late:
            away[group] = names
    if away:
        since = min(min(opened[group]) for group in away)
        names = tuple(name for each in away.values() for name in each)
        only = next(iter(away)) if len(away) == 1 else None
        yield Task("absent", only, since, names=names, count=len(names), groups=len(away))


def _over(facts: DeskFacts, room: RoomKey) -> bool:
    plan = facts.cohort.schedule.get(room.workbook)
    return plan is not None and plan.due is not None and plan.due < facts.today


def _midnight(facts: DeskFacts, day: date) -> datetime:
    return datetime.combine(day, time(), facts.zone)
