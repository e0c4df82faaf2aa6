"""CB1: the cohort file, beside its workbooks."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from difflib import get_close_matches

from cohortbook.cohort.parameters import FACTS
from cohortbook.workbook.finding import Severity
from cohortbook.workbook.rules.rule import Hit, ProgrammeSubject, Rule


def _given(subject: ProgrammeSubject) -> Iterator[tuple[tuple[str, ...], str, object]]:
    cohort = subject.programme.cohort
    levels: list[tuple[tuple[str, ...], Mapping[str, object]]] = [
        (("programme",), cohort.programme_parameters),
        (("cohort",), cohort.cohort_parameters),
        *((("groups", each.id), each.parameters) for each in cohort.groups.values()),
    ]
    for where, parameters in levels:
        for name, value in parameters.items():
            yield (*where, "parameters", name), name, value


def _unknown_parameter(subject: ProgrammeSubject) -> Iterator[Hit]:
    known = {name for each in subject.declared.values() for name in each}
    if not subject.complete:
        return
    for where, name, _ in _given(subject):
        if name not in known:
            close = get_close_matches(name, known, n=1)
            yield Hit(
                f"Parameter {name} is given, but no workbook declares it.",
                f"Do you mean {close[0]}?"
                if close
                else "Take it out, or declare it in the parameters cell of a workbook.",
                line=subject.cohort_document.line(where),
            )


def _other_type(subject: ProgrammeSubject) -> Iterator[Hit]:
    for where, name, value in _given(subject):
        for workbook, declared in subject.declared.items():
            if name in declared and not _alike(value, declared[name]):
                yield Hit(
                    f"Parameter {name} is {_kind(value)} here and {_kind(declared[name])} "
                    f"in the parameters cell of {workbook}.",
                    "Give both the same type: the workbook was written for the one it declares.",
                    line=subject.cohort_document.line(where),
                )


def _unscheduled(subject: ProgrammeSubject) -> Iterator[Hit]:
    schedule = subject.programme.cohort.schedule
    for workbook in subject.programme.workbook_ids if schedule else ():
        if workbook not in schedule:
            yield Hit(
                f"Workbook {workbook} is not in the schedule, though others are.",
                f"Add {workbook}: {{opens: …, due: …}} to it.",
                line=subject.cohort_document.line(("cohort", "schedule")),
            )


def _alike(value: object, default: object) -> bool:
    if value is None or default is None:
        return True
    kinds = (list, tuple, set)
    if isinstance(value, kinds) and isinstance(default, kinds):
        return True
    return _kind(value) == _kind(default)


def _kind(value: object) -> str:
    # A whole number will do wherever a number will.
    names: dict[type, str] = {bool: "yes or no", int: "a number", float: "a number", str: "text"}
    names |= {list: "a list", dict: "a mapping"}
    return names.get(type(value), type(value).__name__)


_FACTS = " and ".join(sorted(FACTS))

READING = (
    Rule("CB101", Severity.ERROR, "Cohort file that cannot be read", "Nothing works without it."),
    Rule(
        "CB102", Severity.ERROR, "Cohort file that is not sound YAML", "Nothing works without it."
    ),
    Rule(
        "CB103",
        Severity.ERROR,
        "Unknown key in the cohort file",
        "A misspelt key would be left out without a word.",
    ),
    Rule(
        "CB104",
        Severity.ERROR,
        "Missing key in the cohort file",
        "The programme, the cohort, its facilitators and its groups must be known.",
    ),
    Rule(
        "CB105",
        Severity.ERROR,
        "Wrong value in the cohort file",
        "Ids must be slugs, addresses addresses, days days; parameters are plain values, and "
        f"{_FACTS} are set by cohortbook itself.",
    ),
    Rule("CB106", Severity.ERROR, "Group without members", "There is nobody to learn in it."),
    Rule(
        "CB107",
        Severity.ERROR,
        "Person in two places",
        "Somebody is a member of one group, or a mentor; a person is known by one e-mail address "
        "and one name.",
    ),
    Rule(
        "CB108",
        Severity.ERROR,
        "Reference to what is not there",
        "A mentor's group must be in the file, a scheduled workbook in the folder.",
    ),
)

PROGRAMME = (
    Rule(
        "CB120",
        Severity.ERROR,
        "Parameter that no workbook declares",
        "It would change nothing; mostly it is a misspelling of one that should.",
        _unknown_parameter,
    ),
    Rule(
        "CB121",
        Severity.WARNING,
        "Parameter of another type than declared",
        "The workbook was written for the type of its default.",
        _other_type,
    ),
    Rule(
        "CB122",
        Severity.NOTE,
        "Workbook that is not in the schedule",
        "Its group does not see when to work on it.",
        _unscheduled,
    ),
)
