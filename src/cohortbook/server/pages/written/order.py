"""A ranking as a numbered list."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from cohortbook.learning.markdown import render as markdown

if TYPE_CHECKING:
    from collections.abc import Mapping

    from cohortbook.workbook.exercise import ExerciseDefinition


def order_html(definition: ExerciseDefinition, value: Any, _: Mapping[str, str]) -> str:
    """Write the labels in the order that was made."""
    labels = {each["id"]: each["label"] for each in definition.options["items"]}
    # An item that left the workbook since still has its rank.
    items = "".join(f"<li>{markdown(labels.get(each, each))}</li>" for each in value)
    return f"<ol>{items}</ol>"
