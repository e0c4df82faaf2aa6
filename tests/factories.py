"""Small programmes and notebooks for tests.

Nothing here starts a kernel: `executed_notebook` writes the outputs that a kernel
would have given.
"""

from __future__ import annotations

import ast
import copy
import json
import zlib
from pathlib import Path
from typing import Any

import nbformat
from nbformat import NotebookNode
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook, new_output, new_raw_cell
from ruamel.yaml import YAML

MIME = "application/vnd.cohortbook.exercise.v1+json"
WIDGET_MIME = "application/vnd.jupyter.widget-view+json"
WORKBOOK = "01-first-steps"

FRONT_MATTER = """---
title: First steps
summary: What changes on Monday.
minutes: 20
topics:
  visibility: Seeing the work
  adoption: Making it stick
---"""

PARAMETERS = {"team": "the team", "people": 3}

_OPTIONS: dict[str, dict[str, Any]] = {
    "text": {"placeholder": None, "min_words": None},
    "choice": {
        "choices": [{"id": "a", "label": "The mailbox"}, {"id": "b", "label": "The board"}],
        "many": False,
    },
    "scale": {"low": 1, "high": 5, "low_label": "not at all", "high_label": "entirely"},
    "number": {"unit": "cards", "minimum": 0, "maximum": 100, "answer": 9, "tolerance": 1},
    "order": {"items": [{"id": each, "label": each.upper()} for each in "abc"]},
    "table": {
        "rows": [{"id": "mon", "label": "Monday"}, {"id": "tue", "label": "Tuesday"}],
        "columns": [
            {"id": "what", "label": "What"},
            {"id": "hours", "label": "Time", "kind": "number", "unit": "h", "maximum": 9},
            {
                "id": "sure",
                "label": "Sure",
                "kind": "choice",
                "choices": [{"id": "yes", "label": "Yes"}, {"id": "no", "label": "No"}],
            },
        ],
    },
    "goal": {"topics": ["visibility"]},
    "code": {"starter": "x = 1", "seconds": 5, "memory_mb": 256},
    "upload": {"accept": ["image", "pdf", "text"], "most": 3, "largest_mb": 2},
    "discuss": {},
}

_RUN = """import json

from IPython.display import display

definition = json.loads({definition!r})
definition["prompt"] = definition["prompt"].replace("{{team}}", team)
display({{{mime!r}: definition, "text/plain": definition["prompt"]}}, raw=True)"""


def exercise(kind: str = "text", id: str = "first-week", **changes: Any) -> dict[str, Any]:  # noqa: A002
    """The JSON of a valid definition; ``options`` given are merged into the kind's."""
    definition = {
        "id": id,
        "kind": kind,
        "prompt": "What will {team} do?",
        "topic": "visibility",
        "individual": False,
        "required": True,
        "hint": None,
        "due": None,
        "rubric": None,
        "options": copy.deepcopy(_OPTIONS.get(kind, {})),
    }
    definition["options"] |= changes.pop("options", {})
    return definition | changes


def exercise_cell(definition: dict[str, Any]) -> NotebookNode:
    """A cell that draws an exercise when it is executed; ``{team}`` in its prompt is filled in."""
    source = _RUN.format(definition=json.dumps(definition), mime=MIME)
    return code(source, f"exercise-{definition.get('id', 'none')}"[:64])


def widget_cell() -> NotebookNode:
    return code("from ipywidgets import IntSlider\n\nIntSlider(3, 1, 9)", "slider")


def interaction_cell() -> NotebookNode:
    """A cell whose output is taken in by an Output widget."""
    source = "from ipywidgets import interact\n\ninteract(lambda n: print('n is', n), n=(1, 9));"
    return code(source, "interaction")


def front_matter_cell(text: str = FRONT_MATTER) -> NotebookNode:
    return new_raw_cell(text, id="front-matter")


def parameters_cell(parameters: dict[str, Any] | None = None) -> NotebookNode:
    values = PARAMETERS if parameters is None else parameters
    source = "\n".join(f"{name} = {value!r}" for name, value in values.items())
    return code(source, "parameters", tags=["parameters"])


def code(source: str, id: str, *, tags: list[str] | None = None) -> NotebookNode:  # noqa: A002
    return new_code_cell(source, id=id, metadata={"tags": tags} if tags else {})


def markdown(source: str, id: str) -> NotebookNode:  # noqa: A002
    return new_markdown_cell(source, id=id)


def notebook(cells: list[NotebookNode]) -> NotebookNode:
    spec = {"display_name": "Python 3", "language": "python", "name": "python3"}
    return new_notebook(
        cells=cells, metadata={"kernelspec": spec, "language_info": {"name": "python"}}
    )


def workbook(*, widget: bool = False) -> NotebookNode:
    """A sound workbook: two sections, an image, an exercise of each kind, one individual."""
    cells = [
        front_matter_cell(),
        parameters_cell(),
        code('print(f"This copy belongs to {team}.")', "greeting"),
        markdown("## Where work hides <!-- topic: visibility -->\n\nIn mailboxes.", "hides"),
        markdown("![A board with three columns](figures/board.png)", "board"),
        exercise_cell(exercise("text", "first-week")),
        exercise_cell(exercise("choice", "where")),
        markdown("## Who looks <!-- topic: adoption -->\n\nEverybody.", "looks"),
        exercise_cell(exercise("scale", "how-sure", topic="adoption", individual=True)),
        exercise_cell(exercise("number", "how-many", topic="adoption")),
        exercise_cell(exercise("discuss", "what-else", topic="adoption")),
    ]
    if widget:
        cells.insert(5, widget_cell())
    return notebook(cells)


