"""What needs a person today, in words, each with the one thing to do."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import groupby
from typing import TYPE_CHECKING

from cohortbook.server.desk.today import tasks_today
from cohortbook.server.pages.dates import DateWords, ago_words, date_text
from cohortbook.server.pages.frame import Link, names_text
from cohortbook.server.pages.home_places import room_path
from cohortbook.server.pages.review_queue import review_path
from cohortbook.server.reason_words import reason_words
from cohortbook.server.words import t

if TYPE_CHECKING:
    from cohortbook.server.desk.facts import DeskFacts
    from cohortbook.server.desk.today import Task

# Of one kind, so many are seen at once.
MOST_OF_A_KIND = 4
MOST_NAMES = 6


@dataclass(frozen=True, slots=True)
class TaskWords:
    """One task: what is so, where, since when, and what to do."""

    text: str
    where: str
    since: DateWords | None
    action: Link


@dataclass(frozen=True, slots=True)
class TaskList:
    """The tasks of one kind; `more` are folded away."""

    kind: str
    title: str
    first: tuple[TaskWords, ...]
    more: tuple[TaskWords, ...]
    more_text: str


def task_lists(facts: DeskFacts) -> tuple[TaskList, ...]:
    """Return what needs a person, kind by kind in the order in which to do it."""
    lists = []
    for kind, tasks in groupby(tasks_today(facts), key=lambda each: each.kind):
        written = tuple(_words(facts, each) for each in tasks)
        more = written[MOST_OF_A_KIND:]
        lists.append(
            TaskList(
                kind=kind,
                title=t(f"desk.today.{kind}.title"),
                first=written[:MOST_OF_A_KIND],
                more=more,
                more_text=t("desk.today.more", count=len(more)) if more else "",
            )
        )
    return tuple(lists)


def _words(facts: DeskFacts, task: Task) -> TaskWords:
    text, href = _said(facts, task)
    where = _group(facts, task)
    if task.workbook is not None:
        where = t("home.news.where", workbook=facts.workbook_title(task.workbook), group=where)
    return TaskWords(
        text=text,
        where=where,
        since=None if task.kind == "failed" else ago_words(task.since, facts.now, facts.zone),
        action=Link(href, t(f"desk.today.{task.kind}.do")),
    )


def _group(facts: DeskFacts, task: Task) -> str:
    if task.group is None:
        return t("desk.today.groups", count=task.groups)
    return facts.group_title(task.group)


def _said(facts: DeskFacts, task: Task) -> tuple[str, str]:
    """Say what is so, and where to do something about it."""
    room = room_path(task.group or "", task.workbook or "")
    match task.kind:
        case "failed":
            why = reason_words(task.message) if task.message else t("desk.today.failed.why")
            return t("desk.today.failed", reason=why), room
        case "call":
            return t("desk.today.call", who=task.names[0]), f"{room}#comment-{task.ref}"
        case "review":
            path = review_path(task.workbook or "", task.ref or "")
            return t("desk.today.review", count=task.count), path
        case "promise" | "nudge":
            return _nudge(facts, task), f"{room}#nudge-{task.ref}"
        case "silent":
            silent = t("desk.today.silent", group=_group(facts, task))
            return silent, f"/desk?group={task.group}#row-{task.group}"
        case "absent":
            names = list(task.names[:MOST_NAMES])
            left = len(task.names) - MOST_NAMES
            if left > 0:
                names.append(t("desk.today.absent.others", count=left))
            text = t("desk.today.absent", names=names_text(names), count=task.count)
            return text, "/desk/people?absent=1"


def _nudge(facts: DeskFacts, task: Task) -> str:
    nudge = next(each for each in facts.nudges if each.id == task.ref)
    topic = facts.topic_titles[nudge.room, nudge.topic]
    if task.kind == "nudge":
        return t("desk.today.nudge", topic=topic)
    day = nudge.account.by_day if nudge.account else None
    assert day is not None
    return t("desk.today.promise", topic=topic, day=date_text(day, facts.today))
