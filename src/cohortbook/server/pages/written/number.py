"""Numbers as text."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from markupsafe import escape

if TYPE_CHECKING:
    from collections.abc import Mapping

    from cohortbook.workbook.exercise import ExerciseDefinition


def number_text(value: float, unit: str | None) -> str:
    """Write a number without needless digits, with its unit."""
    text = f"{value:.10g}"
    return f"{text} {unit}" if unit else text


def number_html(definition: ExerciseDefinition, value: Any, _: Mapping[str, str]) -> str:
    """Write a number with its unit."""
    return f"<p>{escape(number_text(value, definition.options.get('unit')))}</p>"
