"""Groups compared by their setting of the dial, in words that promise no more than is so."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from cohortbook.cohort.parameters import parameters_for
from cohortbook.learning.direction_comparison import Comparison, SettingFigures, compare
from cohortbook.learning.direction_outcomes import OUTCOMES, Outcome
from cohortbook.learning.mean_interval import LEAST_VALUES, MeanInterval
from cohortbook.server.desk.directions_plot import DirectionsPlot, directions_plot
from cohortbook.server.words import t

if TYPE_CHECKING:
    from cohortbook.server.pages.sources import Sources


@dataclass(frozen=True, slots=True)
class SettingRow:
    """A setting: which groups have it now, and how long it was had."""

    setting: str
    words: str
    now: int
    counted: int
    days: str


@dataclass(frozen=True, slots=True)
class FigureRow:
    """What an outcome came to at a setting."""

    setting: str
    groups: int
    mean: str
    interval: str


@dataclass(frozen=True, slots=True)
class OutcomeTable:
    """An outcome at every setting."""

    title: str
    note: str
    rows: tuple[FigureRow, ...]


@dataclass(frozen=True, slots=True)
class DirectionsPage:
    """The context of ``desk_directions.html``; `plot` is None while there is nothing to draw."""

    eyebrow: str
    rows: tuple[SettingRow, ...]
    conclusions: tuple[str, ...]
    plot: DirectionsPlot | None
    tables: tuple[OutcomeTable, ...]


def directions_page(sources: Sources) -> DirectionsPage | None:
    """Compare the groups as they are now; None where there is no dial."""
    cohort = sources.cohort
    dial = cohort.self_organising.direction
    if dial is None:
        return None
    outcomes = sources.directions.outcomes(cohort, sources.noticing.topics.all(), sources.clock())
    comparison = compare(dial.settings, outcomes)
    chosen = sources.directions.settings()
    held = [
        dial.set_in(parameters_for(cohort, group, chosen.get(group))) for group in cohort.groups
    ]
    titles = {each.id: each.title for each in cohort.groups.values()}
    return DirectionsPage(
        eyebrow=t("home.eyebrow", programme=cohort.programme_title, cohort=cohort.title),
        rows=tuple(
            SettingRow(
                each.setting,
                dial.words.get(each.setting, ""),
                held.count(each.setting),
                each.groups,
                f"{each.days:.0f}",
            )
            for each in comparison.settings
        ),
        conclusions=tuple(_conclusions(comparison, len(chosen))),
        plot=directions_plot(comparison, titles, value_text) if outcomes else None,
        tables=tuple(_table(comparison, each) for each in OUTCOMES),
    )


def value_text(outcome: Outcome, value: float) -> str:
    """Write a value of an outcome as people read it."""
    if outcome == "attention":
        return f"{value:.0f}"
    if outcome == "comments":
        whole, tenths = divmod(round(value * 10), 10)
        return t("desk.directions.decimal", whole=whole, tenths=tenths)
    return t("desk.directions.percent", count=round(value * 100))


def _conclusions(comparison: Comparison, chose: int) -> list[str]:
    """Say what may be concluded, and what not."""
    few = [each.setting for each in comparison.settings if each.too_few]
    found = []
    if len(few) == len(comparison.settings):
        found.append(t("desk.directions.all-few", least=LEAST_VALUES))
    else:
        found.append(t("desk.directions.interval"))
        found += [t("desk.directions.few", setting=each, least=LEAST_VALUES) for each in few]
    if chose:
        found.append(t("desk.directions.no-effect", count=chose))
    else:
        found.append(t("desk.directions.nobody-chose"))
    if comparison.mixed:
        found.append(t("desk.directions.mixed", count=comparison.mixed))
    return found


def _table(comparison: Comparison, outcome: Outcome) -> OutcomeTable:
    return OutcomeTable(
        title=t(f"desk.directions.{outcome}"),
        note=t(f"desk.directions.{outcome}.note"),
        rows=tuple(_figures(each, outcome) for each in comparison.settings),
    )


def _figures(figures: SettingFigures, outcome: Outcome) -> FigureRow:
    interval = figures.interval(outcome)
    return FigureRow(
        setting=figures.setting,
        groups=len(interval.values),
        mean="" if interval.mean is None else value_text(outcome, interval.mean),
        interval=interval_text(outcome, interval),
    )


def interval_text(outcome: Outcome, interval: MeanInterval) -> str:
    """Write an interval, or why there is none."""
    if interval.low is None or interval.high is None:
        key = "few" if len(interval.values) < LEAST_VALUES else "alike"
        return t(f"desk.directions.no-interval.{key}")
    low, high = value_text(outcome, interval.low), value_text(outcome, interval.high)
    return t("desk.directions.between", low=low, high=high)
