"""Groups compared by how much guidance they have: what each setting's groups came to."""

from __future__ import annotations

import statistics
from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING

from cohortbook.learning.direction_outcomes import OUTCOMES, BookOutcome, Outcome
from cohortbook.learning.mean_interval import LEAST_VALUES, MeanInterval, mean_interval

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

# The most that a mean can be; of comments there is no most.
MOST: Mapping[Outcome, float] = {"attention": 100, "answered": 1, "accepted": 1}


@dataclass(frozen=True, slots=True)
class SettingFigures:
    """The groups that had a setting.

    Parameters
    ----------
    setting : str
        Which.
    days : float
        Of all groups together, while a workbook was open and not yet due; a day on
        which two workbooks were open counts for both.
    values : mapping of str to mapping of str to float
        By outcome and group: the mean over the workbooks that count for the setting.
    """

    setting: str
    days: float
    values: Mapping[Outcome, Mapping[str, float]]

    @property
    def groups(self) -> int:
        """How many groups have a workbook that counts for the setting."""
        return len(self.values["attention"])

    @property
    def too_few(self) -> bool:
        """Whether nothing can be said of groups like these."""
        return self.groups < LEAST_VALUES

    def interval(self, outcome: Outcome) -> MeanInterval:
        """Return the mean of an outcome over groups, with its interval."""
        most = MOST.get(outcome, float("inf"))
        return mean_interval(list(self.values[outcome].values()), at_least=0, at_most=most)


@dataclass(frozen=True, slots=True)
class Comparison:
    """All settings, from the least guidance to the most.

    Parameters
    ----------
    settings : tuple of SettingFigures
        Each of the dial.
    mixed : int
        Workbooks of groups that count for none, since the dial was turned half-way.
    """

    settings: tuple[SettingFigures, ...]
    mixed: int


def compare(settings: Sequence[str], outcomes: Sequence[BookOutcome]) -> Comparison:
    """Compare groups by their setting.

    Parameters
    ----------
    settings : sequence of str
        Of the dial, in its order.
    outcomes : sequence of BookOutcome
        Of all groups.
    """
    days: dict[str, float] = defaultdict(float)
    books: dict[tuple[str, str], list[BookOutcome]] = defaultdict(list)
    for each in outcomes:
        for setting, many in each.days.items():
            days[setting] += many
        if each.setting is not None:
            books[each.setting, each.group].append(each)
    return Comparison(
        settings=tuple(
            SettingFigures(
                each,
                days[each],
                {outcome: _by_group(books, each, outcome) for outcome in OUTCOMES},
            )
            for each in settings
        ),
        mixed=sum(each.setting is None for each in outcomes),
    )


def _by_group(
    books: Mapping[tuple[str, str], Sequence[BookOutcome]], setting: str, outcome: Outcome
) -> dict[str, float]:
    found = {}
    for (held, group), those in books.items():
        values = [value for each in those if (value := each.value(outcome)) is not None]
        if held == setting and values:
            found[group] = statistics.fmean(values)
    return found
