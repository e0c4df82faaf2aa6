"""What a mentor should know of an exercise before judging."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from cohortbook.server.pages.dates import date_text
from cohortbook.server.pages.review_queue import kind_text
from cohortbook.server.pages.written import number_text
from cohortbook.server.words import t

if TYPE_CHECKING:
    from cohortbook.server.pages.sources import Sources
    from cohortbook.stamp.manifest import WorkbookEntry
    from cohortbook.workbook.exercise import ExerciseDefinition


@dataclass(frozen=True, slots=True)
class Fact:
    """Something to know about an exercise."""

    label: str
    value: str
    mentor_only: bool = False


def facts_of(
    sources: Sources, workbook: WorkbookEntry, definitions: list[ExerciseDefinition]
) -> list[Fact]:
    """Return kind, topic, due, what is expected and rubric; the first group's where they differ."""
    first = definitions[0]
    facts = [Fact(t("review.fact.kind"), kind_text(first))]
    if first.topic:
        title = workbook.topics.get(first.topic, first.topic)
        facts.append(Fact(t("review.fact.topic"), title))
    due = _due(sources, first)
    if due:
        facts.append(Fact(t("review.fact.due"), due))
    expected = {_expected(each) for each in definitions}
    if len(expected) == 1 and (text := expected.pop()):
        facts.append(Fact(t("review.fact.expected"), text, mentor_only=True))
    facts.extend(
        Fact(t("review.fact.rubric", label=line.label), " → ".join(line.levels))
        for line in first.rubric
    )
    return facts


def _due(sources: Sources, definition: ExerciseDefinition) -> str | None:
    if definition.due is None:
        return None
    zone = ZoneInfo(sources.cohort.timezone)
    today = sources.clock().astimezone(zone).date()
    if "T" not in definition.due:
        return date_text(date.fromisoformat(definition.due), today)
    due = datetime.fromisoformat(definition.due).astimezone(zone)
    return t("site.moment", date=date_text(due.date(), today), time=f"{due:%H:%M}")


def _expected(definition: ExerciseDefinition) -> str | None:
    options = definition.options
    if definition.kind != "number" or options.get("answer") is None:
        return None
    answer = number_text(options["answer"], options.get("unit"))
    if not options.get("tolerance"):
        return answer
    tolerance = number_text(options["tolerance"], None)
    return t("review.fact.expected.tolerance", answer=answer, tolerance=tolerance)
