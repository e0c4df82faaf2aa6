"""A group's goal, in its own words."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any

from markupsafe import escape

from cohortbook.learning.markdown import render as markdown
from cohortbook.server.pages.dates import date_text
from cohortbook.server.words import t

if TYPE_CHECKING:
    from collections.abc import Mapping

    from cohortbook.workbook.exercise import ExerciseDefinition


def goal_html(_: ExerciseDefinition, value: Any, topics: Mapping[str, str]) -> str:
    """Write the goal's words, and in a line below what goes with them."""
    facts = [t("review.goal.done") if value["done"] else t("review.goal.open")]
    if value["by"]:
        # In full, since a goal may outlive the year.
        facts.append(t("review.goal.by", day=date_text(date.fromisoformat(value["by"]), date.min)))
    if value["topic"]:
        topic = topics.get(value["topic"], value["topic"])
        facts.append(t("review.goal.topic", topic=topic))
    line = " · ".join(facts)
    return f"<blockquote>{markdown(value['text'])}</blockquote><p>{escape(line)}</p>"
