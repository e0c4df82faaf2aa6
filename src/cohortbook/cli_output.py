"""How the command line speaks: results to stdout, everything else to stderr."""

from __future__ import annotations

from collections.abc import Sequence

from rich.console import Console
from rich.table import Table
from rich.text import Text

from cohortbook.errors import CohortbookError


def results() -> Console:
    """Return the console for what a command was asked for."""
    return Console(highlight=False, soft_wrap=True)


def notices() -> Console:
    """Return the console for progress, warnings and errors."""
    return Console(stderr=True, highlight=False, soft_wrap=True)


def print_error(error: CohortbookError) -> None:
    """Print an error: where, what, and below it what to do."""
    text = Text("error: ", style="bold red")
    for line in str(error).splitlines(keepends=True):
        text.append(line, style="dim" if line.startswith("  ") else "default")
    notices().print(text)


def print_rows(columns: tuple[str, ...], rows: Sequence[tuple[str, ...]]) -> None:
    """Print rows as a table, or one a line with tabs between when nobody watches.

    Parameters
    ----------
    columns : tuple of str
        Headings; shown in the table only.
    rows : sequence of tuple of str
        Never wrapped and never cut, however narrow the terminal: a link that
        was cut lets nobody in.
    """
    console = results()
    if not console.is_terminal:
        for row in rows:
            # A console would make spaces of the tabs.
            console.file.write("\t".join(row) + "\n")
        console.file.flush()
        return
    table = Table(box=None, pad_edge=False, header_style="dim")
    for name in columns:
        table.add_column(name, no_wrap=True, overflow="ignore")
    for row in rows:
        table.add_row(*(Text(each) for each in row))
    # The terminal wraps what does not fit; a table would cut it.
    console.width = max(console.width, _width(columns, rows))
    console.print(table)


def _width(columns: tuple[str, ...], rows: Sequence[tuple[str, ...]]) -> int:
    widest = [
        max(Text(each).cell_len for each in column) for column in zip(columns, *rows, strict=True)
    ]
    return sum(widest) + 2 * len(columns)
