"""Each rule finds what it is for, where it is, and nothing in a sound programme."""

from __future__ import annotations

from pathlib import Path

import pytest
from nbformat.v4 import new_output

from cohortbook.cohort.errors import CohortFileError, ProblemKind
from cohortbook.workbook.checker import check_programme, findings_of
from cohortbook.workbook.finding import Severity
from cohortbook.workbook.programme import read_programme
from cohortbook.workbook.rules import EXECUTED_RULES, FAMILIES, RULES, rules_reference
from cohortbook.workbook.rules.rule import ExecutedSubject, WorkbookSubject
from factories import (
    FRONT_MATTER,
    MIME,
    WORKBOOK,
    code,
    cohort_data,
    executed_notebook,
    exercise,
    exercise_cell,
    front_matter_cell,
    markdown,
    notebook,
    parameters_cell,
    workbook,
    write_image,
    write_programme,
)


def check(folder, **parts):
    return check_programme(read_programme(write_programme(folder / "p", **parts)), execute=False)


def codes(findings):
    return [(each.code, each.cell) for each in findings]


def book(*cells, front=FRONT_MATTER):
    """A sound workbook with cells put in from the sixth on."""
    node = workbook()
    node.cells[0] = front_matter_cell(front)
    node.cells[5:5] = cells
    return node


def check_book(folder, node):
    findings = check(folder, workbooks={WORKBOOK: node})
    for each in findings:
        assert each.file.name == f"{WORKBOOK}.ipynb"
        assert each.message
        assert each.mend
        assert each.severity is RULES[each.code].severity
    return codes(findings)


def test_a_sound_programme_has_no_findings(tmp_path):
    assert check(tmp_path, widget=True) == []


def test_the_example_programme_has_no_findings():
    folder = Path(__file__).parents[3] / "workbooks" / "from-inbox-to-board"
    assert check_programme(read_programme(folder), execute=False) == []


@pytest.mark.parametrize(
    ("source", "code"),
    [
        ("## No topic", "CB231"),
        ("## Elsewhere <!-- topic: elsewhere -->", "CB232"),
        ("## Elsewhere <!-- topic: Not an id -->", "CB232"),
        ("## A <!-- topic: visibility -->\n\n## B <!-- topic: visibility -->", "CB233"),
        ("# Title", "CB240"),
        ("#### Deep", "CB241"),
        ("###", "CB242"),
        ("![](figures/board.png)", "CB401"),
        ('<img src="figures/board.png">', "CB401"),
        ("![A board](figures/none.png)", "CB402"),
        ("![A board]()", "CB402"),
        ("![A board](https://example.org/board.png)", "CB404"),
        ('<script src="//example.org/x.js"></script>', "CB404"),
        ('<iframe src="https://example.org"></iframe>', "CB404"),
        ("[](https://example.org)", "CB406"),
    ],
)
def test_what_a_markdown_cell_can_have_wrong(tmp_path, source, code):
    assert check_book(tmp_path, book(markdown(source, "wrong"))) == [(code, 6)]


@pytest.mark.parametrize(
    "source",
    [
        "### Below a section",
        '<img src="figures/board.png" alt="">',
        "[A host](https://example.org)",
        "`![](https://example.org/x.png)`",
        "![A pixel](data:image/png;base64,AAAA)",
    ],
)
def test_what_is_fine_in_a_markdown_cell(tmp_path, source):
    assert check_book(tmp_path, book(markdown(source, "fine"))) == []


def test_images_that_are_huge_or_outside(tmp_path):
    outside = write_image(tmp_path / "outside.png")
    node = book(
        markdown("![Outside](../outside.png)", "outside"), markdown("![Huge](huge.png)", "huge")
    )
    folder = write_programme(tmp_path / "p", workbooks={WORKBOOK: node})
    (folder / "huge.png").write_bytes(outside.read_bytes() + bytes(2_000_000))
    findings = check_programme(read_programme(folder), execute=False)
    assert codes(findings) == [("CB405", 6), ("CB403", 7)]
    assert "2.0 MB" in findings[1].message


def test_front_matter(tmp_path):
    assert check_book(tmp_path / "1", book(front="title: no fence")) == [("CB210", 1)]
    wrong = FRONT_MATTER.replace("minutes: 20", "minuts: 20\nsummery: x")
    assert check_book(tmp_path / "2", book(front=wrong)) == [("CB211", 1), ("CB211", 1)]
    more = FRONT_MATTER.replace("topics:", "topics:\n  trust: Trust")
    assert check_book(tmp_path / "3", book(front=more)) == [("CB234", 1)]


