"""Rows to data frames, each column of the type it is documented with."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, ClassVar

from cohortbook.errors import CohortbookError

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    import pandas as pd

    from cohortbook.analysis.columns import Column

Row = dict[str, Any]


class PandasMissing(CohortbookError):  # noqa: N818
    """The tables are made with pandas, and it is not installed here."""

    code: ClassVar[str] = "pandas-missing"


@dataclass(frozen=True, slots=True)
class Frames:
    """Makes data frames.

    Parameters
    ----------
    timezone : str
        In which moments are told.
    categories : mapping of str to sequence of str
        By column, those of this cohort, in their order.
    """

    timezone: str
    categories: Mapping[str, Sequence[str]]

    def frame(self, columns: Sequence[Column], rows: Sequence[Row]) -> pd.DataFrame:
        """Return the rows as a data frame, in their order, with an index from 0."""
        made = _pandas()
        return made.DataFrame(
            {each.name: self._series(each, [row[each.name] for row in rows]) for each in columns}
        )

    def _series(self, column: Column, values: list[Any]) -> pd.Series[Any]:
        made = _pandas()
        if column.type == "category":
            known = list(column.among or self.categories.get(column.name, ()))
            # What has left the programme since is still what was answered then.
            known += [each for each in dict.fromkeys(values) if each and each not in known]
            dtype = made.CategoricalDtype(known, ordered=column.ordered)
            return made.Series(made.Categorical(values, dtype=dtype))
        if column.type == "moment":
            utc = made.Series(values, dtype="datetime64[us, UTC]")
            return utc.dt.tz_convert(self.timezone)
        return made.Series(values, dtype=column.type)


def need_pandas() -> None:
    """Say at once when pandas is missing, and how it is got.

    Raises
    ------
    PandasMissing
        With the command.
    """
    _pandas()


def _pandas() -> Any:
    try:
        import pandas  # noqa: ICN001, PLC0415 - an extra; nothing else needs it
    except ImportError as error:
        msg = "Tables of a cohort are made with pandas, which is not installed here."
        raise PandasMissing(msg, mend="pip install 'cohortbook[analysis]'") from error
    return pandas
