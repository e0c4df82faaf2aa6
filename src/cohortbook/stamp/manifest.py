"""The manifest of a cohort's stamps: what was made of what, and its exercises."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path, PurePosixPath
from typing import Any

from cohortbook.errors import CohortbookError, Place
from cohortbook.ids import is_slug
from cohortbook.stamp.errors import (
    ManifestMissingError,
    ManifestNewerError,
    ManifestUnreadableError,
)
from cohortbook.stamp.files import typed_errors, write_atomically
from cohortbook.workbook.exercise import ExerciseDefinition, PlacedExercise

FILE_NAME = "manifest.json"
VERSION = 1


@dataclass(frozen=True, slots=True)
class WorkbookEntry:
    """A workbook as its front matter tells it.

    Parameters
    ----------
    id, title, summary : str
        Its name in addresses, and its front matter.
    minutes : int or None
        How long a group needs, as its author thinks.
    topics : collections.abc.Mapping of str to str
        Topic ids and their titles.
    """

    id: str
    title: str
    summary: str
    minutes: int | None
    topics: Mapping[str, str]

    @classmethod
    def from_json(cls, data: Mapping[str, Any]) -> WorkbookEntry:
        """Read what `to_json` wrote."""
        minutes = data["minutes"]
        return cls(
            id=_slug(data["id"]),
            title=str(data["title"]),
            summary=str(data["summary"]),
            minutes=None if minutes is None else int(minutes),
            topics={_slug(each): str(title) for each, title in data["topics"].items()},
        )

    def to_json(self) -> dict[str, Any]:
        """Return what the manifest keeps."""
        return {
            "id": self.id,
            "title": self.title,
            "summary": self.summary,
            "minutes": self.minutes,
            "topics": dict(self.topics),
        }


@dataclass(frozen=True, slots=True)
class Fingerprint:
    """What a stamp was made of; the same fingerprint gives the same stamp.

    Parameters
    ----------
    source_sha256 : str
        Of the workbook's bytes.
    parameters_sha256 : str
        Of the parameters that the workbook received.
    images_sha256 : str
        Of the names and contents of its figures.
    made_by : str
        Version of cohortbook.
    """

    source_sha256: str
    parameters_sha256: str
    images_sha256: str
    made_by: str


@dataclass(frozen=True, slots=True)
class Stamp:
    """One group's copy of one workbook.

    Parameters
    ----------
    group, workbook : str
        Their ids.
    path : str
        Of the copy, below the cohort's folder.
    fingerprint : Fingerprint
        What it was made of.
    stamp_sha256 : str
        Of the copy's bytes.
    executed : bool
        Whether its cells have been run; otherwise its exercises are those of the
        last copy whose cells were.
    stamped_at : datetime.datetime
        In UTC.
    exercises : tuple of PlacedExercise
        In the order of the page.
    archived : tuple of ExerciseDefinition
        Exercises that left the workbook after the group had answered them.
    """

    group: str
    workbook: str
    path: str
    fingerprint: Fingerprint
    stamp_sha256: str
    executed: bool
    stamped_at: datetime
    exercises: tuple[PlacedExercise, ...] = ()
    archived: tuple[ExerciseDefinition, ...] = ()

    def exercise(self, exercise_id: str) -> ExerciseDefinition | None:
        """Return an exercise of the stamp, archived or not, or None."""
        current = (each.definition for each in self.exercises)
        return next((each for each in (*current, *self.archived) if each.id == exercise_id), None)

    @classmethod
    def from_json(cls, data: Mapping[str, Any]) -> Stamp:
        """Read what `to_json` wrote."""
        group, workbook = _slug(data["group"]), _slug(data["workbook"])
        return cls(
            group=group,
            workbook=workbook,
            path=_below(data["path"]),
            fingerprint=Fingerprint(
                source_sha256=str(data["source_sha256"]),
                parameters_sha256=str(data["parameters_sha256"]),
                images_sha256=str(data["images_sha256"]),
                made_by=str(data["made_by"]),
            ),
            stamp_sha256=str(data["stamp_sha256"]),
            executed=bool(data["executed"]),
            stamped_at=_instant(data["stamped_at"]),
            exercises=tuple(_placed(each) for each in data["exercises"]),
            archived=tuple(ExerciseDefinition.from_json(each) for each in data["archived"]),
        )

    def to_json(self) -> dict[str, Any]:
        """Return what the manifest keeps."""
        return {
            "group": self.group,
            "workbook": self.workbook,
            "path": self.path,
            "source_sha256": self.fingerprint.source_sha256,
            "parameters_sha256": self.fingerprint.parameters_sha256,
            "images_sha256": self.fingerprint.images_sha256,
            "made_by": self.fingerprint.made_by,
            "stamp_sha256": self.stamp_sha256,
            "executed": self.executed,
            "stamped_at": self.stamped_at.isoformat(),
            "exercises": [
                {**each.definition.to_json(), "cell_id": each.cell_id} for each in self.exercises
            ],
            "archived": [each.to_json() for each in self.archived],
        }


@dataclass(frozen=True, slots=True)
class Manifest:
    """All stamps of a cohort.

    Parameters
    ----------
    cohort : str
        Id of the cohort.
    programme : str
        Title of the programme.
    workbooks : tuple of WorkbookEntry
        In the order of the programme.
    stamps : tuple of Stamp
        Each group and workbook at most once.
    """

    cohort: str
    programme: str
    workbooks: tuple[WorkbookEntry, ...] = ()
    stamps: tuple[Stamp, ...] = ()

    def stamp(self, group: str, workbook: str) -> Stamp | None:
        """Return a group's copy of a workbook, or None when there is none."""
        return next(
            (each for each in self.stamps if (each.group, each.workbook) == (group, workbook)), None
        )

    def workbook(self, workbook: str) -> WorkbookEntry | None:
        """Return a workbook by its id, or None."""
        return next((each for each in self.workbooks if each.id == workbook), None)

    @classmethod
    def from_json(cls, data: Mapping[str, Any]) -> Manifest:
        """Read what `to_json` wrote."""
        return cls(
            cohort=_slug(data["cohort"]),
            programme=str(data["programme"]),
            workbooks=tuple(WorkbookEntry.from_json(each) for each in data["workbooks"]),
            stamps=tuple(Stamp.from_json(each) for each in data["stamps"]),
        )

    def to_json(self) -> dict[str, Any]:
        """Return what the file holds."""
        return {
            "version": VERSION,
            "cohort": self.cohort,
            "programme": self.programme,
            "workbooks": [each.to_json() for each in self.workbooks],
            "stamps": [each.to_json() for each in self.stamps],
        }


