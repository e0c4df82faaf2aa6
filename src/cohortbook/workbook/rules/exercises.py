"""CB3: the exercises, as executed cells tell them."""

from __future__ import annotations

from collections.abc import Iterator
from difflib import get_close_matches

from cohortbook.workbook.errors import DuplicateExerciseError
from cohortbook.workbook.finding import Severity
from cohortbook.workbook.rules.rule import ExecutedSubject, Hit, Rule

_MOST_TO_RANK = 12
_WIDEST_TABLE = 6


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


def _undeclared_goal_topic(subject: ExecutedSubject) -> Iterator[Hit]:
    front_matter = subject.source.front_matter
    declared = tuple(front_matter.topics) if front_matter else ()
    for each in subject.placed if front_matter else ():
        topics = each.definition.options.get("topics") or ()
        for topic in topics if each.definition.kind == "goal" else ():
            if topic not in declared:
                close = get_close_matches(topic, declared, n=1)
                yield Hit(
                    f"Goal {each.definition.id} offers the topic {topic}, which is not declared.",
                    f"Do you mean {close[0]}?"
                    if close
                    else "Add it to topics in the front matter, with its title.",
                    cell=subject.source.numbers.get(each.cell_id),
                )


def _long_order(subject: ExecutedSubject) -> Iterator[Hit]:
    for each in subject.placed:
        items = each.definition.options.get("items") or ()
        if each.definition.kind == "order" and len(items) > _MOST_TO_RANK:
            yield Hit(
                f"Exercise {each.definition.id} asks to put {len(items)} items in order.",
                f"Leave {_MOST_TO_RANK} at most, or first let the group choose among them.",
                cell=subject.source.numbers.get(each.cell_id),
            )


def _wide_table(subject: ExecutedSubject) -> Iterator[Hit]:
    for each in subject.placed:
        columns = each.definition.options.get("columns") or ()
        if each.definition.kind == "table" and len(columns) > _WIDEST_TABLE:
            yield Hit(
                f"Table {each.definition.id} has {len(columns)} columns.",
                f"Leave {_WIDEST_TABLE} at most, or make two tables of it.",
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
    Rule(
        "CB307",
        Severity.ERROR,
        "Goal with an undeclared topic",
        "A topic to choose from needs a title that people can read.",
        _undeclared_goal_topic,
    ),
    Rule(
        "CB308",
        Severity.WARNING,
        "Too much to put in order",
        "Nobody holds more than a dozen things in mind: what stands in the middle means little.",
        _long_order,
    ),
    Rule(
        "CB309",
        Severity.WARNING,
        "Table too wide for a phone",
        "Columns beyond the screen are not seen, and stay empty.",
        _wide_table,
    ),
)
