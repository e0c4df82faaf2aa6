"""The heat map: groups by topics, with three figures in each cell."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal, get_args

from cohortbook.server.pages.attention_view import BEHIND

if TYPE_CHECKING:
    from cohortbook.learning.attention_standing import Standing
    from cohortbook.server.desk.facts import DeskFacts
    from cohortbook.server.desk.marks import Marked

Measure = Literal["attention", "answers", "reviews"]
MEASURES: tuple[Measure, ...] = get_args(Measure)

# Shades of a cell, from nothing to all.
SHADES = 5


@dataclass(frozen=True, slots=True)
class HeatColumn:
    """A topic of a workbook."""

    workbook: str
    topic: str
    title: str


@dataclass(frozen=True, slots=True)
class HeatCell:
    """A group and a topic.

    Parameters
    ----------
    group, column : str, HeatColumn
        Which.
    standing : Standing
        The attention given to it, and what it was made of.
    exercises : tuple of Marked
        Those about the topic, required or not, in the order of the page.
    closed : bool
        Whether the workbook is not open to the group.
    """

    group: str
    column: HeatColumn
    standing: Standing
    exercises: tuple[Marked, ...]
    closed: bool

    @property
    def points(self) -> int:
        """Attention, from 0 to 100."""
        return round(self.standing.points)

    @property
    def answered(self) -> int:
        """How many of the exercises that count are answered."""
        return self.standing.attention.figures.answered

    @property
    def counted(self) -> int:
        """How many exercises count."""
        return self.standing.attention.figures.exercises

    @property
    def to_review(self) -> int:
        """How many answers there are for mentors to look at, or were."""
        return sum(each.mark != "empty" for each in self.exercises)

    @property
    def waiting(self) -> int:
        """How many of them wait."""
        return sum(each.waits for each in self.exercises)

    @property
    def reviewed(self) -> int:
        """How many of them do not wait any more."""
        return self.to_review - self.waiting

    @property
    def behind(self) -> bool:
        """Whether the topic is far behind its plan."""
        missing = self.standing.behind_plan
        return not self.closed and missing is not None and missing >= BEHIND

    def share(self, measure: Measure) -> float | None:
        """Return how full the cell is, from 0 to 1; None where there is nothing to fill."""
        if measure == "attention":
            return self.standing.points / 100
        done, of = (
            (self.answered, self.counted)
            if measure == "answers"
            else (self.reviewed, self.to_review)
        )
        return done / of if of else None

    def shade(self, measure: Measure) -> int | None:
        """Return the shade, from 0 to `SHADES` - 1; only what is full has the deepest."""
        share = self.share(measure)
        if share is None:
            return None
        if measure == "attention":
            return min(SHADES - 1, int(share * SHADES))
        return SHADES - 1 if share >= 1 else int(share * (SHADES - 1))


@dataclass(frozen=True, slots=True)
class HeatMap:
    """All cells.

    Parameters
    ----------
    columns : tuple of HeatColumn
        In the order of the programme.
    rows : tuple of tuple
        For each group, in the order of the cohort file: its id, and a cell for each
        column; None where the group has no such topic.
    """

    columns: tuple[HeatColumn, ...]
    rows: tuple[tuple[str, tuple[HeatCell | None, ...]], ...]

    def cell(self, group: str, workbook: str, topic: str) -> HeatCell | None:
        """Return one cell."""
        for each, cells in self.rows:
            for cell in cells if each == group else ():
                if cell and (cell.column.workbook, cell.column.topic) == (workbook, topic):
                    return cell
        return None


def heat_map(facts: DeskFacts) -> HeatMap:
    """Put the figures of every group and topic in their places."""
    standings = {(each.topic.room, each.topic.id): each for each in facts.standings}
    there = {(room.workbook, topic) for room, topic in standings}
    columns = tuple(
        HeatColumn(entry.id, topic, title)
        for entry in facts.manifest.workbooks
        for topic, title in entry.topics.items()
        if (entry.id, topic) in there
    )
    cells = {
        (room.group, room.workbook, topic): _cell(facts, standing)
        for (room, topic), standing in standings.items()
    }
    return HeatMap(
        columns,
        tuple(
            (group, tuple(cells.get((group, each.workbook, each.topic)) for each in columns))
            for group in facts.cohort.groups
        ),
    )


def _cell(facts: DeskFacts, standing: Standing) -> HeatCell:
    topic = standing.topic
    about = {each.id for each in topic.exercises}
    return HeatCell(
        group=topic.room.group,
        column=HeatColumn(topic.room.workbook, topic.id, topic.title),
        standing=standing,
        exercises=tuple(
            each for each in facts.marks.get(topic.room, ()) if each.exercise.id in about
        ),
        closed=facts.openings[topic.room].closed,
    )
