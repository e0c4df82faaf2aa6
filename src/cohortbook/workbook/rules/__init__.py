"""The rules of the checker, as data."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from cohortbook.workbook.rules import cohort, execution, exercises, images, sections, structure
from cohortbook.workbook.rules.rule import Hit, Rule

__all__ = [
    "EXECUTED_RULES",
    "FAMILIES",
    "PROGRAMME_RULES",
    "RULES",
    "WORKBOOK_RULES",
    "Hit",
    "Rule",
    "rules_reference",
]

PROGRAMME_RULES = cohort.PROGRAMME
WORKBOOK_RULES = structure.WORKBOOK + sections.WORKBOOK + images.WORKBOOK
EXECUTED_RULES = sections.EXECUTED + exercises.EXECUTED + images.EXECUTED

RULES: Mapping[str, Rule] = MappingProxyType(
    {
        each.code: each
        for each in (
            *cohort.READING,
            *PROGRAMME_RULES,
            *structure.READING,
            *WORKBOOK_RULES,
            *EXECUTED_RULES,
            *execution.RUN,
        )
    }
)

FAMILIES: Mapping[str, str] = MappingProxyType(
    {
        "CB1": "The cohort file",
        "CB2": "Structure of a workbook",
        "CB3": "Exercises",
        "CB4": "Images, links and the outside world",
        "CB5": "Execution",
    }
)

_INTRODUCTION = """# The rules of the checker

`cohortbook check` looks for all of these. An **error** keeps the workbook from its groups and ends
the command with exit code 1, or 2 where a file could not be read or a workbook not be run to its
end; a **warning** or a **note** does not. Rules marked *executed* need the
cells to run and are left out with `--no-execute`.

This page is generated from the rules themselves.
"""


def rules_reference() -> str:
    """Return the reference of all rules, as Markdown."""
    executed = {each.code for each in (*EXECUTED_RULES, *execution.RUN)}
    parts = [_INTRODUCTION]
    for prefix, title in FAMILIES.items():
        parts.append(f"## {title}\n\n| code | | what | why |\n|---|---|---|---|")
        parts[-1] += "".join(
            f"\n| {each.code} | {each.severity}{', executed' if each.code in executed else ''} "
            f"| {_cell(each.title)} | {_cell(each.why)} |"
            for each in sorted(RULES.values(), key=lambda rule: rule.code)
            if each.code.startswith(prefix)
        )
        parts[-1] += "\n"
    return "\n".join(parts)


def _cell(text: str) -> str:
    return text.replace("|", "\\|").replace("<", "&lt;")
