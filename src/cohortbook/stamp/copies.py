"""One group's copy of one workbook: whether it is due, and how it is made."""

from __future__ import annotations

import hashlib
import json
import threading
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import nbformat
from nbformat import NotebookNode

from cohortbook import __version__
from cohortbook.clock import Clock
from cohortbook.cohort.model import Group
from cohortbook.cohort.parameters import parameters_for
from cohortbook.errors import CohortbookError, Place
from cohortbook.stamp.errors import AnswersAtRiskError, CellFailedError, ExercisesInvalidError
from cohortbook.stamp.files import typed_errors, write_atomically
from cohortbook.stamp.manifest import Fingerprint, Stamp
from cohortbook.stamp.options import StampOptions
from cohortbook.stamp.prepared import PreparedWorkbook
from cohortbook.stamp.report import Made, StampProgress
from cohortbook.stamp.restamp import Differences, differences
from cohortbook.workbook.exercise import ExerciseDefinition, PlacedExercise, exercises_of
from cohortbook.workbook.kernel_environment import environment_of

if TYPE_CHECKING:
    from cohortbook.stamp.execution import Execution
    from cohortbook.workbook.programme import Programme

# Asked with a group and a workbook; answers with the exercises that have answers.
Answered = Callable[[str, str], frozenset[str]]

# Asked once a run; answers with the setting of the direction dial that each group chose.
Directed = Callable[[], Mapping[str, str]]

_INJECTED_TAG = "injected-parameters"


@dataclass(frozen=True, slots=True)
class Copy:
    """What is to become a stamp.

    Parameters
    ----------
    workbook : PreparedWorkbook
        Of what.
    group : Group
        For whom.
    before : Stamp or None
        The stamp that is there.
    setting : str or None
        What the group chose on the direction dial, if it did.
    """

    workbook: PreparedWorkbook
    group: Group
    before: Stamp | None
    setting: str | None = None

    @property
    def key(self) -> tuple[str, str]:
        """Ids of the group and the workbook."""
        return (self.group.id, self.workbook.entry.id)

    @property
    def path(self) -> str:
        """Of the stamp, below the cohort's folder."""
        return f"{self.group.id}/{self.workbook.entry.id}.ipynb"


