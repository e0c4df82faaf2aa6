"""Writes the generated pages of the reference, and takes the screenshots.

Run it through ``./run docs``; with ``--pages`` it writes the pages only.
"""

from __future__ import annotations

import argparse
import inspect
import re
from collections.abc import Iterator
from pathlib import Path

import click

import cohortbook_widgets
from cohortbook.analysis import Cohort
from cohortbook.analysis.columns import TABLES, Column
from cohortbook.cli import main as cli
from cohortbook.workbook.rules import rules_reference
from cohortbook_widgets import definition, shared

REFERENCE = Path(__file__).parent / "reference"
EXERCISES = (
    "text",
    "choice",
    "scale",
    "number",
    "order",
    "table",
    "goal",
    "upload",
    "code",
    "discuss",
)
FIGURES = ("figure", "simulation")

EXERCISES_HEAD = """# Exercises, figures and simulations

What a workbook imports. An exercise draws itself where its cell is run: in JupyterLab as a preview
that keeps nothing, on the group's page as the real one.

```python
from cohortbook_widgets import choice, code, discuss, goal, number, order, scale, table
from cohortbook_widgets import text, upload
from cohortbook_widgets.shared import figure, simulation
```

This page is generated from the docstrings.
"""

ANALYSIS_HEAD = """# A cohort's tables

What `from cohortbook import Cohort` gives, in any notebook where `cohortbook[analysis]` is
installed. [How to analyse a cohort](../how-to/analyse-a-cohort.md) begins with it.

Rows stand in the same order every time. Types are those of pandas; a *moment* is
`datetime64[us, …]` in the cohort's time zone, and a *category* has all values that there can be, in
their order, also those of which no row tells.

This page is generated from the code.
"""

CLI_HEAD = """# The command line

Exit codes: 0 when all is well; 1 when `check` found errors; 2 when the input or the surroundings
cannot be used, with a message that says where and what to do; 130 when interrupted.

This page is generated from the commands themselves.
"""


def exercises_page() -> str:
    """Return the reference of what workbooks import, from its docstrings."""
    parts = [EXERCISES_HEAD, "\n## What all exercises take\n\n", common_options()]
    parts += [function_part(getattr(cohortbook_widgets, name)) for name in EXERCISES]
    parts += [function_part(getattr(shared, name)) for name in FIGURES]
    return "".join(parts)


def common_options() -> str:
    document = inspect.getdoc(definition.Common) or ""
    rows = parameter_rows(document)
    return "| argument | what it is |\n|---|---|\n" + "".join(rows)


def function_part(function: object) -> str:
    document = inspect.getdoc(function) or ""
    summary, _, rest = document.partition("\n")
    name = function.__name__
    text = f"\n## {name}\n\n{summary}\n\n```python\n{name}{signature_of(function)}\n```\n"
    explanation = rest.partition("\nParameters\n")[0].strip()
    if explanation:
        text += f"\n{explanation}\n"
    return text + "\n| argument | what it is |\n|---|---|\n" + "".join(parameter_rows(document))


def signature_of(function: object) -> str:
    signature = inspect.signature(function)
    parameters = [
        each.replace(annotation=inspect.Parameter.empty)
        for each in signature.parameters.values()
        if each.name != "self"
    ]
    plain = signature.replace(parameters=parameters, return_annotation=inspect.Signature.empty)
    return str(plain)


def analysis_page() -> str:
    """Return the reference of the tables, from their columns and docstrings."""
    parts = [ANALYSIS_HEAD, function_part(Cohort.open).replace("## open", "## Cohort.open")]
    for name, columns in TABLES.items():
        method = getattr(Cohort, name)
        document = inspect.getdoc(method) or ""
        summary = document.partition("\n")[0]
        parts.append(f"\n## {name}\n\n{summary}\n\n```python\n{name}{signature_of(method)}\n```\n")
        if "Parameters\n---" in document:
            parts.append("\n| argument | what it is |\n|---|---|\n")
            parts += parameter_rows(document)
        parts.append("\n| column | type | what is in it |\n|---|---|---|\n")
        parts += [column_row(each) for each in columns]
    return "".join(parts)


def column_row(column: Column) -> str:
    among = "" if not column.among else f": {', '.join(f'`{each}`' for each in column.among)}"
    kind = "ordered category" if column.ordered else column.type
    return f"| `{column.name}` | {kind} | {column.meaning}{among} |\n"


def parameter_rows(document: str) -> list[str]:
    """Turn the parameters of a numpydoc docstring into rows of a table."""
    _, _, after = document.partition("Parameters\n----------\n")
    body = re.split(r"\n\n?(?:Returns|Raises|Notes|Examples|Yields)\n-", after)[0]
    rows = []
    for entry in re.split(r"\n(?=\S)", body.strip()):
        head, _, words = entry.partition("\n")
        name, _, kind = head.partition(" : ")
        told = " ".join(words.split()).replace("|", "\\|").replace("``", "`")
        told = told.replace("see `cohortbook_widgets.definition.Common`", "see above")
        names = ", ".join(f"`{each.strip()}`" for each in name.split(","))
        kind = f" ({kind})" if kind else ""
        rows.append(f"| {names} | {told}{kind} |\n")
    return rows


def cli_page() -> str:
    """Return the reference of the command line, from its commands."""
    context = click.Context(cli, info_name="cohortbook")
    return CLI_HEAD + "".join(command_parts(cli, context, "##"))


def command_parts(group: click.Group, context: click.Context, heading: str) -> Iterator[str]:
    """Yield the commands of a group, and below each those of a group that it is itself."""
    for name in group.list_commands(context):
        command = group.get_command(context, name)
        inner = click.Context(command, info_name=name, parent=context)
        usage = command.get_usage(inner).removeprefix("Usage: ")
        help_text = inspect.cleandoc(command.help or "").replace("\b\n", "")
        title = inner.command_path.removeprefix("cohortbook ")
        yield f"\n{heading} {title}\n\n```\n{usage}\n```\n\n{help_text}\n"
        rows = [option_row(inner, each) for each in command.params]
        rows = [row for row in rows if row]
        if rows:
            yield "\n| option | what it does |\n|---|---|\n" + "".join(rows)
        if isinstance(command, click.Group):
            yield from command_parts(command, inner, f"{heading}#")


def option_row(context: click.Context, parameter: click.Parameter) -> str | None:
    record = parameter.get_help_record(context)
    if record is None or not isinstance(parameter, click.Option):
        return None
    option, words = (" ".join(each.split()).replace("|", "\\|") for each in record)
    return f"| `{option}` | {words} |\n"


def pages() -> dict[Path, str]:
    """Return every generated page by its path."""
    return {
        REFERENCE / "analysis.md": analysis_page(),
        REFERENCE / "cli.md": cli_page(),
        REFERENCE / "exercises.md": exercises_page(),
        REFERENCE / "rules.md": rules_reference(),
    }


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--pages", action="store_true", help="write the generated pages only")
    arguments = parser.parse_args()
    for path, text in pages().items():
        path.write_text(text, encoding="utf-8")
        print(path)
    if not arguments.pages:
        import screenshots  # noqa: PLC0415 - needs a browser, pages do not

        screenshots.take(Path(__file__).parent / "images")


if __name__ == "__main__":
    main()
