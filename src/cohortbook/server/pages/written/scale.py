"""A step of a scale, with its ends."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from markupsafe import escape

from cohortbook.server.words import t

if TYPE_CHECKING:
    from collections.abc import Mapping

    from cohortbook.workbook.exercise import ExerciseDefinition


def scale_html(definition: ExerciseDefinition, value: Any, _: Mapping[str, str]) -> str:
    """Write a step and what the ends of its scale mean."""
    options = definition.options
    text = t(
        "review.answer.scale",
        value=value,
        low=options["low"],
        high=options["high"],
        low_label=options["low_label"],
        high_label=options["high_label"],
    )
    return f"<p>{escape(text)}</p>"
