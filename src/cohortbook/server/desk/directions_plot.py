"""Groups compared by setting as a plot: a dot for each group, and the mean with its interval."""

from __future__ import annotations

import math
import textwrap
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from cohortbook.learning.direction_comparison import MOST
from cohortbook.learning.direction_outcomes import OUTCOMES, Outcome
from cohortbook.server.words import t

if TYPE_CHECKING:
    from collections.abc import Iterator

    from cohortbook.learning.direction_comparison import Comparison, SettingFigures

_WIDTH = 960
_LABELS = 150
_RIGHT = 150
_HEAD = 40
_ROW = 54
_AXIS = 34
_NOTHING = 56
_GAP = 18
_DOT = 4.5
_SWARM = 3  # dots above and below the line at most; more lie on one another
_LONGEST_LABEL = 20
_STEPS = 4

ValueText = Callable[[Outcome, float], str]


@dataclass(frozen=True, slots=True)
class GroupDot:
    """A group."""

    x: float
    y: float
    text: str


@dataclass(frozen=True, slots=True)
class Bar:
    """A mean and its interval; without one only the mean is drawn."""

    mean: float
    low: float | None
    high: float | None
    text: str


@dataclass(frozen=True, slots=True)
class SettingLine:
    """A setting in a panel."""

    y: float
    label: str
    dots: tuple[GroupDot, ...]
    bar: Bar | None


@dataclass(frozen=True, slots=True)
class Panel:
    """An outcome: its lines, and ticks along the bottom; or why there is nothing to draw yet."""

    top: float
    bottom: float
    title: str
    axis: float = 0
    lines: tuple[SettingLine, ...] = ()
    ticks: tuple[tuple[float, str], ...] = ()
    nothing: str = ""


@dataclass(frozen=True, slots=True)
class DirectionsPlot:
    """Everything that ``directions.svg`` draws."""

    width: int
    height: float
    left: int
    right: int
    radius: float
    title: str
    panels: tuple[Panel, ...]


def directions_plot(
    comparison: Comparison, titles: Mapping[str, str], value_text: ValueText
) -> DirectionsPlot:
    """Lay the comparison out.

    Parameters
    ----------
    comparison : Comparison
        What is drawn.
    titles : mapping of str to str
        Of the groups, by id.
    value_text : callable
        Writes a value of an outcome.
    """
    panels: list[Panel] = []
    top = 0.0
    for outcome in OUTCOMES:
        panels.append(_panel(comparison, outcome, titles, value_text, top))
        top = panels[-1].bottom + _GAP
    return DirectionsPlot(
        width=_WIDTH,
        height=top - _GAP,
        left=_LABELS,
        right=_WIDTH - _RIGHT,
        radius=_DOT,
        title=t("desk.directions.alt"),
        panels=tuple(panels),
    )


def _panel(
    comparison: Comparison,
    outcome: Outcome,
    titles: Mapping[str, str],
    value_text: ValueText,
    top: float,
) -> Panel:
    title = t(f"desk.directions.{outcome}")
    values = [value for each in comparison.settings for value in each.values[outcome].values()]
    if not values:
        return Panel(top, top + _NOTHING, title, nothing=t(f"desk.directions.{outcome}.nothing"))
    most = MOST.get(outcome) or max(1.0, math.ceil(max(values)))

    def place(value: float) -> float:
        return round(_LABELS + (_WIDTH - _LABELS - _RIGHT) * value / most, 2)

    axis = top + _HEAD + _ROW * len(comparison.settings)
    ticks = [most * step / _STEPS for step in range(_STEPS + 1)]
    return Panel(
        top=top,
        axis=axis,
        bottom=axis + _AXIS,
        title=title,
        lines=tuple(
            _line(each, outcome, titles, value_text, place, top + _HEAD + _ROW * (number + 0.5))
            for number, each in enumerate(comparison.settings)
        ),
        ticks=tuple((place(each), value_text(outcome, each)) for each in ticks),
    )


def _line(  # noqa: PLR0913 - where, what, and how it is written
    figures: SettingFigures,
    outcome: Outcome,
    titles: Mapping[str, str],
    value_text: ValueText,
    place: Callable[[float], float],
    y: float,
) -> SettingLine:
    interval = figures.interval(outcome)
    values = sorted(figures.values[outcome].items(), key=lambda each: each[1])
    bar = None
    if interval.mean is not None:
        low, high = interval.low, interval.high
        told = value_text(outcome, interval.mean)
        if low is not None and high is not None:
            told += f" ({value_text(outcome, low)} – {value_text(outcome, high)})"  # noqa: RUF001
        bar = Bar(
            place(interval.mean),
            None if low is None else place(low),
            None if high is None else place(min(high, MOST.get(outcome, high))),
            told,
        )
    return SettingLine(
        y=y,
        label=textwrap.shorten(figures.setting, _LONGEST_LABEL, placeholder="…"),
        dots=tuple(
            GroupDot(x, round(y - 4 + lane * _DOT * 1.6, 2), f"{titles.get(group, group)}: {said}")
            for group, x, lane, said in _swarm(values, outcome, value_text, place)
        ),
        bar=bar if interval.low is not None else None,
    )


def _swarm(
    values: list[tuple[str, float]],
    outcome: Outcome,
    value_text: ValueText,
    place: Callable[[float], float],
) -> Iterator[tuple[str, float, int, str]]:
    """Put dots that would lie on one another into lanes."""
    lanes = sorted(range(-_SWARM, 1), key=abs)
    ends = dict.fromkeys(lanes, -math.inf)
    for group, value in values:
        x = place(value)
        free = next((each for each in lanes if ends[each] <= x - 2 * _DOT), lanes[-1])
        ends[free] = x
        yield group, x, free, value_text(outcome, value)
