"""Answers of every kind as HTML, for somebody who reads many of them; one file a kind."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Any

from cohortbook.learning.markdown import render as markdown
from cohortbook.server.pages.written.choice import choice_html
from cohortbook.server.pages.written.code import code_html, result_html
from cohortbook.server.pages.written.goal import goal_html
from cohortbook.server.pages.written.number import number_html, number_text
from cohortbook.server.pages.written.order import order_html
from cohortbook.server.pages.written.scale import scale_html
from cohortbook.server.pages.written.table import table_html
from cohortbook.server.pages.written.upload import upload_html

if TYPE_CHECKING:
    from cohortbook.workbook.exercise import ExerciseDefinition

__all__ = ["number_text", "result_html", "written_answer"]


def written_answer(
    definition: ExerciseDefinition, value: Any, topics: Mapping[str, str] | None = None
) -> str:
    """Return sanitised HTML for a value that `clean_value` has passed.

    Parameters
    ----------
    definition : ExerciseDefinition
        The exercise as the group has it.
    value : object
        JSON, of the shape its kind has; None gives an empty text.
    topics : Mapping of str to str, optional
        Titles of the workbook's topics, by id.
    """
    return "" if value is None else _WRITERS[definition.kind](definition, value, topics or {})


def _text(_: ExerciseDefinition, value: Any, __: Mapping[str, str]) -> str:
    return markdown(str(value))


_WRITERS: Mapping[str, Callable[[ExerciseDefinition, Any, Mapping[str, str]], str]] = {
    "text": _text,
    "choice": choice_html,
    "scale": scale_html,
    "number": number_html,
    "order": order_html,
    "table": table_html,
    "goal": goal_html,
    "upload": upload_html,
    "code": code_html,
    "discuss": _text,
}
