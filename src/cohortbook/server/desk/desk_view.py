"""The desk in words: what its template lays out."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import groupby
from typing import TYPE_CHECKING

from cohortbook.server.desk.heat import MEASURES, SHADES, HeatCell, HeatMap, Measure, heat_map
from cohortbook.server.desk.plot import Plot, plot
from cohortbook.server.desk.timeline import Timeline, timeline
from cohortbook.server.desk.today_view import TaskList, task_lists
from cohortbook.server.pages.dates import DateWords, ago_words, date_text, due_words, opens_words
from cohortbook.server.pages.frame import Link
from cohortbook.server.words import t

if TYPE_CHECKING:
    from cohortbook.server.desk.facts import DeskFacts

MOST_DECIDED = 6


@dataclass(frozen=True, slots=True)
class CellWords:
    """A cell: its number, its shade and what is said of it; `href` leads into it.

    `state` is "" or closed, behind or waiting; there is no shade where there is nothing.
    """

    column: str
    text: str
    shade: int | None
    state: str
    said: str
    href: str


@dataclass(frozen=True, slots=True)
class RowWords:
    """A group; `chosen` is the one that the reader came for."""

    id: str
    title: str
    cells: tuple[CellWords | None, ...]
    chosen: bool


@dataclass(frozen=True, slots=True)
class BookWords:
    """A workbook above its topics."""

    number: int
    title: str
    date: DateWords | None
    topics: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class MapWords:
    """The heat map in one of its measures."""

    measure: Measure
    note: str
    measures: tuple[Link, ...]
    books: tuple[BookWords, ...]
    rows: tuple[RowWords, ...]
    legend: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class DayWords:
    """A day of the timeline's table."""

    title: str
    marks: tuple[str, ...]
    total: int
    counts: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class DecidedLine:
    """What a group decided about itself; `href` leads to its page."""

    text: str
    href: str
    at: DateWords


@dataclass(frozen=True, slots=True)
class DeskPage:
    """The context of ``desk.html``."""

    eyebrow: str
    lead: str
    tasks: tuple[TaskList, ...]
    map: MapWords | None
    plot: Plot
    groups: tuple[str, ...]
    days: tuple[DayWords, ...]
    decided: tuple[DecidedLine, ...]


def desk_page(facts: DeskFacts, measure: Measure = "attention", chosen: str = "") -> DeskPage:
    """Put the desk in words.

    Parameters
    ----------
    facts : DeskFacts
        What the cohort is like.
    measure : {"attention", "answers", "reviews"}
        What the heat map shows.
    chosen : str
        Id of a group to be seen at once.
    """
    tasks = task_lists(facts)
    count = sum(len(each.first) + len(each.more) for each in tasks)
    heat, line = heat_map(facts), timeline(facts)
    cohort = facts.cohort
    return DeskPage(
        eyebrow=t("home.eyebrow", programme=cohort.programme_title, cohort=cohort.title),
        lead=t("desk.lead", count=count) if count else t("desk.lead.none"),
        tasks=tasks,
        map=_map(facts, heat, measure, chosen) if heat.columns else None,
        plot=plot(line),
        groups=tuple(line.groups.values()),
        days=tuple(_days(line)),
        decided=tuple(
            DecidedLine(each.text, each.href, ago_words(each.at, facts.now, facts.zone))
            for each in facts.decided[:MOST_DECIDED]
        ),
    )


def _map(facts: DeskFacts, heat: HeatMap, measure: Measure, chosen: str) -> MapWords:
    numbers = {each.id: place for place, each in enumerate(facts.manifest.workbooks, 1)}
    return MapWords(
        measure=measure,
        note=t(f"desk.map.{measure}.note"),
        measures=tuple(
            Link(f"/desk?measure={each}#map", t(f"desk.map.{each}"), current=each == measure)
            for each in MEASURES
        ),
        books=tuple(
            BookWords(
                numbers[workbook],
                facts.workbook_title(workbook),
                _date(facts, workbook),
                tuple(each.title for each in columns),
            )
            for workbook, columns in groupby(heat.columns, key=lambda each: each.workbook)
        ),
        rows=tuple(
            RowWords(
                group,
                facts.group_title(group),
                tuple(None if each is None else _cell(facts, each, measure) for each in cells),
                group == chosen,
            )
            for group, cells in heat.rows
        ),
        legend=_legend(),
    )


def _legend() -> tuple[str, ...]:
    """Return a word for the first, the middle and the last shade."""
    words = {0: "little", SHADES // 2: "half", SHADES - 1: "all"}
    return tuple(
        t(f"desk.map.legend.{words[each]}") if each in words else "" for each in range(SHADES)
    )


def _date(facts: DeskFacts, workbook: str) -> DateWords | None:
    plan = facts.cohort.schedule.get(workbook)
    if plan is None:
        return None
    opening = opens_words(plan.opens, facts.today) if plan.opens else None
    return opening or (due_words(plan.due, facts.today) if plan.due else None)


def _cell(facts: DeskFacts, cell: HeatCell, measure: Measure) -> CellWords:
    state = _state(cell, measure)
    number = {
        "attention": str(cell.points),
        "answers": f"{cell.answered}/{cell.counted}",
        "reviews": f"{cell.reviewed}/{cell.to_review}",
    }[measure]
    shade = cell.shade(measure)
    said = t(
        f"desk.map.{measure}.said",
        group=facts.group_title(cell.group),
        topic=cell.column.title,
        points=cell.points,
        answered=cell.answered,
        counted=cell.counted,
        reviewed=cell.reviewed,
        to_review=cell.to_review,
    )
    return CellWords(
        column=cell.column.title,
        text="\N{EN DASH}" if shade is None else number,
        shade=shade,
        state=state,
        said=f"{said} {t(f'desk.map.state.{state}')}" if state else said,
        href=cell_path(cell.column.workbook, cell.column.topic, cell.group),
    )


def _state(cell: HeatCell, measure: Measure) -> str:
    if cell.closed:
        return "closed"
    if measure == "reviews":
        return "waiting" if cell.waiting else ""
    return "behind" if cell.behind else ""


def cell_path(workbook: str, topic: str, group: str) -> str:
    """Return where a cell is told in words."""
    return f"/desk/cells/{group}/{workbook}/{topic}"


def _days(line: Timeline) -> list[DayWords]:
    marks = {
        day: tuple(
            t(f"desk.timeline.{each.kind}.title", title=each.title)
            for each in line.marks
            if each.day == day
        )
        + tuple(each.text for each in line.decided if each.day == day)
        for day in line.days
    }
    return [
        DayWords(
            date_text(day, line.today),
            marks[day],
            line.total(day),
            tuple(line.count(group, day) for group in line.groups),
        )
        for day in line.days
        if marks[day] or line.total(day)
    ]
