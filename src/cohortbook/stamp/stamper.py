"""Makes every group's copy of every workbook."""

from __future__ import annotations

import contextlib
import dataclasses
import time
from collections.abc import Mapping
from concurrent.futures import Future, ThreadPoolExecutor, as_completed, wait
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

from cohortbook.clock import Clock, utc_now
from cohortbook.stamp.copies import Answered, Copy, CopyMaker, Directed
from cohortbook.stamp.errors import ManifestMissingError, StampError, StampFailedError
from cohortbook.stamp.files import remove_drafts, remove_file
from cohortbook.stamp.lock import stamping_lock
from cohortbook.stamp.manifest import (
    Manifest,
    Stamp,
    by_workbook,
    read_manifest,
    write_manifest,
)
from cohortbook.stamp.options import StampOptions
from cohortbook.stamp.prepared import PreparedWorkbook, prepare
from cohortbook.stamp.report import Leftover, Made, Silent, StampProgress, StampReport

if TYPE_CHECKING:
    from cohortbook.workbook.programme import Programme

# Writing the manifest after each of a thousand stamps would cost more than the
# stamps. What is lost when the process is killed in between is made again.
_MANIFEST_SECONDS = 1.0

_Key = tuple[str, str]


def nothing_answered(_group: str, _workbook: str) -> frozenset[str]:
    """Stand in where no answers are kept yet."""
    return frozenset()


def nothing_chosen() -> Mapping[str, str]:
    """Stand in where no group's choices are kept yet."""
    return {}


