"""Fill-in grids."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, Literal, NotRequired, Required, TypedDict, Unpack

from cohortbook_widgets.definition import (
    Common,
    ExerciseError,
    check_labels,
    check_number,
    check_slug,
    check_text,
    make_definition,
)
from cohortbook_widgets.exercise import Exercise

MOST_COLUMNS = 12
MOST_ROWS = 100
_MEND = (
    "Give each column an id, a label and perhaps a kind, for example "
    '[{"id": "what", "label": "What"}, {"id": "hours", "label": "Hours", "kind": "number"}].'
)


class Column(TypedDict):
    """One column of a `table`.

    Parameters
    ----------
    id : str
        Answers hang on it.
    label : str
        Its heading.
    kind : {"text", "number", "choice"}
        Text if left out.
    unit : str, optional
        Of a number; stands in the heading.
    minimum, maximum : float, optional
        What is accepted, both ends included; in `unit`.
    choices : dict
        Of a choice: label by id.
    """

    id: Required[str]
    label: Required[str]
    kind: NotRequired[Literal["text", "number", "choice"]]
    unit: NotRequired[str]
    minimum: NotRequired[float]
    maximum: NotRequired[float]
    choices: NotRequired[Mapping[str, str]]


def table(
    exercise_id: str,
    prompt: str,
    *,
    columns: Sequence[Column],
    rows: Mapping[str, str] | None = None,
    **common: Unpack[Common],
) -> Exercise:
    """Ask to fill in a table.

    Parameters
    ----------
    exercise_id, prompt, **common
        As for all exercises; see `cohortbook_widgets.definition.Common`.
    columns : list of dict
        What is asked in each row: ``{"id", "label"}`` and, if it is not text,
        ``"kind"`` (``"number"`` with ``"unit"``, ``"minimum"``, ``"maximum"``, or
        ``"choice"`` with ``"choices"``, label by id). At most twelve; on a phone
        more than three scroll.
    rows : dict, optional
        Label by id. Without it members add rows themselves.

    Raises
    ------
    ExerciseError
        If there is no column, or a value cannot be used.
    """
    if isinstance(columns, str | Mapping) or not isinstance(columns, Sequence):
        raise ExerciseError(exercise_id, f"the columns are {columns!r}.", _MEND)
    if not 1 <= len(columns) <= MOST_COLUMNS:
        problem = f"the number of columns is {len(columns)}, of {MOST_COLUMNS} at most."
        raise ExerciseError(exercise_id, problem, _MEND)
    made = [_column(exercise_id, each) for each in columns]
    if len({each["id"] for each in made}) < len(made):
        raise ExerciseError(exercise_id, "two columns have the same id.", _MEND)
    options = {"rows": _rows(exercise_id, rows), "columns": made}
    return Exercise(make_definition("table", exercise_id, prompt, options, common))


def _rows(exercise_id: str, rows: object) -> list[dict[str, str]] | None:
    if rows is None:
        return None
    if isinstance(rows, Mapping) and 1 <= len(rows) <= MOST_ROWS:
        return check_labels(exercise_id, rows, "row")
    mend = 'Give 1 to 100, each an id and a label: {"mail": "Mail"}; or None, to let members add.'
    raise ExerciseError(exercise_id, f"the rows are {rows!r}.", mend)


def _column(exercise_id: str, column: object) -> dict[str, Any]:
    if not isinstance(column, Mapping) or not {"id", "label"} <= set(column):
        raise ExerciseError(exercise_id, f"a column is {column!r}.", _MEND)
    column_id = check_slug(exercise_id, column["id"], "column")
    kind = column.get("kind", "text")
    takes = {
        "text": set[str](),
        "number": {"unit", "minimum", "maximum"},
        "choice": {"choices"},
    }
    if kind not in takes:
        problem = f"the column {column_id!r} is of the kind {kind!r}."
        raise ExerciseError(exercise_id, problem, 'Take "text", "number" or "choice".')
    if unknown := sorted(set(column) - {"id", "label", "kind"} - takes[kind]):
        problem = f"the column {column_id!r} of the kind {kind!r} has {unknown[0]!r}."
        raise ExerciseError(exercise_id, problem, f"Leave it out. {_MEND}")
    limits = {
        each: check_number(exercise_id, column.get(each), f"{each} of {column_id!r}")
        for each in ("minimum", "maximum")
    }
    low, high = limits.values()
    if low is not None and high is not None and not low < high:
        problem = f"the column {column_id!r} has minimum={low!r}, maximum={high!r}."
        raise ExerciseError(exercise_id, problem, "Give a minimum below the maximum.")
    return {
        "id": column_id,
        "label": check_text(exercise_id, column["label"], f"label of {column_id!r}"),
        "kind": kind,
        "unit": check_text(exercise_id, column["unit"], "unit") if "unit" in column else None,
        **limits,
        "choices": _choices(exercise_id, column_id, column) if kind == "choice" else None,
    }


def _choices(
    exercise_id: str, column_id: str, column: Mapping[str, Any]
) -> list[dict[str, str]] | None:
    choices = column.get("choices")
    if isinstance(choices, Mapping) and 2 <= len(choices) <= 50:
        return check_labels(exercise_id, choices, "choice")
    raise ExerciseError(
        exercise_id,
        f"the choices of the column {column_id!r} are {choices!r}.",
        'Give at least two, each an id and a label: "choices": {"yes": "Yes", "no": "No"}.',
    )
