"""The timeline as a plot: where everything is drawn, in the units of the picture."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING

from cohortbook.server.pages.dates import date_text
from cohortbook.server.words import t

if TYPE_CHECKING:
    from datetime import date

    from cohortbook.server.desk.timeline import ScheduleMark, Timeline

WIDTH = 960
_LABELS = 168
_RIGHT = 14
_LANE = 17
_BARS = 76
_ROW = 20
_AXIS = 26
_LETTER = 6.4  # how wide a letter is, about
_LONGEST_LABEL = 24
_SATURDAY = 5


@dataclass(frozen=True, slots=True)
class Flag:
    """A line through the plot with words at its top."""

    x: float
    y: float
    text: str
    kind: str


@dataclass(frozen=True, slots=True)
class Bar:
    """What all groups did on a day."""

    x: float
    y: float
    width: float
    height: float
    text: str


@dataclass(frozen=True, slots=True)
class Dot:
    """What one group did on a day; its area stands for how much."""

    x: float
    radius: float
    text: str


@dataclass(frozen=True, slots=True)
class PlotRow:
    """A group; `decided` says where and what of the days on which it decided something."""

    y: float
    label: str
    title: str
    dots: tuple[Dot, ...]
    decided: tuple[tuple[float, str], ...] = ()


@dataclass(frozen=True, slots=True)
class Tick:
    """The beginning of a week."""

    x: float
    text: str


@dataclass(frozen=True, slots=True)
class Plot:
    """Everything that ``timeline.svg`` draws."""

    width: int
    height: float
    left: float
    right: float
    bars_top: float
    bars_bottom: float
    bottom: float
    title: str
    weekends: tuple[tuple[float, float], ...]
    flags: tuple[Flag, ...]
    today: float
    most: int
    bars: tuple[Bar, ...]
    rows: tuple[PlotRow, ...]
    ticks: tuple[Tick, ...]


def plot(line: Timeline) -> Plot:
    """Lay the timeline out."""
    day_width = (WIDTH - _LABELS - _RIGHT) / len(line.days)
    starts = {day: _LABELS + day_width * place for place, day in enumerate(line.days)}
    flags, lanes = _flags(line, starts)
    bars_top = lanes * _LANE + 10
    bars_bottom = bars_top + _BARS
    rows_top = bars_bottom + 16
    bottom = rows_top + _ROW * len(line.groups)
    most = max((line.total(day) for day in line.days), default=0)
    return Plot(
        width=WIDTH,
        height=bottom + _AXIS,
        left=_LABELS,
        right=WIDTH - _RIGHT,
        bars_top=bars_top,
        bars_bottom=bars_bottom,
        bottom=bottom,
        title=t(
            "desk.timeline.alt",
            first=date_text(line.first, line.today),
            last=date_text(line.last, line.today),
        ),
        weekends=tuple(
            (round(x, 2), round(day_width, 2))
            for day, x in starts.items()
            if day.weekday() >= _SATURDAY
        ),
        flags=flags,
        today=round(starts[line.today] + day_width / 2, 2),
        most=most,
        bars=tuple(_bars(line, starts, day_width, bars_bottom, most)),
        rows=tuple(_rows(line, starts, day_width, rows_top)),
        ticks=tuple(_ticks(line, starts, day_width)),
    )


def _flags(line: Timeline, starts: dict[date, float]) -> tuple[tuple[Flag, ...], int]:
    """Put words where no others stand, in as few lanes as will do."""
    taken: list[float] = []
    flags = []
    for mark in line.marks:
        if mark.day not in starts:
            continue
        x, text = _edge(mark, starts, line), t(f"desk.timeline.{mark.kind}", number=mark.number)
        width = len(text) * _LETTER + 10
        begins = x if mark.kind == "opens" else x - width
        lane = next((each for each, end in enumerate(taken) if end <= begins), len(taken))
        taken[lane : lane + 1] = [begins + width]
        flags.append(Flag(round(x, 2), lane * _LANE + 12, text, mark.kind))
    return tuple(flags), max(1, len(taken))


def _edge(mark: ScheduleMark, starts: dict[date, float], line: Timeline) -> float:
    """Return where a day begins, or where it ends if something is due on it."""
    if mark.kind == "opens":
        return starts[mark.day]
    return starts[mark.day] + (WIDTH - _LABELS - _RIGHT) / len(line.days)


def _bars(
    line: Timeline, starts: dict[date, float], day_width: float, bottom: float, most: int
) -> list[Bar]:
    gap = min(2.0, day_width * 0.15)
    found = []
    for day, x in starts.items():
        total = line.total(day)
        if total:
            height = _BARS * total / most
            text = t("desk.timeline.total", day=date_text(day, line.today), count=total)
            left, top = round(x + gap / 2, 2), round(bottom - height, 2)
            found.append(Bar(left, top, round(day_width - gap, 2), round(height, 2), text))
    return found


def _rows(line: Timeline, starts: dict[date, float], day_width: float, top: float) -> list[PlotRow]:
    most = max(line.counts.values(), default=1)
    largest = min(day_width, _ROW) / 2 - 0.5
    rows = []
    for place, (group, title) in enumerate(line.groups.items()):
        dots = tuple(
            Dot(
                round(x + day_width / 2, 2),
                # Nobody sees a dot of less than a pixel.
                round(max(1.2, largest * math.sqrt(count / most)), 2),
                t(
                    "desk.timeline.group",
                    group=title,
                    day=date_text(day, line.today),
                    count=count,
                ),
            )
            for day, x in starts.items()
            if (count := line.count(group, day))
        )
        label = title if len(title) <= _LONGEST_LABEL else title[: _LONGEST_LABEL - 1] + "…"
        decided = tuple(
            (round(starts[each.day] + day_width / 2, 2), each.text)
            for each in line.decided
            if group in each.groups and each.day in starts
        )
        rows.append(PlotRow(top + _ROW * place + _ROW / 2, label, title, dots, decided))
    return rows


def _ticks(line: Timeline, starts: dict[date, float], day_width: float) -> list[Tick]:
    mondays = [day for day in line.days if day.weekday() == 0]
    # Words of neighbouring weeks must not touch.
    every = max(1, math.ceil(90 / (day_width * 7)))
    return [Tick(round(starts[day], 2), date_text(day, line.today)) for day in mondays[::every]]