def cohort_data(groups: tuple[str, ...] = ("north", "south")) -> dict[str, Any]:
    """What a sound cohort file holds: two groups of two, one mentor, one facilitator."""
    names = {"north": ("Ada", "Bilal"), "south": ("Chiara", "Dov")}
    return {
        "programme": {
            "title": "From inbox to board",
            "summary": "A team takes up a board.",
            "parameters": {"team": "a team"},
        },
        "cohort": {
            "id": "autumn",
            "title": "Autumn",
            "timezone": "Europe/Berlin",
            "parameters": {"people": 4},
            "schedule": {WORKBOOK: {"opens": "2026-09-07", "due": "2026-09-18"}},
        },
        "facilitators": [{"name": "Noor Haddad", "email": "noor@example.org"}],
        "mentors": [
            {"name": "Ines Moreau", "email": "ines@example.org", "groups": [groups[0]]},
        ],
        "groups": {
            group: {
                "title": f"{group.title()} depot",
                "parameters": {"team": f"the {group} team"},
                "members": [
                    {"name": f"{each} {group.title()}", "email": f"{each.lower()}@example.org"}
                    for each in names.get(group, (f"{group}-one", f"{group}-two"))
                ],
            }
            for group in groups
        },
    }


def write_cohort(folder: Path, data: dict[str, Any] | str) -> Path:
    """Write ``cohort.yaml``; text is written as it is."""
    path = folder / "cohort.yaml"
    if isinstance(data, str):
        path.write_text(data, encoding="utf-8")
    else:
        with path.open("w", encoding="utf-8") as file:
            YAML(typ="safe").dump(data, file)
    return path


def write_image(path: Path) -> Path:
    """Write a real PNG of one grey pixel."""

    def chunk(kind: bytes, data: bytes) -> bytes:
        checksum = zlib.crc32(kind + data).to_bytes(4, "big")
        return len(data).to_bytes(4, "big") + kind + data + checksum

    header = b"\x00\x00\x00\x01\x00\x00\x00\x01\x08\x00\x00\x00\x00"
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(
        b"\x89PNG\r\n\x1a\n"
        + chunk(b"IHDR", header)
        + chunk(b"IDAT", zlib.compress(b"\x00\x80"))
        + chunk(b"IEND", b"")
    )
    return path


def write_notebook(path: Path, node: NotebookNode) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    nbformat.write(node, path)
    return path


def write_programme(
    folder: Path,
    *,
    groups: tuple[str, ...] = ("north", "south"),
    cohort: dict[str, Any] | str | None = None,
    workbooks: dict[str, NotebookNode] | None = None,
    widget: bool = False,
) -> Path:
    """Write a programme that passes every rule, unless something else is handed in.

    `workbooks` maps ids to notebooks; the default is one, `WORKBOOK`.
    """
    folder.mkdir(parents=True, exist_ok=True)
    data = cohort_data(groups) if cohort is None else cohort
    nodes = {WORKBOOK: workbook(widget=widget)} if workbooks is None else workbooks
    if cohort is None and WORKBOOK not in nodes:
        assert isinstance(data, dict)
        data["cohort"]["schedule"] = {}
    write_cohort(folder, data)
    write_image(folder / "figures" / "board.png")
    for name, node in nodes.items():
        write_notebook(folder / f"{name}.ipynb", node)
    return folder


def executed_notebook(
    node: NotebookNode | None = None,
    parameters: dict[str, Any] | None = None,
    *,
    widget: bool = False,
) -> NotebookNode:
    """A workbook as a stamp holds it: parameters injected, outputs there, no kernel started.

    Cells that this module made get the outputs they would have had; others none.
    """
    executed = copy.deepcopy(workbook(widget=widget) if node is None else node)
    given = PARAMETERS | (parameters or {})
    cells = []
    for cell in executed.cells:
        cells.append(cell)
        if cell.cell_type != "code":
            continue
        cell.outputs = _outputs(cell, given)
        if "parameters" in cell.metadata.get("tags", []) and parameters:
            injected = parameters_cell(parameters)
            injected.id = "injected-parameters"
            injected.metadata.tags = ["injected-parameters"]
            cells.append(injected)
    executed.cells = cells
    for number, cell in enumerate((each for each in cells if each.cell_type == "code"), start=1):
        cell.execution_count = number
    return executed


def _outputs(cell: NotebookNode, parameters: dict[str, Any]) -> list[NotebookNode]:
    prefix = "definition = json.loads("
    for line in cell.source.splitlines():
        if line.startswith(prefix):
            definition = json.loads(_literal(line[len(prefix) : -1]))
            prompt = definition["prompt"].replace("{team}", str(parameters["team"]))
            definition["prompt"] = prompt
            return [new_output("display_data", data={MIME: definition, "text/plain": prompt})]
    if cell.id == "slider":
        view = {"model_id": "0" * 32, "version_major": 2, "version_minor": 0}
        data = {WIDGET_MIME: view, "text/plain": "IntSlider(value=3)"}
        return [new_output("execute_result", data=data, execution_count=1)]
    if cell.id == "greeting":
        text = f"This copy belongs to {parameters['team']}.\n"
        return [new_output("stream", name="stdout", text=text)]
    return []


def _literal(source: str) -> str:
    value = ast.literal_eval(source)
    assert isinstance(value, str)
    return value
