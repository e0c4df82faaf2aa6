"""The list of what mentors have to look at."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from cohortbook.access.permissions import Resource, allows
from cohortbook.learning.rooms import RoomKey
from cohortbook.server.pages.plain_text import plain_text
from cohortbook.server.pages.standing import MARKS, WAITING, Mark
from cohortbook.server.pages.veil import Veil, veil_over_all
from cohortbook.server.words import t

if TYPE_CHECKING:
    from cohortbook.access.principal import Principal
    from cohortbook.server.pages.sources import Sources
    from cohortbook.stamp.manifest import Manifest
    from cohortbook.workbook.exercise import ExerciseDefinition

TITLE_LENGTH = 110


@dataclass(frozen=True, slots=True)
class GroupMark:
    """How one group's answer stands."""

    title: str
    state: Mark
    text: str


@dataclass(frozen=True, slots=True)
class QueuedExercise:
    """An exercise with the marks of the groups that have it."""

    id: str
    href: str
    title: str
    kind: str
    topic: str | None
    groups: tuple[GroupMark, ...]
    answered: int
    total: int
    waiting: int

    @property
    def text(self) -> str:
        """What there is to do, in words."""
        if self.waiting:
            return t("review.index.exercise.waiting", count=self.waiting)
        return t("review.index.exercise", answered=self.answered, total=self.total)


@dataclass(frozen=True, slots=True)
class QueuedWorkbook:
    """A workbook with its exercises, in the order of the page."""

    id: str
    number: int
    title: str
    exercises: tuple[QueuedExercise, ...]


@dataclass(frozen=True, slots=True)
class Queue:
    """The context of ``review_index.html``."""

    eyebrow: str
    workbooks: tuple[QueuedWorkbook, ...]

    @property
    def legend(self) -> tuple[GroupMark, ...]:
        """All marks with their words."""
        return tuple(GroupMark("", mark, t(f"review.mark.{mark}")) for mark in MARKS)


def reviewed_groups(sources: Sources, reader: Principal) -> tuple[str, ...]:
    """Return the ids of the groups whose answers somebody may see as a reviewer."""
    return tuple(
        group for group in sources.cohort.groups if allows("review.see", reader, Resource(group))
    )


def gather_queue(sources: Sources, reader: Principal, manifest: Manifest) -> Queue:
    """Collect what `reader` may review."""
    groups = reviewed_groups(sources, reader)
    blind = sources.review_settings.blind(reader.person_id)
    # Prompts are made for a group, and name it.
    veil = veil_over_all(sources, groups, {}) if blind else Veil({}, {})
    rooms = [RoomKey(each.group, each.workbook) for each in manifest.stamps]
    works = sources.works(each for each in rooms if each.group in groups)
    books = []
    for number, workbook in enumerate(manifest.workbooks, 1):
        found: dict[str, tuple[ExerciseDefinition, list[GroupMark]]] = {}
        for group in groups:
            stamp = manifest.stamp(group, workbook.id)
            if stamp is None:
                continue
            work = works[RoomKey(group, workbook.id)]
            for placed in stamp.exercises:
                mark = work.mark(placed.definition)
                _, marks = found.setdefault(placed.definition.id, (placed.definition, []))
                title = sources.cohort.groups[group].title
                marks.append(GroupMark(title, mark, t(f"review.mark.{mark}")))
        if any(manifest.stamp(group, workbook.id) for group in groups):
            exercises = tuple(
                QueuedExercise(
                    id=definition.id,
                    href=review_path(workbook.id, definition.id),
                    title=veil.text(plain_text(definition.prompt, TITLE_LENGTH)),
                    kind=kind_text(definition),
                    topic=workbook.topics.get(definition.topic) if definition.topic else None,
                    # Marks by group would tell, with names hidden, whose answers wait.
                    groups=() if blind else tuple(marks),
                    answered=sum(each.state != "empty" for each in marks),
                    total=len(marks),
                    waiting=sum(each.state in WAITING for each in marks),
                )
                for definition, marks in found.values()
            )
            books.append(QueuedWorkbook(workbook.id, number, workbook.title, exercises))
    cohort = sources.cohort
    eyebrow = t("review.index.eyebrow", programme=cohort.programme_title, cohort=cohort.title)
    return Queue(eyebrow, tuple(books))


def review_path(workbook: str, exercise: str) -> str:
    """Return the address of the page that shows groups' answers side by side."""
    return f"/review/{workbook}/{exercise}"


def kind_text(definition: ExerciseDefinition) -> str:
    """Name the kind of an exercise."""
    kind = t(f"review.kind.{definition.kind}")
    return t("review.kind.individual", kind=kind) if definition.individual else kind
