"""What a cell of the heat map is made of, in words, down to each answer and comment."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from cohortbook.learning.attention import REACH, VOICES, WORK
from cohortbook.learning.rooms import RoomKey
from cohortbook.server.noticing.facts import facts_of, facts_text
from cohortbook.server.pages.dates import DateWords, ago_words
from cohortbook.server.pages.frame import Link, initials
from cohortbook.server.pages.home_places import room_path
from cohortbook.server.pages.nudge_view import nudge_path
from cohortbook.server.pages.plain_text import plain_text
from cohortbook.server.pages.review_queue import review_path
from cohortbook.server.words import t

if TYPE_CHECKING:
    from collections.abc import Iterator

    from cohortbook.learning.attention_topic import Topic
    from cohortbook.server.desk.facts import DeskFacts
    from cohortbook.server.desk.heat import HeatCell
    from cohortbook.server.desk.marks import Marked
    from cohortbook.server.pages.sources import Sources

TITLE_LENGTH = 110
EXCERPT_LENGTH = 160
# A topic that is discussed much is read in the workbook.
MOST_COMMENTS = 12


@dataclass(frozen=True, slots=True)
class PartWords:
    """A part of the measure: its points and of how many."""

    title: str
    points: int
    of: int


@dataclass(frozen=True, slots=True)
class ExerciseWords:
    """An exercise and how its answer stands."""

    title: str
    href: str
    mark: str
    mark_text: str
    since: DateWords | None
    review: Link | None


@dataclass(frozen=True, slots=True)
class CommentWords:
    """A comment about the topic; `href` leads to it."""

    initials: str
    who: str
    excerpt: str
    href: str
    at: DateWords


@dataclass(frozen=True, slots=True)
class NudgeWords:
    """A nudge about the topic and what came of it."""

    text: str
    outcome: str
    href: str
    at: DateWords


@dataclass(frozen=True, slots=True)
class CellPage:
    """The context of ``desk_cell.html``."""

    eyebrow: str
    title: str
    lead: str
    room: Link
    compared: tuple[str, ...]
    parts: tuple[PartWords, ...]
    facts: str
    exercises: tuple[ExerciseWords, ...]
    comments: tuple[CommentWords, ...]
    more_comments: str | None
    nudges: tuple[NudgeWords, ...]
    write: str | None


def cell_page(sources: Sources, facts: DeskFacts, cell: HeatCell) -> CellPage:
    """Put in words what a cell is made of."""
    topic, path = cell.standing.topic, room_path(cell.group, cell.column.workbook)
    comments = list(_comments(sources, facts, topic, path))
    left = len(comments) - MOST_COMMENTS
    workbook = facts.workbook_title(cell.column.workbook)
    told = facts_of(cell.standing, facts.zone)
    return CellPage(
        eyebrow=t("home.news.where", workbook=workbook, group=facts.group_title(cell.group)),
        title=cell.column.title,
        lead=_lead(cell),
        room=Link(path, t("desk.cell.open")),
        compared=tuple(_compared(cell)),
        parts=tuple(_parts(cell)),
        facts=facts_text(told),
        exercises=tuple(_exercise(facts, cell, each, path) for each in cell.exercises),
        comments=tuple(comments[:MOST_COMMENTS]),
        more_comments=t("desk.cell.comments.more", count=left) if left > 0 else None,
        nudges=tuple(_nudges(facts, cell, path)),
        write=_write(facts, cell),
    )


def _write(facts: DeskFacts, cell: HeatCell) -> str | None:
    """Return where one writes to the group about it; None while a nudge waits for its word."""
    room, topic = RoomKey(cell.group, cell.column.workbook), cell.column.topic
    if any(each.is_open for each in facts.nudges if (each.room, each.topic) == (room, topic)):
        return None
    return f"{nudge_path(room, topic)}?from=desk"


def _lead(cell: HeatCell) -> str:
    if cell.closed:
        return t("desk.map.state.closed")
    return t("attention.points", count=cell.points)


def _compared(cell: HeatCell) -> Iterator[str]:
    standing = cell.standing
    if standing.expected is not None:
        yield t("attention.expected", points=round(standing.expected))
    if standing.median is not None:
        yield t("attention.median", points=round(standing.median))


def _parts(cell: HeatCell) -> Iterator[PartWords]:
    attention = cell.standing.attention
    whole = 1.0 if cell.counted else (WORK + REACH + VOICES) / (REACH + VOICES)
    if cell.counted:
        yield PartWords(t("desk.cell.work"), round(attention.work), WORK)
    yield PartWords(t("desk.cell.reach"), round(attention.reach), round(REACH * whole))
    yield PartWords(t("desk.cell.voices"), round(attention.voices), round(VOICES * whole))


def _exercise(facts: DeskFacts, cell: HeatCell, each: Marked, path: str) -> ExerciseWords:
    review = Link(review_path(cell.column.workbook, each.exercise.id), t("desk.cell.review"))
    return ExerciseWords(
        title=plain_text(each.exercise.prompt, TITLE_LENGTH),
        href=f"{path}#exercise-{each.exercise.id}",
        mark=each.mark,
        mark_text=t(f"review.mark.{each.mark}"),
        since=None if each.since is None else ago_words(each.since, facts.now, facts.zone),
        review=None if each.mark == "empty" else review,
    )


def _comments(
    sources: Sources, facts: DeskFacts, topic: Topic, path: str
) -> Iterator[CommentWords]:
    """Yield what was said about a topic, the latest first."""
    exercises = {each.id for each in topic.exercises}
    said = [
        comment
        for thread in sources.discussion.threads(topic.room)
        if thread.anchor.ref in (exercises if thread.anchor.kind == "exercise" else topic.cells)
        for comment in thread.comments
        if not comment.deleted
    ]
    for each in sorted(said, key=lambda one: one.created_at, reverse=True):
        yield CommentWords(
            initials=initials(each.author.name),
            who=each.author.name,
            excerpt=plain_text(each.body or "", EXCERPT_LENGTH),
            href=f"{path}#comment-{each.id}",
            at=ago_words(each.created_at, facts.now, facts.zone),
        )


def _nudges(facts: DeskFacts, cell: HeatCell, path: str) -> Iterator[NudgeWords]:
    room = RoomKey(cell.group, cell.column.workbook)
    for each in reversed(facts.nudges):
        if each.room == room and each.topic == cell.column.topic:
            account = None if each.is_open or each.account is None else each.account.choice
            yield NudgeWords(
                text=t(f"desk.cell.nudge.{each.kind}"),
                outcome=t(f"attention.nudge.{account or 'open'}"),
                href=f"{path}#nudge-{each.id}",
                at=ago_words(each.sent_at, facts.now, facts.zone),
            )
