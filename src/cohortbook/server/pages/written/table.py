"""A table, with its empty cells."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from markupsafe import escape

from cohortbook.learning.markdown import render as markdown
from cohortbook.server.pages.written.number import number_text

if TYPE_CHECKING:
    from cohortbook.workbook.exercise import ExerciseDefinition


def table_html(definition: ExerciseDefinition, value: Any, _: Mapping[str, str]) -> str:
    """Write the rows that are there, each cell under the head of its column."""
    columns, rows = definition.options["columns"], definition.options["rows"]
    labels = {each["id"]: each["label"] for each in rows or ()}
    cells = {each["id"]: each["cells"] for each in value}
    heads = "".join(f'<th scope="col">{_head(each)}</th>' for each in columns)
    corner = "" if rows is None else "<td></td>"
    body = "".join(
        f"<tr>{_row_head(labels, row)}{_row(columns, cells.get(row, {}))}</tr>"
        for row in labels or cells
    )
    return f"<table><thead><tr>{corner}{heads}</tr></thead><tbody>{body}</tbody></table>"


def _head(column: Mapping[str, Any]) -> str:
    unit = f" ({column['unit']})" if column["unit"] else ""
    return f"{escape(column['label'])}{escape(unit)}"


def _row_head(labels: Mapping[str, str], row: str) -> str:
    return f'<th scope="row">{escape(labels[row])}</th>' if row in labels else ""


def _row(columns: list[Mapping[str, Any]], cells: Mapping[str, Any]) -> str:
    return "".join(f"<td>{_cell(each, cells.get(each['id']))}</td>" for each in columns)


def _cell(column: Mapping[str, Any], value: Any) -> str:
    if value is None:
        return ""
    if column["kind"] == "number":
        return str(escape(number_text(value, None)))
    if column["kind"] == "choice":
        labels = {each["id"]: each["label"] for each in column["choices"]}
        return str(escape(labels.get(value, value)))
    return markdown(value)
