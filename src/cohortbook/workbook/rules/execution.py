"""CB5: what comes to light when the cells run."""

from __future__ import annotations

from cohortbook.workbook.finding import Severity
from cohortbook.workbook.rules.rule import Rule

RUN = (
    Rule(
        "CB501",
        Severity.ERROR,
        "Cell that raises an exception",
        "Each workbook runs once with each group's parameters; a broken copy must not reach "
        "a group.",
    ),
    Rule(
        "CB502",
        Severity.ERROR,
        "Cell that takes too long",
        "The group would wait as long for its page.",
    ),
    Rule(
        "CB503",
        Severity.ERROR,
        "Kernel that dies",
        "Mostly for want of memory, or because a cell ends the process.",
    ),
    Rule(
        "CB504",
        Severity.ERROR,
        "Kernel that does not start",
        "The kernel that the notebook names must be installed where it is checked.",
    ),
)
