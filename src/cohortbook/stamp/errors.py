"""What can go wrong while stamping, as errors a person can act on."""

from __future__ import annotations

from pathlib import Path
from typing import ClassVar

from cohortbook.errors import CohortbookError, Place


class StampError(CohortbookError):
    """A stamp, or all of them, could not be made."""

    code: ClassVar[str] = "stamp"


class StampDiskFullError(StampError):
    """The disk, or what the person may use of it, has no room left."""

    code: ClassVar[str] = "stamp-disk-full"


class StampUnwritableError(StampError):
    """A file or folder of the outputs cannot be made, read or replaced."""

    code: ClassVar[str] = "stamp-unwritable"


class StampLockedError(StampError):
    """Another process is stamping the same cohort."""

    code: ClassVar[str] = "stamp-locked"


class ManifestUnreadableError(StampError):
    """The manifest is damaged or not one."""

    code: ClassVar[str] = "manifest"


class ManifestMissingError(ManifestUnreadableError):
    """The cohort has not been stamped yet."""

    code: ClassVar[str] = "manifest-missing"


class ManifestNewerError(ManifestUnreadableError):
    """A later version of cohortbook wrote the manifest."""

    code: ClassVar[str] = "manifest-newer"


class ImageUnusableError(StampError):
    """A figure that a workbook shows cannot be read or is outside its programme."""

    code: ClassVar[str] = "stamp-image"


class StampFailedError(StampError):
    """One group's copy of one workbook could not be made; an earlier copy is untouched.

    Parameters
    ----------
    what : str
        What was found.
    group : str
        Id of the group.
    place : Place
        The workbook and, where there is one, the cell.
    mend : str
        What to do.
    """

    code: ClassVar[str] = "stamp-failed"

    def __init__(self, what: str, *, group: str, place: Place, mend: str) -> None:
        super().__init__(f"{what} (group {group})", place=place, mend=mend)
        self.what = what
        self.group = group


class CellFailedError(StampFailedError):
    """A cell raised an exception, ran for too long, or took its kernel with it."""

    code: ClassVar[str] = "cell-failed"


class ExercisesInvalidError(StampFailedError):
    """What the executed workbook says of its exercises cannot be used."""

    code: ClassVar[str] = "exercises-invalid"


class AnswersAtRiskError(StampFailedError):
    """The new copy lacks exercises that the group has answered.

    Parameters
    ----------
    group : str
        Id of the group.
    workbook : pathlib.Path
        The workbook.
    exercises : tuple of str
        Ids of the exercises that would be dropped.
    """

    code: ClassVar[str] = "answers-at-risk"

    def __init__(self, *, group: str, workbook: Path, exercises: tuple[str, ...]) -> None:
        listed = ", ".join(exercises)
        super().__init__(
            f"Exercises that have answers are no longer in the workbook: {listed}.",
            group=group,
            place=Place(workbook),
            mend="Put them back, or stamp with --archive-answered: the answers are kept, "
            "the exercises leave the page.",
        )
        self.exercises = exercises
