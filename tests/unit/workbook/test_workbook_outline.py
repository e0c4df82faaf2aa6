"""Front matter, parameters, sections: what a workbook says of itself."""

from __future__ import annotations

import pytest

from cohortbook.workbook.errors import FrontMatterError, ParametersCellError
from cohortbook.workbook.outline import declared_parameters, outline_of, read_front_matter
from factories import (
    code,
    executed_notebook,
    front_matter_cell,
    markdown,
    notebook,
    parameters_cell,
    workbook,
)


def sections(*sources):
    cells = [markdown(each, f"c{number}") for number, each in enumerate(sources)]
    return outline_of(notebook([front_matter_cell(), *cells])).sections


def test_front_matter():
    front = read_front_matter(workbook())
    assert front.title == "First steps"
    assert front.minutes == 20
    assert list(front.topics) == ["visibility", "adoption"]


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("", "no front matter"),
        ("title: x", "no front matter"),
        ("---\n---", "empty"),
        ("---\n- a\n---", "no keys"),
        ("---\nsummary: x\n---", "no title"),
        ("---\ntitle: 2026\n---", "not text"),
        ("---\ntitle: x\nminuts: 3\n---", "minuts"),
        ("---\ntitle: x\nminutes: long\n---", "minutes"),
        ("---\ntitle: x\nminutes: true\n---", "minutes"),
        ("---\ntitle: x\ntopics: [a]\n---", "topics"),
        ("---\ntitle: x\ntopics: {A B: c}\n---", "A B"),
        ("---\ntitle: x\ntopics: {a: }\n---", "no title"),
        ("---\ntitle: [x\n---", "Line"),
        ("---\ntitle: x\ntitle: y\n---", "Line 3"),
    ],
)
def test_front_matter_that_is_not_sound(text, said, tmp_path):
    with pytest.raises(FrontMatterError, match=said) as raised:
        read_front_matter(notebook([front_matter_cell(text)]), tmp_path / "01-a.ipynb")
    assert raised.value.place.cell == 1
    assert raised.value.mend


def test_front_matter_in_no_other_cell_than_the_first():
    with pytest.raises(FrontMatterError):
        read_front_matter(notebook([markdown("x", "x"), front_matter_cell()]))
    with pytest.raises(FrontMatterError):
        read_front_matter(notebook([]))


def test_declared_parameters_and_their_defaults():
    source = "# what a group may set\nteam: str = 'us'\na = b = -1\nages = {'new': [1, 2.5, None]}"
    node = notebook([front_matter_cell(), code(source, "p", tags=["parameters"])])
    declared = declared_parameters(node)
    assert declared == {"team": "us", "a": -1, "b": -1, "ages": {"new": [1, 2.5, None]}}
    assert declared_parameters(notebook([front_matter_cell()])) == {}


@pytest.mark.parametrize(
    ("source", "line"),
    [
        ("import os", 1),
        ("a = 1\nb = a", 2),
        ("a = f()", 1),
        ("a, b = 1, 2", 1),
        ("a.b = 1", 1),
        ("a += 1", 1),
        ("a: int", 1),
        ("a = (", 1),
        ("a = 1\n%matplotlib inline", 2),
        ("a = f'{b}'", 1),
    ],
)
def test_a_parameters_cell_with_more_than_plain_assignments(source, line):
    node = notebook([front_matter_cell(), code(source, "p", tags=["parameters"])])
    with pytest.raises(ParametersCellError, match=f"line {line} ") as raised:
        declared_parameters(node)
    assert raised.value.place.cell == 2


def test_sections_with_their_topics_cells_and_exercises():
    outline = outline_of(executed_notebook())
    first, second = outline.sections
    assert (first.id, first.title, first.topic) == (
        "section-where-work-hides",
        "Where work hides",
        "visibility",
    )
    assert first.exercises == ("first-week", "where")
    assert second.exercises == ("how-sure", "how-many", "what-else")
    assert outline.intro_cells == ("front-matter", "parameters", "greeting")
    assert outline.section_of("board") == first
    assert outline.section_of("greeting") is None


def test_every_cell_belongs_to_exactly_one_place():
    node = executed_notebook(parameters={"team": "us"})
    outline = outline_of(node)
    cells = [*outline.intro_cells, *(cell for each in outline.sections for cell in each.cell_ids)]
    assert cells == [each.id for each in node.cells]


def test_anchors_are_unique_and_plain():
    found = sections("## Über *uns*", "## uber uns", "## ☃", "## ☃", "## Intro", "## uber uns 2")
    assert [each.id for each in found] == [
        "section-uber-uns",
        "section-uber-uns-2",
        "section-part",
        "section-part-2",
        "section-intro-2",
        "section-uber-uns-2-2",
    ]
    assert found[0].title == "Über uns"


def test_only_level_2_headings_outside_of_code_begin_sections():
    found = sections("```\n## not this\n```", "### nor this", "Text\n\nThis one\n---", "    ## nor")
    assert [each.title for each in found] == ["This one"]


@pytest.mark.parametrize(
    ("heading", "topic"),
    [
        ("## A <!-- topic: flow -->", "flow"),
        ("## A <!--topic:flow-->", "flow"),
        ("## A", None),
        ("## A <!-- topic: No Slug -->", None),
        ("## A <!-- a remark -->", None),
        ("## A\n<!-- topic: flow -->", None),
    ],
)
def test_the_topic_stands_on_the_line_of_the_heading(heading, topic):
    assert sections(heading)[0].topic == topic
    assert sections(heading)[0].title == "A"


def test_a_parameters_cell_in_the_factory_is_plain():
    assert declared_parameters(notebook([front_matter_cell(), parameters_cell()])) == {
        "team": "the team",
        "people": 3,
    }
