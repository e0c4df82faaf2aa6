"""The topics of all groups' workbooks, as their stamps have them."""

from __future__ import annotations

from collections import defaultdict
from datetime import UTC, date, datetime, time, timedelta
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from cohortbook.errors import CohortbookError
from cohortbook.learning.attention_topic import Topic, TopicExercise
from cohortbook.learning.rooms import RoomKey
from cohortbook.workbook.outline import sections_of
from cohortbook.workbook.reader import read_notebook

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from pathlib import Path

    from cohortbook.cohort.model import Cohort
    from cohortbook.stamp.manifest import Manifest, Stamp, WorkbookEntry

_Cells = dict[str, frozenset[str]]


class Topics:
    """Knows which exercises and cells belong to which topic.

    Parameters
    ----------
    cohort : callable
        Returns the cohort as it is now, for its schedule and groups.
    manifest : callable
        Returns the manifest as it is now.
    folder : pathlib.Path
        Where the stamps lie.
    """

    def __init__(
        self, cohort: Callable[[], Cohort], manifest: Callable[[], Manifest], folder: Path
    ) -> None:
        self._cohort = cohort
        self._manifest = manifest
        self._folder = folder
        self._zone = ZoneInfo(cohort().timezone)
        self._known: tuple[Manifest, Cohort, tuple[Topic, ...]] | None = None
        # Copies of one source have the same cells: it is enough to read one.
        self._cells: dict[str, _Cells] = {}

    def all(self) -> tuple[Topic, ...]:
        """Return the topics of all stamps of all groups, in the order of their pages."""
        manifest, cohort, known = self._manifest(), self._cohort(), self._known
        if known is None or known[0] is not manifest or known[1] is not cohort:
            known = self._known = (manifest, cohort, tuple(self._read(manifest, cohort)))
        return known[2]

    def of_room(self, room: RoomKey) -> tuple[Topic, ...]:
        """Return the topics of one room."""
        return tuple(each for each in self.all() if each.room == room)

    def one(self, room: RoomKey, topic_id: str) -> Topic | None:
        """Return a topic of a room, or None when it has none of this id."""
        return next((each for each in self.of_room(room) if each.id == topic_id), None)

    def _read(self, manifest: Manifest, cohort: Cohort) -> list[Topic]:
        entries = {each.id: each for each in manifest.workbooks}
        return [
            topic
            for stamp in manifest.stamps
            if stamp.group in cohort.groups and stamp.workbook in entries
            for topic in self._of_stamp(entries[stamp.workbook], stamp)
        ]

    def _of_stamp(self, entry: WorkbookEntry, stamp: Stamp) -> list[Topic]:
        cells = self._cells_of(stamp)
        at_cell = {cell: topic for topic, those in cells.items() for cell in those}
        exercises: dict[str, list[TopicExercise]] = defaultdict(list)
        for placed in stamp.exercises:
            definition = placed.definition
            topic = definition.topic or at_cell.get(placed.cell_id)
            if topic is not None:
                exercises[topic].append(
                    TopicExercise(
                        id=definition.id,
                        individual=definition.individual,
                        answerable=definition.answerable,
                        counted=definition.required,
                    )
                )
        plan = self._cohort().schedule.get(entry.id)
        here = [each for each in entry.topics if exercises[each] or cells.get(each)]
        return [
            Topic(
                room=RoomKey(stamp.group, stamp.workbook),
                id=topic,
                title=entry.topics[topic],
                place=place,
                places=len(here),
                exercises=tuple(exercises[topic]),
                cells=cells.get(topic, frozenset()),
                minutes=None if entry.minutes is None else entry.minutes / len(here),
                opens=self._midnight(plan.opens) if plan and plan.opens else None,
                due=self._midnight(plan.due + timedelta(days=1)) if plan and plan.due else None,
            )
            for place, topic in enumerate(here, 1)
        ]

    def _cells_of(self, stamp: Stamp) -> Mapping[str, frozenset[str]]:
        source = stamp.fingerprint.source_sha256
        if source not in self._cells:
            self._cells[source] = _read_cells(self._folder / stamp.path)
        return self._cells[source]

    def _midnight(self, day: date) -> datetime:
        return datetime.combine(day, time(), self._zone).astimezone(UTC)


def _read_cells(path: Path) -> _Cells:
    try:
        intro, sections = sections_of(read_notebook(path))
    except CohortbookError:
        # Then comments on the guide belong to no topic; everything else is known.
        return {}
    found: dict[str, set[str]] = defaultdict(set)
    for section in (intro, *sections):
        if section.topic is not None:
            found[section.topic] |= set(section.cell_ids)
    return {topic: frozenset(cells) for topic, cells in found.items()}
