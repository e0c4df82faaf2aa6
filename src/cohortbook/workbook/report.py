"""What the checker found, for people, for programs and for CI."""

from __future__ import annotations

import hashlib
import json
from collections import Counter
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any
from urllib.parse import quote

from rich.console import Console
from rich.text import Text

from cohortbook import __version__
from cohortbook.workbook.finding import Finding, Severity
from cohortbook.workbook.rules import RULES, Rule

_COLOURS: Mapping[Severity, str] = {
    Severity.ERROR: "bold red",
    Severity.WARNING: "yellow",
    Severity.NOTE: "cyan",
}
_SARIF_SCHEMA = "https://json.schemastore.org/sarif-2.1.0.json"


def has_errors(findings: Sequence[Finding]) -> bool:
    """Say whether any finding keeps a workbook from its groups."""
    return any(each.severity is Severity.ERROR for each in findings)


def count_line(findings: Sequence[Finding]) -> str:
    """Return how many findings there are of each severity, as one sentence."""
    counts = Counter(each.severity for each in findings)
    parts = [
        f"{counts[each]} {each}{'' if counts[each] == 1 else 's'}"
        for each in Severity
        if counts[each]
    ]
    return f"{', '.join(parts)}." if parts else "Nothing found: all is well."


def print_report(findings: Sequence[Finding], console: Console) -> None:
    """Print findings for people, by file.

    Parameters
    ----------
    findings : sequence of Finding
        As the checker returned them.
    console : rich.console.Console
        Where to.
    """
    file: Path | None = None
    for each in findings:
        if each.file != file:
            file = each.file
            console.print(Text(str(file), style="bold"), soft_wrap=True)
        head = Text("  ")
        head.append(f"{each.severity:<7} ", style=_COLOURS[each.severity])
        head.append(f"{each.code} ", style="dim")
        head.append(_inside(each), style="cyan")
        head.append(_message(each))
        console.print(head, soft_wrap=True)
        if each.mend:
            console.print(Text(f"{' ' * 10}{each.mend}", style="dim"), soft_wrap=True)
    if findings:
        console.print()
    console.print(Text(count_line(findings), style="bold" if has_errors(findings) else "green"))


def to_json(findings: Sequence[Finding]) -> str:
    """Return findings as JSON, for programs."""
    counts = Counter(each.severity for each in findings)
    return json.dumps(
        {
            "version": 1,
            "counts": {each.value: counts[each] for each in Severity},
            "findings": [
                {
                    "code": each.code,
                    "severity": each.severity.value,
                    "title": RULES[each.code].title,
                    "message": each.message,
                    "mend": each.mend,
                    "file": each.file.as_posix(),
                    "cell": each.cell,
                    "line": each.line,
                    "groups": list(each.groups),
                }
                for each in findings
            ],
        },
        indent=2,
        ensure_ascii=False,
    )


def to_sarif(findings: Sequence[Finding], root: Path | None = None) -> str:
    """Return findings as SARIF 2.1.0, for CI.

    Parameters
    ----------
    findings : sequence of Finding
        As the checker returned them.
    root : pathlib.Path, optional
        The repository's folder, which file names are made relative to; the current
        folder by default.
    """
    base = (root or Path.cwd()).resolve()
    codes = sorted({each.code for each in findings})
    return json.dumps(
        {
            "$schema": _SARIF_SCHEMA,
            "version": "2.1.0",
            "runs": [
                {
                    "tool": {
                        "driver": {
                            "name": "cohortbook",
                            "semanticVersion": __version__,
                            "rules": [_sarif_rule(RULES[each]) for each in codes],
                        }
                    },
                    "columnKind": "unicodeCodePoints",
                    "results": [_sarif_result(each, codes, base) for each in findings],
                }
            ],
        },
        indent=2,
        ensure_ascii=False,
    )


def _sarif_rule(rule: Rule) -> dict[str, Any]:
    return {
        "id": rule.code,
        "shortDescription": {"text": rule.title},
        "fullDescription": {"text": rule.why},
        "defaultConfiguration": {"level": rule.severity.value},
    }


def _sarif_result(finding: Finding, codes: list[str], base: Path) -> dict[str, Any]:
    place: dict[str, Any] = {
        "physicalLocation": {
            "artifactLocation": _sarif_file(finding.file, base),
            # A cell has no line that would stay: the logical location names it.
            "region": {"startLine": finding.line or 1},
        }
    }
    if finding.cell is not None:
        place["logicalLocations"] = [{"name": f"cell {finding.cell}", "kind": "member"}]
    said = "\n".join((_inside(finding) + _message(finding), finding.mend)).strip()
    print_of = f"{finding.code}|{finding.file.name}|{finding.message}"
    return {
        "ruleId": finding.code,
        "ruleIndex": codes.index(finding.code),
        "level": finding.severity.value,
        "message": {"text": said},
        "locations": [place],
        "partialFingerprints": {"cohortbook/v1": hashlib.sha256(print_of.encode()).hexdigest()},
    }


def _sarif_file(file: Path, base: Path) -> dict[str, str]:
    resolved = file.resolve()
    if resolved.is_relative_to(base):
        relative = quote(resolved.relative_to(base).as_posix())
        return {"uri": relative, "uriBaseId": "%SRCROOT%"}
    return {"uri": resolved.as_uri()}


def _inside(finding: Finding) -> str:
    if finding.cell is not None:
        return f"cell {finding.cell}: "
    return "" if finding.line is None else f"line {finding.line}: "


def _message(finding: Finding) -> str:
    if not finding.groups:
        return finding.message
    word = "group" if len(finding.groups) == 1 else "groups"
    return f"{finding.message} (With the parameters of {word} {', '.join(finding.groups)}.)"