class CopyMaker:
    """Makes stamps; safe to use from several threads.

    Parameters
    ----------
    programme : Programme
        Where parameters come from.
    folder : pathlib.Path
        Of the cohort's stamps.
    answered : callable
        Which exercises of a group and workbook have answers.
    clock : Clock
        What time it is.
    options : StampOptions
        How.
    progress : StampProgress
        Is told about cells.
    """

    def __init__(  # noqa: PLR0913
        self,
        programme: Programme,
        folder: Path,
        answered: Answered,
        clock: Clock,
        options: StampOptions,
        progress: StampProgress,
    ) -> None:
        self._programme = programme
        self._folder = folder
        self._answered = answered
        self._clock = clock
        self._options = options
        self._progress = progress
        self._lock = threading.Lock()
        self._execution: Execution | None = None

    def is_up_to_date(self, copy: Copy) -> bool:
        """Say whether the stamp that is there is what would be made."""
        before = copy.before
        if before is None or before.fingerprint != self._fingerprint(copy):
            return False
        if not (before.executed or self._options.prepare_only):
            return False
        file = self._folder / before.path
        with typed_errors(file):
            try:
                return _sha256(file.read_bytes()) == before.stamp_sha256
            except FileNotFoundError:
                return False

    def make(self, copy: Copy) -> tuple[Stamp, Made]:
        """Make a stamp and write it, whole or not at all.

        Parameters
        ----------
        copy : Copy
            What to make.

        Returns
        -------
        tuple of Stamp and Made
            For the manifest, and for the report.

        Raises
        ------
        CellFailedError, ExercisesInvalidError, AnswersAtRiskError
            The stamp that is there is untouched.
        StampDiskFullError, StampUnwritableError
            The same.
        """
        before = copy.before
        parameters = self._parameters(copy)
        if self._options.prepare_only:
            # papermill takes a second to import, and often there is nothing to do.
            from cohortbook.stamp.parametrized import parametrized  # noqa: PLC0415

            notebook = parametrized(copy.workbook.notebook, parameters)
            # What the cells would say is not known: what is known stays.
            placed = before.exercises if before else ()
            changes, archived = Differences(), before.archived if before else ()
        else:
            notebook = self._executed(copy, parameters)
            placed = _exercises(notebook, copy)
            changes, archived = self._compare(copy, placed)
        fingerprint = self._fingerprint(copy)
        self._describe(notebook, copy, parameters, fingerprint)
        content = str(nbformat.v4.writes(notebook)).encode()  # type: ignore[no-untyped-call]
        if not self._options.dry:
            write_atomically(self._folder / copy.path, content)
        stamp = Stamp(
            group=copy.group.id,
            workbook=copy.workbook.entry.id,
            path=copy.path,
            fingerprint=fingerprint,
            stamp_sha256=_sha256(content),
            executed=not self._options.prepare_only,
            stamped_at=self._clock(),
            exercises=tuple(placed),
            archived=archived,
        )
        settled = {each.id for each in before.archived} if before else set()
        newly = {each.id for each in archived} - settled
        return stamp, Made(*copy.key, before is None, changes, tuple(sorted(newly)))

    def stop(self) -> None:
        """Kill the kernels of all stamps that are being made."""
        with self._lock:
            execution = self._execution
        if execution is not None:
            execution.stop()

    def _executed(self, copy: Copy, parameters: Mapping[str, Any]) -> NotebookNode:
        from cohortbook.stamp.execution import CellTrouble  # noqa: PLC0415 - see make

        workbook = copy.workbook
        group, title = copy.key
        try:
            return self._runner().run(
                workbook.notebook,
                parameters,
                workbook.kernel_name,
                lambda done, total: self._progress.cell(group, title, done, total),
            )
        except CellTrouble as trouble:
            cell = workbook.cell_number(trouble.cell_id) if trouble.cell_id else None
            raise CellFailedError(
                trouble.what,
                group=group,
                place=Place(workbook.file, cell=cell),
                mend=trouble.mend,
            ) from trouble

    def _runner(self) -> Execution:
        from cohortbook.stamp.execution import Execution  # noqa: PLC0415 - see make

        with self._lock:
            if self._execution is None:
                self._execution = Execution(
                    self._programme.path,
                    self._options.cell_seconds,
                    environment_of(
                        self._programme.cohort, self._programme.path, self._options.hidden
                    ),
                )
            return self._execution

    def _compare(
        self, copy: Copy, placed: Sequence[PlacedExercise]
    ) -> tuple[Differences, tuple[ExerciseDefinition, ...]]:
        known = [each.definition for each in copy.before.exercises] if copy.before else []
        archived = list(copy.before.archived) if copy.before else []
        present = {each.definition.id for each in placed}
        settled = {each.id for each in archived}
        answered = self._answered(*copy.key)
        changes = differences(known, [each.definition for each in placed], answered - settled)
        lost = changes.answered_removed
        if lost and not self._options.archive_answered:
            raise AnswersAtRiskError(
                group=copy.group.id, workbook=copy.workbook.file, exercises=lost
            )
        definitions = {each.id: each for each in known}
        archived += [definitions.get(each) or _unknown(each) for each in lost]
        return changes, tuple(each for each in archived if each.id not in present)

    def _parameters(self, copy: Copy) -> dict[str, Any]:
        every = parameters_for(self._programme.cohort, copy.group.id, copy.setting)
        chosen = {name: every[name] for name in sorted(every) if name in copy.workbook.declared}
        # papermill knows plain values only; a date of the cohort file becomes its text.
        plain = json.loads(json.dumps(chosen, default=str))
        assert isinstance(plain, dict)
        return plain

    def _fingerprint(self, copy: Copy) -> Fingerprint:
        parameters = json.dumps(self._parameters(copy))
        return Fingerprint(
            source_sha256=copy.workbook.source_sha256,
            parameters_sha256=_sha256(parameters.encode()),
            images_sha256=copy.workbook.images_sha256,
            made_by=__version__,
        )

    def _describe(
        self,
        notebook: NotebookNode,
        copy: Copy,
        parameters: Mapping[str, Any],
        fingerprint: Fingerprint,
    ) -> None:
        _strip_traces(notebook)
        group, workbook = copy.key
        notebook.metadata["cohortbook"] = {
            "programme": self._programme.path.resolve().name,
            "cohort": self._programme.cohort.id,
            "group": group,
            "workbook": workbook,
            "parameters": dict(parameters),
            "source_sha256": fingerprint.source_sha256,
            "made_by": fingerprint.made_by,
            "executed": not self._options.prepare_only,
        }


def _exercises(notebook: NotebookNode, copy: Copy) -> tuple[PlacedExercise, ...]:
    workbook, group = copy.workbook, copy.group.id
    try:
        # Errors number the cells as the file does, which has cells that the copy has not.
        return tuple(exercises_of(workbook.aligned(notebook), workbook.file))
    except CohortbookError as error:
        raise ExercisesInvalidError(
            error.message,
            group=group,
            place=error.place or Place(workbook.file),
            mend=error.mend or "Correct the call that makes the exercise.",
        ) from error


def _strip_traces(notebook: NotebookNode) -> None:
    papermill = notebook.metadata.get("papermill", {})
    kept = {name: papermill[name] for name in ("version", "parameters") if name in papermill}
    notebook.metadata["papermill"] = kept
    for cell in notebook.cells:
        cell.metadata.pop("papermill", None)
        if _INJECTED_TAG in cell.metadata.get("tags", []):
            cell.id = _INJECTED_TAG


def _unknown(exercise_id: str) -> ExerciseDefinition:
    # The manifest that knew it is gone; the answers are not.
    return ExerciseDefinition.from_json(
        {"id": exercise_id, "kind": "text", "prompt": "(The question was not kept.)"}
    )


def _sha256(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()