def read_manifest(cohort_folder: Path) -> Manifest:
    """Read the manifest of a cohort's stamps.

    Parameters
    ----------
    cohort_folder : pathlib.Path
        ``outputs/<cohort>``.

    Returns
    -------
    Manifest
        As the last finished stamping left it.

    Raises
    ------
    ManifestMissingError
        When the cohort has not been stamped.
    ManifestNewerError
        When a later version of cohortbook wrote it.
    ManifestUnreadableError
        When it is damaged.
    """
    file = cohort_folder / FILE_NAME
    with typed_errors(file):
        try:
            content = file.read_bytes()
        except (FileNotFoundError, NotADirectoryError):
            msg = "There is no manifest: the cohort has not been stamped yet."
            raise ManifestMissingError(
                msg, place=Place(file), mend="Run: cohortbook stamp PROGRAMME"
            ) from None
    return _parse(file, content)


def write_manifest(cohort_folder: Path, manifest: Manifest) -> None:
    """Replace the manifest of a cohort's stamps, whole or not at all.

    Raises
    ------
    StampDiskFullError, StampUnwritableError
        The earlier manifest is untouched.
    """
    text = json.dumps(manifest.to_json(), ensure_ascii=False, indent=1)
    write_atomically(cohort_folder / FILE_NAME, f"{text}\n".encode())


def _parse(file: Path, content: bytes) -> Manifest:
    mend = "Move it away and stamp again. Answers are kept elsewhere; archived exercises are not."
    try:
        data = json.loads(content)
    except ValueError as error:
        line = getattr(error, "lineno", None)
        msg = "The manifest is damaged: it is not JSON."
        raise ManifestUnreadableError(msg, place=Place(file, line), mend=mend) from error
    version = data.get("version") if isinstance(data, dict) else None
    if isinstance(version, int) and version > VERSION:
        msg = f"The manifest has version {version}; this cohortbook knows {VERSION}."
        raise ManifestNewerError(msg, place=Place(file), mend="Use the newer cohortbook.")
    if version != VERSION or isinstance(version, bool):
        msg = "The file is not a manifest: it has no version."
        raise ManifestUnreadableError(msg, place=Place(file), mend=mend)
    try:
        return Manifest.from_json(data)
    except (AttributeError, KeyError, TypeError, ValueError, CohortbookError) as error:
        missing = f"{error} is missing" if isinstance(error, KeyError) else str(error)
        msg = f"The manifest is damaged: {missing}."
        raise ManifestUnreadableError(msg, place=Place(file), mend=mend) from error


def _placed(data: Mapping[str, Any]) -> PlacedExercise:
    definition = {name: value for name, value in data.items() if name != "cell_id"}
    return PlacedExercise(ExerciseDefinition.from_json(definition), str(data["cell_id"]))


def _slug(text: object) -> str:
    if not isinstance(text, str) or not is_slug(text):
        msg = f"{text!r} is not an id"
        raise ValueError(msg)
    return text


def _below(text: object) -> str:
    # The server opens what stands here: it must not lead out of the folder.
    path = PurePosixPath(str(text))
    if path.is_absolute() or ".." in path.parts:
        msg = f"{text!r} leads out of the folder"
        raise ValueError(msg)
    return str(path)


def _instant(text: object) -> datetime:
    instant = datetime.fromisoformat(str(text))
    if instant.tzinfo is None:
        msg = f"{text!r} has no time zone"
        raise ValueError(msg)
    return instant.astimezone(UTC)


def by_workbook(stamps: Iterable[Stamp]) -> dict[tuple[str, str], Stamp]:
    """Return stamps by (group, workbook)."""
    return {(each.group, each.workbook): each for each in stamps}
