"""Answers of every kind as HTML, for somebody who reads many of them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from markupsafe import escape

from cohortbook.learning.markdown import render as markdown
from cohortbook.server.words import t

if TYPE_CHECKING:
    from cohortbook.workbook.exercise import ExerciseDefinition


def written_answer(definition: ExerciseDefinition, value: Any) -> str:
    """Return sanitised HTML for a value that `clean_value` has passed.

    Parameters
    ----------
    definition : ExerciseDefinition
        The exercise as the group has it.
    value : object
        JSON, of the shape its kind has; None gives an empty text.
    """
    if value is None:
        return ""
    if definition.kind == "choice":
        return _choices(definition, value if isinstance(value, list) else [value])
    if definition.kind == "scale":
        return f"<p>{escape(_on_scale(definition, value))}</p>"
    if definition.kind == "number":
        return f"<p>{escape(number_text(value, definition.options.get('unit')))}</p>"
    return markdown(str(value))


def number_text(value: float, unit: str | None) -> str:
    """Write a number without needless digits, with its unit."""
    text = f"{value:.10g}"
    return f"{text} {unit}" if unit else text


def _choices(definition: ExerciseDefinition, chosen: list[str]) -> str:
    labels = {each["id"]: each["label"] for each in definition.options["choices"]}
    # A choice that left the workbook since is still what the group chose.
    written = [markdown(labels.get(each, each)) for each in chosen]
    if len(written) == 1:
        return written[0]
    return "<ul>" + "".join(f"<li>{each}</li>" for each in written) + "</ul>"


def _on_scale(definition: ExerciseDefinition, value: Any) -> str:
    options = definition.options
    return t(
        "review.answer.scale",
        value=value,
        low=options["low"],
        high=options["high"],
        low_label=options["low_label"],
        high_label=options["high_label"],
    )