def test_a_workbook_of_nothing(tmp_path):
    found = check_book(tmp_path, notebook([]))
    assert ("CB210", None) in found
    assert ("CB220", None) in found
    assert ("CB230", None) in found


def test_the_kernel_that_is_named(tmp_path):
    node = workbook()
    del node.metadata["kernelspec"]
    assert check_book(tmp_path / "1", node) == [("CB203", None)]
    node = workbook()
    node.metadata.kernelspec.language = "julia"
    assert check_book(tmp_path / "2", node) == [("CB204", None)]
    node = workbook()
    node.metadata.kernelspec.name = "no-such-kernel"
    assert check_book(tmp_path / "3", node) == [("CB207", None)]


def test_notes_on_cells(tmp_path):
    assert check_book(tmp_path / "1", book(code("1", "s", tags=["show-source"]))) == [("CB206", 6)]
    assert check_book(tmp_path / "2", executed_notebook()) == [("CB205", 3)]


@pytest.mark.parametrize(
    ("at", "cells", "expected"),
    [
        (2, [parameters_cell({})], [("CB221", 3)]),
        (1, [code("1 + 1", "early")], [("CB223", 3)]),
    ],
)
def test_parameters_cells(tmp_path, at, cells, expected):
    node = workbook()
    for each in cells:
        each.id = "more"
    node.cells[at:at] = cells
    assert check_book(tmp_path, node) == expected


def test_no_parameters_cell_and_one_that_computes(tmp_path):
    node = workbook()
    node.cells[1].metadata.tags = []
    assert check_book(tmp_path / "1", node) == [("CB220", None)]
    node.cells[1] = code("import os\nteam = os.name", "parameters", tags=["parameters"])
    assert check_book(tmp_path / "2", node) == [("CB222", 2)]


def test_parameters_that_no_workbook_declares(tmp_path):
    data = cohort_data()
    data["groups"]["south"]["parameters"]["tema"] = "misspelt"
    findings = check(tmp_path, cohort=data)
    assert [each.code for each in findings] == ["CB120"]
    assert "tema" in findings[0].message
    assert "team" in findings[0].mend
    lines = findings[0].file.read_text().splitlines()
    assert "tema" in lines[findings[0].line - 1]


def test_a_parameter_of_another_type(tmp_path):
    data = cohort_data()
    data["cohort"]["parameters"]["people"] = "four"
    findings = check(tmp_path, cohort=data)
    assert [each.code for each in findings] == ["CB121"]
    assert "text here and a number" in findings[0].message


def test_a_workbook_that_is_not_scheduled(tmp_path):
    books = {WORKBOOK: workbook(), "02-more": workbook()}
    findings = check(tmp_path, cohort=cohort_data(), workbooks=books)
    assert [(each.code, each.severity) for each in findings] == [("CB122", Severity.NOTE)]


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("print('not a notebook')", "CB200"),
        ('{"nbformat": 3, "metadata": {}, "worksheets": []}', "CB201"),
    ],
)
def test_a_file_that_is_not_a_notebook_does_not_stop_the_others(tmp_path, text, code):
    books = {WORKBOOK: book(markdown("# Title", "title")), "02-more": workbook()}
    folder = write_programme(tmp_path / "p", cohort=cohort_data(), workbooks=books)
    (folder / "02-more.ipynb").write_text(text)
    findings = check_programme(read_programme(folder), execute=False)
    assert [each.code for each in findings] == ["CB122", "CB240", code]


def executed_codes(node):
    """What the rules for executed workbooks say of one, with its cells."""
    subject = ExecutedSubject(WorkbookSubject(Path("x.ipynb"), node), node, finished=True)
    return [(rule.code, hit.cell) for rule in EXECUTED_RULES for hit in rule.look(subject)]


def drawn(*definitions):
    return executed_notebook(book(*(exercise_cell(each) for each in definitions)))


def labelled(count):
    return [{"id": f"n{each}", "label": str(each)} for each in range(count)]


