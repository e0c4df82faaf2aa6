"""What a former group wrote, to be read and not to be changed."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from markupsafe import Markup

from cohortbook.learning.answer_history import AnswerKey
from cohortbook.learning.markdown import render_guide
from cohortbook.learning.rooms import RoomKey
from cohortbook.server.group.decision_words import group_titles
from cohortbook.server.group.former_section import former_title
from cohortbook.server.pages.dates import DateWords, ago_words
from cohortbook.server.pages.written import result_html, written_answer
from cohortbook.server.words import t

if TYPE_CHECKING:
    from collections.abc import Iterator

    from cohortbook.access.group_lineage import Origin
    from cohortbook.learning.threads import Thread
    from cohortbook.server.pages.sources import Sources
    from cohortbook.stamp.manifest import WorkbookEntry
    from cohortbook.workbook.exercise import ExerciseDefinition


@dataclass(frozen=True, slots=True)
class Said:
    """A comment."""

    author: str
    html: Markup
    at: DateWords


@dataclass(frozen=True, slots=True)
class Talk:
    """A thread; `quote` is the passage that it is about, if it is about one."""

    quote: str
    comments: tuple[Said, ...]


@dataclass(frozen=True, slots=True)
class Written:
    """An answer; `author` is empty for that of the whole group."""

    author: str
    html: Markup


@dataclass(frozen=True, slots=True)
class Place:
    """An exercise with what was answered and said; without a prompt, the rest of a workbook."""

    prompt: Markup | None
    answers: tuple[Written, ...]
    talks: tuple[Talk, ...]


@dataclass(frozen=True, slots=True)
class Book:
    """A workbook in which something was written."""

    id: str
    title: str
    places: tuple[Place, ...]


@dataclass(frozen=True, slots=True)
class ArchivePage:
    """The context of ``group_archive.html``."""

    group: str
    group_title: str
    title: str
    lead: str
    books: tuple[Book, ...]


def archive_page(sources: Sources, group: str, former: str) -> ArchivePage | None:
    """Collect what a former group left to a group; None where it left nothing.

    Of a group that is still there it is what was said until the two parted: its
    answers went along, and what came later is its own.
    """
    origin = next(
        (each for each in sources.people.lineage().before(group) if each.group == former), None
    )
    if origin is None or group not in sources.cohort.groups:
        return None
    titles = group_titles(sources)
    title = titles.get(former, former)
    books = (_book(sources, each, origin, group) for each in sources.manifest().workbooks)
    return ArchivePage(
        group=group,
        group_title=titles[group],
        title=former_title(origin, titles),
        lead=t("group.archive.merged" if origin.merged else "group.archive.split", group=title),
        books=tuple(each for each in books if each.places),
    )


def _book(sources: Sources, entry: WorkbookEntry, origin: Origin, heir: str) -> Book:
    room = RoomKey(origin.group, entry.id)
    talks: dict[str, list[Talk]] = defaultdict(list)
    for thread in sources.discussion.threads(room):
        talk = _talk(sources, thread, origin)
        if talk.comments:
            talks[thread.anchor.ref if thread.anchor.kind == "exercise" else ""].append(talk)
    places = []
    for definition in _definitions(sources, room, heir):
        told = tuple(talks.pop(definition.id, ()))
        answers = tuple(_answers(sources, room, definition, entry)) if origin.merged else ()
        if told or answers:
            # It is the facilitator's text, rendered as in the workbook.
            prompt = Markup(render_guide(definition.prompt))  # noqa: S704
            places.append(Place(prompt, answers, told))
    rest = tuple(talk for each in talks.values() for talk in each)
    if rest:
        places.append(Place(None, (), rest))
    return Book(entry.id, entry.title, tuple(places))


def _definitions(sources: Sources, room: RoomKey, heir: str) -> list[ExerciseDefinition]:
    manifest = sources.manifest()
    # Of a group that is no more, only what it answered keeps its stamp.
    stamp = manifest.stamp(room.group, room.workbook) or manifest.stamp(heir, room.workbook)
    own = [each.definition for each in sources.own_topics.of_rooms([room])]
    if stamp is None:
        return own
    return [*(each.definition for each in stamp.exercises), *stamp.archived, *own]


def _answers(
    sources: Sources, room: RoomKey, definition: ExerciseDefinition, entry: WorkbookEntry
) -> Iterator[Written]:
    if not definition.answerable:
        return
    if definition.individual:
        names = {each.person_id: each.name for each in sources.people.principals()}
        for each in sources.individual.state(room, definition.id).answers:
            html = written_answer(definition, each.value, entry.topics)
            yield Written(
                names.get(each.person_id, t("group.archive.somebody")),
                Markup(html),  # noqa: S704 - sanitised
            )
        return
    answers = sources.answers.of_exercise(room.workbook, definition.id, [room.group])
    answer = answers.get(room.group)
    if answer is not None and answer.answered:
        html = written_answer(definition, answer.value, entry.topics)
        result = sources.code_results.get(AnswerKey(room, definition.id))
        if definition.kind == "code" and result is not None:
            html += result_html(result)
        yield Written("", Markup(html))  # noqa: S704 - sanitised


def _talk(sources: Sources, thread: Thread, origin: Origin) -> Talk:
    now, zone = sources.clock(), ZoneInfo(sources.cohort.timezone)
    quote = thread.anchor.quote
    return Talk(
        quote="" if quote is None else quote.exact,
        comments=tuple(
            Said(
                each.author.name,
                Markup(each.html),  # noqa: S704 - sanitised
                ago_words(each.created_at, now, zone),
            )
            for each in thread.comments
            if not each.deleted and each.created_at <= origin.at
        ),
    )
