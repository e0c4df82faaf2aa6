"""Findings as text, JSON and SARIF."""

from __future__ import annotations

import json
from pathlib import Path

from rich.console import Console

from cohortbook.workbook.finding import Finding, Severity
from cohortbook.workbook.report import count_line, has_errors, print_report, to_json, to_sarif


def findings(root=Path("programme")):
    return [
        Finding("CB120", Severity.ERROR, "Unknown tema.", "team?", root / "cohort.yaml", line=7),
        Finding(
            "CB501",
            Severity.ERROR,
            "The cell raised ZeroDivisionError.",
            "Mend it.",
            root / "01 [red]ä.ipynb",
            cell=4,
            groups=("north", "south"),
        ),
        Finding("CB206", Severity.NOTE, "Shown.", "Untag.", root / "01 [red]ä.ipynb", cell=9),
    ]


def as_text(found):
    console = Console(record=True, width=60, file=open("/dev/null", "w"))  # noqa: PTH123, SIM115
    with console.file:
        print_report(found, console)
        return console.export_text()


def test_text_says_where_what_and_what_to_do():
    text = as_text(findings())
    assert "programme/cohort.yaml\n" in text
    assert "error   CB120 line 7: Unknown tema." in text
    assert "\n          team?\n" in text
    assert "cell 4: The cell raised ZeroDivisionError." in text
    assert "(With the parameters of groups north, south.)" in text
    assert text.count("01 [red]ä.ipynb") == 1
    assert text.endswith("2 errors, 1 note.\n")


def test_text_when_all_is_well():
    assert as_text([]) == "Nothing found: all is well.\n"
    assert not has_errors(findings()[2:])
    assert has_errors(findings())
    assert count_line(findings()[:1]) == "1 error."


def test_json_holds_everything():
    data = json.loads(to_json(findings()))
    assert data["counts"] == {"error": 2, "warning": 0, "note": 1}
    assert data["findings"][1] == {
        "code": "CB501",
        "severity": "error",
        "title": "Cell that raises an exception",
        "message": "The cell raised ZeroDivisionError.",
        "mend": "Mend it.",
        "file": "programme/01 [red]ä.ipynb",
        "cell": 4,
        "line": None,
        "groups": ["north", "south"],
    }


def test_sarif_points_into_the_repository(tmp_path):
    log = json.loads(to_sarif(findings(tmp_path / "programme"), tmp_path))
    assert log["version"] == "2.1.0"
    run = log["runs"][0]
    rules = run["tool"]["driver"]["rules"]
    for result, finding in zip(run["results"], findings(), strict=True):
        assert rules[result["ruleIndex"]]["id"] == result["ruleId"] == finding.code
        assert result["level"] == finding.severity
        place = result["locations"][0]["physicalLocation"]
        assert place["artifactLocation"]["uriBaseId"] == "%SRCROOT%"
        assert place["region"]["startLine"] == (finding.line or 1)
    uri = run["results"][1]["locations"][0]["physicalLocation"]["artifactLocation"]["uri"]
    assert uri == "programme/01%20%5Bred%5D%C3%A4.ipynb"
    assert run["results"][1]["locations"][0]["logicalLocations"][0]["name"] == "cell 4"
    prints = [each["partialFingerprints"]["cohortbook/v1"] for each in run["results"]]
    assert len(set(prints)) == 3


def test_sarif_of_a_file_elsewhere_and_of_nothing(tmp_path):
    log = json.loads(to_sarif(findings(tmp_path), tmp_path / "other"))
    place = log["runs"][0]["results"][0]["locations"][0]["physicalLocation"]
    assert place["artifactLocation"]["uri"].startswith("file:///")
    assert json.loads(to_sarif([]))["runs"][0]["results"] == []
