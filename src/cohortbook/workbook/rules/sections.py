"""CB23 to CB25: sections, topics and headings."""

from __future__ import annotations

from collections.abc import Iterator
from difflib import get_close_matches

from cohortbook.ids import is_slug
from cohortbook.workbook.finding import Severity
from cohortbook.workbook.markdown import Heading
from cohortbook.workbook.outline import SECTION_LEVEL
from cohortbook.workbook.rules.rule import ExecutedSubject, Hit, Rule, WorkbookSubject


def _unused_topic(subject: WorkbookSubject) -> Iterator[Hit]:
    used = {each.topic for _, each in _sections(subject)}
    for topic in subject.front_matter.topics if subject.front_matter else ():
        if topic not in used:
            yield Hit(
                f"Topic {topic} is declared, but no section is about it.",
                "Write a section about it, or take it out of the front matter.",
                cell=1,
            )


def _no_sections(subject: WorkbookSubject) -> Iterator[Hit]:
    if not subject.sections:
        yield Hit(
            "The workbook has no sections.",
            "Begin each with a level-2 heading: ## Where work hides <!-- topic: visibility -->",
        )


def _section_without_topic(subject: WorkbookSubject) -> Iterator[Hit]:
    for number, heading in _sections(subject):
        if not heading.topic:
            yield Hit(
                f"Section “{heading.title}” has no topic.",
                f"Write it behind the heading: ## {heading.title} <!-- topic: … -->",
                cell=number,
            )


def _topic_not_declared(subject: WorkbookSubject) -> Iterator[Hit]:
    if subject.front_matter is None:
        return
    topics = subject.front_matter.topics
    for number, heading in _sections(subject):
        if heading.topic and heading.topic not in topics:
            yield Hit(
                f"Section “{heading.title}” is about {heading.topic}, "
                + ("which is not declared." if is_slug(heading.topic) else "which is no id."),
                _closest(heading.topic, tuple(topics)),
                cell=number,
            )


def _two_sections_in_a_cell(subject: WorkbookSubject) -> Iterator[Hit]:
    for number, content in subject.markdown.items():
        sections = [each for each in content.headings if each.level == SECTION_LEVEL]
        if len(sections) > 1:
            yield Hit(
                f"{len(sections)} sections begin in one cell.",
                "Split the cell before each heading: discussions hang on cells.",
                cell=number,
            )


def _top_heading(subject: WorkbookSubject) -> Iterator[Hit]:
    for number, heading in _headings(subject):
        if heading.level == 1:
            yield Hit(
                f"“{heading.title}” is a level-1 heading.",
                "Use ## for a section: the page's title comes from the front matter.",
                cell=number,
            )


def _skipped_level(subject: WorkbookSubject) -> Iterator[Hit]:
    level = 1
    for number, heading in _headings(subject):
        if heading.level > level + 1:
            yield Hit(
                f"“{heading.title}” is a level-{heading.level} heading below one of level {level}.",
                f"Use {'#' * (level + 1)}: people who listen to the page rely on the levels.",
                cell=number,
            )
        level = heading.level


def _empty_heading(subject: WorkbookSubject) -> Iterator[Hit]:
    for number, heading in _headings(subject):
        if not heading.title:
            yield Hit("There is a heading without text.", "Write it, or remove it.", cell=number)


def _section_without_exercise(subject: ExecutedSubject) -> Iterator[Hit]:
    for section in subject.sections if subject.finished else ():
        if not section.exercises:
            yield Hit(
                f"Section “{section.title}” has nothing to answer or to discuss.",
                "Ask the group something: what one does stays, what one reads goes.",
                cell=subject.source.numbers.get(section.cell_ids[0]),
            )


def _headings(subject: WorkbookSubject) -> Iterator[tuple[int, Heading]]:
    for number, content in subject.markdown.items():
        for heading in content.headings:
            yield number, heading


def _sections(subject: WorkbookSubject) -> Iterator[tuple[int, Heading]]:
    for number, heading in _headings(subject):
        if heading.level == SECTION_LEVEL:
            yield number, heading


def _closest(topic: str, known: tuple[str, ...]) -> str:
    close = get_close_matches(topic, known, n=1)
    if close:
        return f"Do you mean {close[0]}?"
    return "Add it to topics in the front matter, with its title."


WORKBOOK = (
    Rule(
        "CB234",
        Severity.WARNING,
        "Declared topic that is never used",
        "It would look neglected for ever.",
        _unused_topic,
    ),
    Rule(
        "CB230",
        Severity.ERROR,
        "No sections",
        "Progress, attention and contents go by sections.",
        _no_sections,
    ),
    Rule(
        "CB231",
        Severity.ERROR,
        "Section without a topic",
        "A topic is the unit of attention and neglect.",
        _section_without_topic,
    ),
    Rule(
        "CB232",
        Severity.ERROR,
        "Section about an undeclared topic",
        "A topic needs a title that people can read.",
        _topic_not_declared,
    ),
    Rule(
        "CB233",
        Severity.WARNING,
        "Two sections in one cell",
        "A discussion at the cell would belong to both.",
        _two_sections_in_a_cell,
    ),
    Rule(
        "CB240",
        Severity.WARNING,
        "Level-1 heading",
        "A page has one, its title.",
        _top_heading,
    ),
    Rule(
        "CB241",
        Severity.WARNING,
        "Heading that skips a level",
        "People who listen to a page find their way by the levels of its headings.",
        _skipped_level,
    ),
    Rule(
        "CB242",
        Severity.ERROR,
        "Heading without text",
        "The table of contents would have an empty line.",
        _empty_heading,
    ),
)

EXECUTED = (
    Rule(
        "CB250",
        Severity.NOTE,
        "Section without any exercise or discussion",
        "A group that is asked nothing has nothing to talk about.",
        _section_without_exercise,
    ),
)
