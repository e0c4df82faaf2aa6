"""What was chosen."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from cohortbook.learning.markdown import render as markdown

if TYPE_CHECKING:
    from collections.abc import Mapping

    from cohortbook.workbook.exercise import ExerciseDefinition


def choice_html(definition: ExerciseDefinition, value: Any, _: Mapping[str, str]) -> str:
    """Write the labels of what was chosen."""
    chosen = value if isinstance(value, list) else [value]
    labels = {each["id"]: each["label"] for each in definition.options["choices"]}
    # A choice that left the workbook since is still what the group chose.
    written = [markdown(labels.get(each, each)) for each in chosen]
    if len(written) == 1:
        return written[0]
    return "<ul>" + "".join(f"<li>{each}</li>" for each in written) + "</ul>"
