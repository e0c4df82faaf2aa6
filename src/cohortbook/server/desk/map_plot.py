"""The heat map as a picture that stands by itself: where everything is drawn."""

from __future__ import annotations

import textwrap
from dataclasses import dataclass
from itertools import accumulate
from typing import TYPE_CHECKING

from cohortbook.server.words import t

if TYPE_CHECKING:
    from cohortbook.server.desk.desk_view import CellWords, MapWords

_LABELS = 176
_COLUMN = 88
_ROW = 26
_BOOKS = 30
_LINE = 14
_RIGHT = 12
_LETTERS = 14  # of a line above a column
_LINES = 3
_LONGEST_LABEL = 26


@dataclass(frozen=True, slots=True)
class MapColumn:
    """A topic: where its column is, and its title in lines."""

    x: int
    lines: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class MapBook:
    """A workbook above its columns."""

    x: int
    title: str


@dataclass(frozen=True, slots=True)
class MapSquare:
    """A cell."""

    x: int
    cell: CellWords


@dataclass(frozen=True, slots=True)
class MapLine:
    """A group."""

    y: int
    label: str
    squares: tuple[MapSquare, ...]


@dataclass(frozen=True, slots=True)
class MapPlot:
    """Everything that ``map.svg`` draws."""

    width: int
    height: int
    title: str
    column: int
    row: int
    label: int
    head: int
    books: tuple[MapBook, ...]
    columns: tuple[MapColumn, ...]
    lines: tuple[MapLine, ...]


def map_plot(words: MapWords) -> MapPlot:
    """Lay a heat map out, as it is in words."""
    topics = [topic for book in words.books for topic in book.topics]
    before = accumulate((len(book.topics) for book in words.books), initial=0)
    head = _BOOKS + _LINES * _LINE + 8
    return MapPlot(
        width=_LABELS + _COLUMN * len(topics) + _RIGHT,
        height=head + _ROW * len(words.rows) + 12,
        title=t("desk.map.alt", measure=t(f"desk.map.{words.measure}")),
        column=_COLUMN,
        row=_ROW,
        label=_LABELS - 12,
        head=head,
        books=tuple(
            MapBook(
                _x(first),
                textwrap.shorten(
                    f"{book.number} {book.title}", 13 * len(book.topics), placeholder="…"
                ),
            )
            for book, first in zip(words.books, before, strict=False)
        ),
        columns=tuple(
            MapColumn(
                _x(place),
                tuple(textwrap.wrap(topic, _LETTERS, max_lines=_LINES, placeholder="…")),
            )
            for place, topic in enumerate(topics)
        ),
        lines=tuple(
            MapLine(
                head + _ROW * number,
                textwrap.shorten(row.title, _LONGEST_LABEL, placeholder="…"),
                tuple(
                    MapSquare(_x(place), cell)
                    for place, cell in enumerate(row.cells)
                    if cell is not None
                ),
            )
            for number, row in enumerate(words.rows)
        ),
    )


def _x(place: int) -> int:
    return _LABELS + _COLUMN * place
