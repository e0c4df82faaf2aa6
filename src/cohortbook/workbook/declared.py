"""The parameters that a workbook declares."""

from __future__ import annotations

import ast
from pathlib import Path

from nbformat import NotebookNode

from cohortbook.errors import Place
from cohortbook.workbook.errors import ParametersCellError

TAG = "parameters"


def tags_of(cell: NotebookNode) -> tuple[str, ...]:
    """Return the tags of a cell."""
    tags = cell.get("metadata", {}).get("tags")
    return tuple(str(each) for each in tags) if isinstance(tags, list) else ()


def parameters_cells(notebook: NotebookNode) -> list[int]:
    """Return the numbers, from 1, of the code cells tagged ``parameters``."""
    return [
        number
        for number, cell in enumerate(notebook.cells, start=1)
        if cell.cell_type == "code" and TAG in tags_of(cell)
    ]


def declared_parameters(notebook: NotebookNode, path: Path | None = None) -> dict[str, object]:
    """Return the parameters that a workbook declares, with their defaults.

    Parameters
    ----------
    notebook : nbformat.NotebookNode
        The workbook.
    path : pathlib.Path, optional
        Where it is from, for the error.

    Returns
    -------
    dict
        Name to default, in the order of the cell; empty when there is no cell
        tagged ``parameters``.

    Raises
    ------
    ParametersCellError
        When the cell is more than assignments of plain literals to names.
    """
    declared: dict[str, object] = {}
    for number in parameters_cells(notebook)[:1]:
        place = Place(path, cell=number)
        for statement in _statements(notebook.cells[number - 1].source, place):
            names, value = _assignment(statement, place)
            for name in names:
                declared[name] = value
    return declared


def _statements(source: str, place: Place) -> list[ast.stmt]:
    try:
        return ast.parse(source).body
    except (SyntaxError, ValueError, RecursionError, MemoryError) as error:
        line = getattr(error, "lineno", None)
        raise _wrong(line, "it is not Python", place) from None


def _assignment(statement: ast.stmt, place: Place) -> tuple[list[str], object]:
    match statement:
        case ast.Assign(targets=targets, value=value):
            pass
        case ast.AnnAssign(target=ast.Name() as target, value=ast.expr() as value):
            targets = [target]
        case _:
            raise _wrong(statement.lineno, "it is not name = value", place)
    names = [each.id for each in targets if isinstance(each, ast.Name)]
    if len(names) != len(targets):
        raise _wrong(statement.lineno, "it is not name = value", place)
    try:
        return names, ast.literal_eval(value)
    except (ValueError, TypeError, SyntaxError, RecursionError, MemoryError):
        raise _wrong(statement.lineno, "its value is not a plain literal", place) from None


def _wrong(line: int | None, why: str, place: Place) -> ParametersCellError:
    where = f" (line {line} of the cell)" if line else ""
    return ParametersCellError(
        f"The parameters cell is more than plain assignments{where}: {why}.",
        place=place,
        mend='Keep only lines such as team = "the team" here; compute in the next cell.',
    )
