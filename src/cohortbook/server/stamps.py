"""The stamps of a cohort, as the server finds them on disk."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from cohortbook.cohort.model import Cohort
from cohortbook.learning.rooms import RoomKey
from cohortbook.live.kernels import WIDGET_VIEW
from cohortbook.live.room import StampedFile
from cohortbook.server.render import PageContext
from cohortbook.stamp.figures import FOLDER as FIGURES
from cohortbook.stamp.manifest import FILE_NAME, Manifest, Stamp, read_manifest
from cohortbook.workbook.exercise import ExerciseDefinition


class Stamps:
    """A cohort's manifest, read again whenever it was replaced.

    Parameters
    ----------
    folder : pathlib.Path
        ``outputs/<cohort>``.
    cohort : callable
        Returns the cohort as it is now, for its groups and their titles.
    programme_folder : pathlib.Path
        Where the workbooks lie, and whatever they read while they run.

    Raises
    ------
    ManifestUnreadableError
        If the cohort has not been stamped, or its manifest is damaged.
    """

    def __init__(self, folder: Path, cohort: Callable[[], Cohort], programme_folder: Path) -> None:
        self.folder = folder
        self._cohort = cohort
        self.programme_folder = programme_folder
        self._mark = self._now()
        self._manifest = read_manifest(folder)

    @property
    def manifest(self) -> Manifest:
        """The manifest as it is now."""
        mark = self._now()
        if mark is not None and mark != self._mark:
            self._manifest = read_manifest(self.folder)
            self._mark = mark
        return self._manifest

    def stamp(self, room: RoomKey) -> Stamp | None:
        """Return what the manifest says of a room's stamp, or None when there is none."""
        if room.group not in self._cohort().groups:
            return None
        return self.manifest.stamp(room.group, room.workbook)

    def definitions(self, room: RoomKey) -> list[ExerciseDefinition]:
        """Return the exercises of a room as its stamp has them now."""
        stamp = self.stamp(room)
        return [each.definition for each in stamp.exercises] if stamp else []

    @property
    def has_code(self) -> bool:
        """Whether any exercise asks for code."""
        return any(
            each.definition.kind == "code"
            for stamp in self.manifest.stamps
            for each in stamp.exercises
        )

    def show_widgets(self) -> bool:
        """Say whether any workbook needs kernels for what it shows; reads one stamp of each."""
        one_of_each = {each.workbook: each for each in self.manifest.stamps}.values()
        return any(
            not each.executed or WIDGET_VIEW in (self.folder / each.path).read_text("utf-8")
            for each in one_of_each
        )

    def file(self, room: RoomKey) -> StampedFile | None:
        """Return the file of a room's stamp, or None when there is none."""
        stamp = self.stamp(room)
        if stamp is None:
            return None
        return StampedFile(
            self.folder / stamp.path, stamp.stamp_sha256, stamp.executed, self.programme_folder
        )

    def page_context(self, room: RoomKey) -> PageContext:
        """Return what a room's page says that is not in the stamp."""
        cohort, entry = self._cohort(), self.manifest.workbook(room.workbook)
        return PageContext(
            programme=self.manifest.programme,
            cohort={"id": cohort.id, "title": cohort.title},
            group={"id": room.group, "title": cohort.groups[room.group].title},
            workbook={
                "id": room.workbook,
                "title": entry.title if entry else room.workbook,
                "summary": entry.summary if entry else "",
                "minutes": entry.minutes if entry else None,
            },
            topics=dict(entry.topics) if entry else {},
            files=self.folder / FIGURES,
        )

    def _now(self) -> tuple[int, int, int] | None:
        try:
            found = (self.folder / FILE_NAME).stat()
        except OSError:
            # Just being replaced, or gone: what was read last still serves.
            return None
        return found.st_mtime_ns, found.st_size, found.st_ino