@pytest.mark.parametrize(
    ("kind", "options"),
    [
        ("goal", {"topics": None}),
        ("goal", {"topics": ["adoption"]}),
        ("order", {"items": labelled(12)}),
        ("table", {"columns": labelled(6)}),
    ],
)
def test_what_is_not_too_much(kind, options):
    assert executed_codes(drawn(exercise(kind, "odd", options=options))) == []


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"kind": "essay"}, "CB301"),
        ({"options": {"min_words": "many"}}, "CB301"),
        ({"id": "where"}, "CB302"),
        ({"topic": None}, "CB303"),
        ({"topic": "elsewhere"}, "CB304"),
        ({"kind": "goal", "options": {"topics": ["adoption", "elsewhere"]}}, "CB307"),
        ({"kind": "order", "options": {"items": labelled(13)}}, "CB308"),
        ({"kind": "table", "options": {"columns": labelled(7)}}, "CB309"),
    ],
)
def test_what_an_exercise_can_have_wrong(changes, code):
    definition = exercise(**({"id": "odd"} | changes))
    node = drawn(definition)
    cell = 8 if code == "CB302" else 6
    assert executed_codes(node) == [(code, cell)]


def test_exercises_where_none_belong_and_none_where_one_does():
    node = executed_notebook()
    node.cells.insert(2, node.cells.pop(5))
    assert executed_codes(node) == [("CB305", 3)]
    silent = executed_notebook(book(markdown("## Reading <!-- topic: adoption -->", "reading")))
    silent.cells = [*silent.cells[:5], *silent.cells[6:], silent.cells[5]]
    assert executed_codes(silent) == [("CB250", 12)]
    assert ("CB306", None) in executed_codes(workbook())


@pytest.mark.parametrize(
    ("data", "metadata", "expected"),
    [
        ({"image/png": "AAAA"}, {}, ["CB408"]),
        ({"image/png": "AAAA"}, {"image/png": {"alt": "A line"}}, []),
        ({"text/html": "<img src='data:image/png;base64,A'>"}, {}, ["CB408"]),
        ({"text/html": "<img alt='A line' src='data:image/png;base64,A'>"}, {}, []),
        ({"text/html": "<img alt='x' src='https://example.org/x.png'>"}, {}, ["CB407"]),
        ({"text/html": "<script src='https://example.org/x.js'></script>"}, {}, ["CB407"]),
        ({"text/html": "<svg role='img' aria-label='A line'></svg>"}, {}, []),
    ],
)
def test_pictures_in_outputs(data, metadata, expected):
    node = executed_notebook()
    node.cells[2].outputs = [new_output("display_data", data=data, metadata=metadata)]
    assert executed_codes(node) == [(each, 3) for each in expected]


def test_a_broken_run_is_not_told_that_its_sections_are_empty():
    node = workbook()
    subject = ExecutedSubject(WorkbookSubject(Path("x.ipynb"), node), node, finished=False)
    assert [hit for rule in EXECUTED_RULES for hit in rule.look(subject)] == []


def test_what_is_wrong_with_a_cohort_file_can_be_findings(tmp_path):
    data = cohort_data()
    data["groups"]["north"]["members"] = []
    data["mentors"][0]["groups"] = ["nroth"]
    with pytest.raises(CohortFileError) as raised:
        check(tmp_path, cohort=data)
    findings = findings_of(raised.value)
    assert {each.code for each in findings} == {"CB106", "CB108"}
    assert all(each.line and each.file.name == "cohort.yaml" for each in findings)


def test_each_problem_of_a_cohort_file_has_a_rule():
    problem_codes = [f"CB10{number}" for number in range(1, len(ProblemKind) + 1)]
    assert set(problem_codes) <= set(RULES)


def test_rules_have_a_code_a_family_and_a_reason():
    for key, rule in RULES.items():
        assert key == rule.code
        assert key[:3] in FAMILIES
        assert rule.title
        assert rule.why.endswith(".")


def test_the_reference_is_what_the_rules_say():
    page = Path(__file__).parents[3] / "docs" / "reference" / "rules.md"
    assert page.read_text(encoding="utf-8") == rules_reference(), (
        "write rules_reference() into docs/reference/rules.md"
    )
    for each in RULES:
        assert page.read_text(encoding="utf-8").count(f"| {each} |") == 1


def test_the_mime_type_in_the_factory_is_the_one_that_is_read():
    output = executed_notebook().cells[5].outputs[0]
    assert MIME in output.data
