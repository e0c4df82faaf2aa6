"""Code, and what came of running it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from markupsafe import Markup

from cohortbook.server.words import t

if TYPE_CHECKING:
    from cohortbook.learning.code_results import CodeResult
    from cohortbook.workbook.exercise import ExerciseDefinition


def code_html(_: ExerciseDefinition, value: Any, __: Mapping[str, str]) -> str:
    """Write the code as it stands."""
    return str(Markup('<pre class="cb-code" tabindex="0" dir="ltr">{}</pre>').format(value))


def result_html(result: CodeResult) -> str:
    """Write what came of running it the last time."""
    line = t(f"exercise.code.state.{result.outcome}", name=result.by.name)
    outputs = Markup().join(_output(each) for each in result.outputs)
    return str(
        Markup('<p class="cb-code__state">{}</p><div class="cb-code__outputs">{}</div>').format(
            line, outputs
        )
    )


def _output(output: Mapping[str, Any]) -> Markup:
    if output["kind"] == "html":
        return Markup('<div class="cb-code__html">{}</div>').format(
            Markup(output["html"])  # noqa: S704 - sanitised before it was kept
        )
    if output["kind"] == "picture":
        return Markup(
            '<img src="data:image/png;base64,{}" alt="{}" width="{}" height="{}">'
        ).format(output["png"], output["text"], output["width"], output["height"])
    return Markup('<pre class="cb-code__{}" tabindex="0" dir="ltr">{}</pre>').format(
        output["kind"], output["text"]
    )