class Stamper:
    """Keeps a cohort's stamps in step with its programme.

    Parameters
    ----------
    programme : Programme
        What is stamped, and for whom.
    outputs : pathlib.Path
        The stamps go to ``<outputs>/<cohort>/<group>/<workbook>.ipynb``.
    answered : callable
        Which exercises of a group and workbook have answers.
    directed : callable
        Which setting of the direction dial each group chose.
    clock : Clock
        What time it is.
    progress : StampProgress
        Is told how it gets on.
    """

    def __init__(  # noqa: PLR0913
        self,
        programme: Programme,
        outputs: Path,
        *,
        answered: Answered = nothing_answered,
        directed: Directed = nothing_chosen,
        clock: Clock = utc_now,
        progress: StampProgress | None = None,
    ) -> None:
        self._programme = programme
        self._folder = outputs / programme.cohort.id
        self._answered = answered
        self._directed = directed
        self._clock = clock
        self._progress = progress or Silent()

    def stamp(self, options: StampOptions | None = None) -> StampReport:
        """Make the stamps that are missing or out of date.

        Parameters
        ----------
        options : StampOptions, optional
            How.

        Returns
        -------
        StampReport
            What was made, and what could not be made; the others are made all
            the same, and nothing is ever half-written.

        Raises
        ------
        StampLockedError
            When another process stamps this cohort.
        StampDiskFullError, StampUnwritableError, ManifestUnreadableError
            When going on makes no sense.
        CohortbookError
            When a workbook cannot be read.
        """
        options = options or StampOptions()
        prepared = [prepare(each) for each in self._programme.workbooks]
        with stamping_lock(self._folder):
            remove_drafts(self._folder)
            return self._stamp(prepared, options)

    def _stamp(self, prepared: list[PreparedWorkbook], options: StampOptions) -> StampReport:
        before = self._manifest_before()
        record = _Record(
            self._folder,
            self._new_manifest(prepared),
            by_workbook(before.stamps),
            dry=options.dry,
        )
        maker = CopyMaker(
            self._programme, self._folder, self._answered, self._clock, options, self._progress
        )
        settings = self._directed()
        copies = [
            Copy(
                workbook,
                group,
                record.stamps.get((group.id, workbook.entry.id)),
                settings.get(group.id),
            )
            for workbook in prepared
            for group in self._programme.cohort.groups.values()
        ]
        only = options.groups
        leftovers = self._leftovers(record, {each.key for each in copies}) if only is None else ()
        if only is not None:
            copies = [each for each in copies if each.group.id in only]
        due = [each for each in copies if not maker.is_up_to_date(each)]
        if not options.dry:
            for figure in {each for workbook in prepared for each in workbook.figures}:
                figure.publish(self._folder)
        self._progress.planned(len(due), len(copies) - len(due))
        made, failed = self._make(due, maker, record, options.threads)
        if record.manifest() != before:
            record.write()
        return StampReport(
            made=tuple(made[each.key] for each in due if each.key in made),
            unchanged=len(copies) - len(due),
            failed=tuple(failed[each.key] for each in due if each.key in failed),
            leftovers=leftovers,
        )

    def _make(
        self, due: list[Copy], maker: CopyMaker, record: _Record, threads: int
    ) -> tuple[dict[_Key, Made], dict[_Key, StampFailedError]]:
        made: dict[_Key, Made] = {}
        failed: dict[_Key, StampFailedError] = {}
        # papermill waits for kernels, which are processes of their own, nearly all
        # of the time: threads do, and share what is prepared.
        with ThreadPoolExecutor(threads, thread_name_prefix="stamp") as pool:
            futures = {pool.submit(maker.make, each): each for each in due}
            try:
                for future in as_completed(futures):
                    copy = futures[future]
                    try:
                        stamp, made[copy.key] = future.result()
                    except StampFailedError as error:
                        failed[copy.key] = error
                    else:
                        record.add(stamp)
                    self._progress.finished(*copy.key)
            except BaseException:
                pool.shutdown(wait=False, cancel_futures=True)
                _stop(maker, futures)
                for future in futures:
                    if future.done() and not future.cancelled() and not future.exception():
                        record.keep(future.result()[0])
                record.write_if_possible()
                raise
        return made, failed

    def _manifest_before(self) -> Manifest:
        try:
            return read_manifest(self._folder)
        except ManifestMissingError:
            return Manifest(self._programme.cohort.id, "")

    def _new_manifest(self, prepared: list[PreparedWorkbook]) -> Manifest:
        return Manifest(
            cohort=self._programme.cohort.id,
            programme=self._programme.cohort.programme_title,
            workbooks=tuple(each.entry for each in prepared),
        )

    def _leftovers(self, record: _Record, wanted: set[_Key]) -> tuple[Leftover, ...]:
        found = []
        for key in [each for each in record.stamps if each not in wanted]:
            stamp = record.stamps[key]
            leftover = Leftover(*key, tuple(sorted(self._answered(*key))))
            if not leftover.kept:
                if not record.dry:
                    remove_file(self._folder / stamp.path)
                del record.stamps[key]
            found.append(leftover)
        return tuple(found)


def _stop(maker: CopyMaker, futures: dict[Future[tuple[Stamp, Made]], Copy]) -> None:
    # Cancelled ones are done, though `wait` would wait for them for ever.
    while running := [each for each in futures if not each.done()]:
        maker.stop()
        wait(running, timeout=0.2)


@dataclass(slots=True)
class _Record:
    """The manifest in the making."""

    folder: Path
    head: Manifest
    stamps: dict[_Key, Stamp] = field(default_factory=dict)
    written_at: float = field(default_factory=time.monotonic)
    dry: bool = False

    def add(self, stamp: Stamp) -> None:
        self.keep(stamp)
        if time.monotonic() - self.written_at >= _MANIFEST_SECONDS:
            self.write()

    def keep(self, stamp: Stamp) -> None:
        self.stamps[stamp.group, stamp.workbook] = stamp

    def write(self) -> None:
        if not self.dry:
            write_manifest(self.folder, self.manifest())
        self.written_at = time.monotonic()

    def write_if_possible(self) -> None:
        # Something else is being reported already; what is not written down is
        # made again next time.
        with contextlib.suppress(StampError):
            self.write()

    def manifest(self) -> Manifest:
        stamps = (self.stamps[each] for each in sorted(self.stamps))
        return dataclasses.replace(self.head, stamps=tuple(stamps))
