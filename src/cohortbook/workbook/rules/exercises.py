"""CB3: the exercises, as executed cells tell them."""

from __future__ import annotations

from collections.abc import Iterator
from difflib import get_close_matches

from cohortbook.workbook.errors import DuplicateExerciseError
from cohortbook.workbook.finding import Severity
from cohortbook.workbook.rules.rule import ExecutedSubject, Hit, Rule


def _invalid(subject: ExecutedSubject) -> Iterator[Hit]:
    for each in subject.problems:
        if not isinstance(each, DuplicateExerciseError):
            cell = each.place.cell if each.place else None
            yield Hit(each.message, each.mend or "", cell=cell)


def _duplicate(subject: ExecutedSubject) -> Iterator[Hit]:
    for each in subject.problems:
        if isinstance(each, DuplicateExerciseError):
            cell = each.place.cell if each.place else None
            yield Hit(each.message, each.mend or "", cell=cell)


def _without_topic(subject: ExecutedSubject) -> Iterator[Hit]:
    for each in subject.placed:
        if each.definition.topic is None:
            yield Hit(
                f"Exercise {each.definition.id} has no topic.",
                'Add topic="…" to its arguments, with an id from the front matter.',
                cell=subject.source.numbers.get(each.cell_id),
            )


def _undeclared_topic(subject: ExecutedSubject) -> Iterator[Hit]:
    front_matter = subject.source.front_matter
    topics = tuple(front_matter.topics) if front_matter else ()
    for each in subject.placed if front_matter else ():
        topic = each.definition.topic
        if topic is not None and topic not in topics:
            close = get_close_matches(topic, topics, n=1)
            yield Hit(
                f"Exercise {each.definition.id} is about {topic}, which is not declared.",
                f"Do you mean {close[0]}?"
                if close
                else "Add it to topics in the front matter, with its title.",
                cell=subject.source.numbers.get(each.cell_id),
            )


def _before_sections(subject: ExecutedSubject) -> Iterator[Hit]:
    within = {cell for section in subject.sections for cell in section.cell_ids}
    for each in subject.placed if subject.sections else ():
        if each.cell_id not in within:
            yield Hit(
                f"Exercise {each.definition.id} comes before the first section.",
                "Move it below a level-2 heading, so that it counts towards a section.",
                cell=subject.source.numbers.get(each.cell_id),
            )


def _none_at_all(subject: ExecutedSubject) -> Iterator[Hit]:
    if subject.finished and not subject.placed and not subject.problems:
        yield Hit(
            "The workbook has no exercise.",
            "Ask the group something: from cohortbook_widgets import text, choice, discuss",
        )


EXECUTED = (
    Rule(
        "CB301",
        Severity.ERROR,
        "Exercise that is not valid",
        "The server reads definitions from outputs and trusts no kernel.",
        _invalid,
    ),
    Rule(
        "CB302",
        Severity.ERROR,
        "Two exercises with the same id",
        "Answers hang on the id, which must be unique in its workbook.",
        _duplicate,
    ),
    Rule(
        "CB303",
        Severity.ERROR,
        "Exercise without a topic",
        "Its answers would count for no topic, and the topic look neglected.",
        _without_topic,
    ),
    Rule(
        "CB304",
        Severity.ERROR,
        "Exercise about an undeclared topic",
        "A topic needs a title that people can read.",
        _undeclared_topic,
    ),
    Rule(
        "CB305",
        Severity.WARNING,
        "Exercise before the first section",
        "Progress is shown by section.",
        _before_sections,
    ),
    Rule(
        "CB306",
        Severity.WARNING,
        "No exercise at all",
        "A workbook is there to be worked on.",
        _none_at_all,
    ),
)
