"""A cohort, opened to be looked at: what was answered, said and judged."""

from __future__ import annotations

from collections import Counter
from datetime import UTC, datetime
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Self

from cohortbook.access.group_lineage import read_lineage
from cohortbook.analysis import answers, attention, comments, directions, reviews
from cohortbook.analysis.columns import ANSWERS, ATTENTION, COMMENTS, DIRECTIONS, EXERCISES, REVIEWS
from cohortbook.analysis.frames import Frames, need_pandas
from cohortbook.analysis.naming import Naming
from cohortbook.analysis.places import Places
from cohortbook.cohort.reader import FILE_NAME, read_cohort
from cohortbook.stamp.manifest import read_manifest
from cohortbook.stamp.topics import Topics
from cohortbook.store.reading import ReadOnlyDatabase

if TYPE_CHECKING:
    from types import TracebackType

    import pandas as pd

    from cohortbook.cohort.model import Cohort as CohortFile
    from cohortbook.learning.attention_topic import Topic
    from cohortbook.stamp.manifest import Manifest


class Cohort:
    """A cohort's tables; made by `open`.

    Parameters
    ----------
    file : cohortbook.cohort.model.Cohort
        The cohort as its file tells it.
    manifest : Manifest
        Of its stamps.
    database : ReadOnlyDatabase
        What people wrote.
    outputs : pathlib.Path
        The folder of the stamps.
    names : bool
        Whether people are called by their names.
    salt : str, optional
        Of pseudonyms.

    Notes
    -----
    The server may run meanwhile: nothing is written, and no writer is kept waiting.
    Each table shows one moment.
    """

    def __init__(  # noqa: PLR0913
        self,
        file: CohortFile,
        manifest: Manifest,
        database: ReadOnlyDatabase,
        outputs: Path = Path("outputs"),
        *,
        names: bool = True,
        salt: str | None = None,
    ) -> None:
        self.id, self.title, self.timezone = file.id, file.title, file.timezone
        self._file = file
        self._manifest = manifest
        self._database = database
        self._outputs = outputs
        self._pseudonyms, self._salt = not names, salt

    @classmethod
    def open(
        cls,
        programme: str | Path,
        *,
        data: str | Path = ".cohortbook",
        outputs: str | Path = "outputs",
        names: bool = True,
        salt: str | None = None,
    ) -> Cohort:
        """Open a cohort for reading.

        Parameters
        ----------
        programme : str or pathlib.Path
            Folder with the workbooks and ``cohort.yaml``.
        data : str or pathlib.Path
            The data folder of the server.
        outputs : str or pathlib.Path
            The folder of the stamps.
        names : bool
            With False, people are called by pseudonyms, also where they are mentioned.
            What people wrote themselves stays as it is.
        salt : str, optional
            The same salt gives the same pseudonyms another time. Without it they hold
            for this `Cohort` only.

        Returns
        -------
        Cohort
            To be closed, or used in a ``with`` block.

        Raises
        ------
        PandasMissing
            With the command that installs it.
        CohortbookError
            When the folders are not those of a cohort that was stamped and served.

        Examples
        --------
        >>> cohort = Cohort.open("workbooks/from-inbox-to-board")  # doctest: +SKIP
        >>> cohort.answers().groupby("group", observed=True).size()  # doctest: +SKIP
        """
        need_pandas()
        file = read_cohort(Path(programme) / FILE_NAME)
        manifest = read_manifest(Path(outputs) / file.id)
        database = ReadOnlyDatabase(Path(data))
        return cls(file, manifest, database, Path(outputs), names=names, salt=salt)

    def answers(self, *, unrevealed: bool = False) -> pd.DataFrame:
        """Return the answers that there are now: one row each.

        Parameters
        ----------
        unrevealed : bool
            Whether to count in what members answered alone and the group has not
            been shown yet. They were told that nobody sees it before.

        Returns
        -------
        pandas.DataFrame
            By group, workbook, exercise and person; columns as in `columns.ANSWERS`.
        """
        with self._database.read() as connection:
            rows = answers.answer_rows(
                connection, self._places, self._naming, unrevealed=unrevealed
            )
        return self._frames.frame(ANSWERS, rows)

    def exercises(self) -> pd.DataFrame:
        """Return every exercise of every group, answered or not: one row each.

        Returns
        -------
        pandas.DataFrame
            By group, workbook and place on the page; columns as in `columns.EXERCISES`.
        """
        members = {group.id: len(group.members) for group in self._file.groups.values()}
        with self._database.read() as connection:
            rows = answers.exercise_rows(connection, self._places, Counter(members))
        return self._frames.frame(EXERCISES, rows)

    def comments(self) -> pd.DataFrame:
        """Return all comments, the deleted ones without their words: one row each.

        Returns
        -------
        pandas.DataFrame
            In the order in which they were written; columns as in `columns.COMMENTS`.
        """
        with self._database.read() as connection:
            rows = comments.comment_rows(connection, self._places, self._naming)
        return self._frames.frame(COMMENTS, rows)

    def reviews(self) -> pd.DataFrame:
        """Return all reviews in their present form: one row each.

        Returns
        -------
        pandas.DataFrame
            In the order in which answers were reviewed first; columns as in
            `columns.REVIEWS`.
        """
        with self._database.read() as connection:
            rows = reviews.review_rows(connection, self._places, self._naming)
        return self._frames.frame(REVIEWS, rows)

    def attention(self, at: datetime | None = None) -> pd.DataFrame:
        """Return how much attention each group gives to each topic: one row each.

        The measure is explained in ``docs/explanation/attention.md``. No row is about a
        person.

        Parameters
        ----------
        at : datetime.datetime, optional
            The moment, with its offset; now if it is left out. What came later is not
            looked at.

        Returns
        -------
        pandas.DataFrame
            By group, workbook and place on the page; columns as in `columns.ATTENTION`.
        """
        moment = datetime.now(UTC) if at is None else at.astimezone(UTC)
        with self._database.read() as connection:
            rows = attention.attention_rows(connection, self._topics, moment, self.timezone)
        return self._frames.frame(ATTENTION, rows)

    def directions(self, at: datetime | None = None) -> pd.DataFrame:
        """Return what came of each workbook in each group, and with how much guidance.

        Groups choose their setting of the direction dial themselves: a difference
        between settings is none that the setting must have made. The comparison is
        explained in ``docs/explanation/comparing-directions.md``.

        Parameters
        ----------
        at : datetime.datetime, optional
            The moment, with its offset; now if it is left out. What came later is not
            looked at.

        Returns
        -------
        pandas.DataFrame
            By group and workbook, for workbooks that have been open for a day; columns
            as in `columns.DIRECTIONS`. Empty where there is no dial.
        """
        moment = datetime.now(UTC) if at is None else at.astimezone(UTC)
        with self._database.read() as connection:
            rows = directions.direction_rows(connection, self._file, self._topics, moment)
        return self._frames.frame(DIRECTIONS, rows)

    def close(self) -> None:
        """Let go of the database."""
        self._database.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()

    @cached_property
    def _places(self) -> Places:
        with self._database.read() as connection:
            merged = [each.group for each in read_lineage(connection).origins if each.merged]
        return Places(self._file, self._manifest, merged)

    @cached_property
    def _topics(self) -> list[Topic]:
        groups, pages = list(self._file.groups), [each.id for each in self._manifest.workbooks]
        found = Topics(lambda: self._file, lambda: self._manifest, self._outputs / self.id).all()

        def place(topic: Topic) -> tuple[int, int]:
            return groups.index(topic.room.group), pages.index(topic.room.workbook)

        return sorted(found, key=place)

    @cached_property
    def _naming(self) -> Naming:
        with self._database.read() as connection:
            known = answers.names(connection)
        return Naming(known, pseudonyms=self._pseudonyms, salt=self._salt)

    @cached_property
    def _frames(self) -> Frames:
        people = self._naming.everybody()
        named = ("person", "author", "reviewer", "updated_by")
        dial = self._file.self_organising.direction
        known = {**self._places.categories, "setting": dial.settings if dial else ()}
        return Frames(self.timezone, {**known, **dict.fromkeys(named, people)})
