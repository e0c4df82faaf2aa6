"""A notebook as its page shows it: sections, and in each the parts one reads."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any, Literal

from nbformat import NotebookNode

from cohortbook.live.kernels import draws_widget
from cohortbook.workbook.exercise import EXERCISE_MIME, ExerciseDefinition, read_exercises

PartKind = Literal["markdown", "output", "widget", "exercise"]

_HEADING = re.compile(r"^##[ \t]+(?P<text>.+?)[ \t#]*$")
_FENCE = re.compile(r"^ {0,3}(`{3,}|~{3,})")
_TOPIC = re.compile(r"<!--\s*topic:\s*(?P<topic>[a-z0-9-]+)\s*-->")
_MARKUP = re.compile(r"<[^>]*>|[*_`]|!?\[(?P<text>[^\]]*)\]\([^)]*\)")
_NOT_OF_THE_PAGE = frozenset({"parameters", "injected-parameters", "facilitator"})
SHOW_SOURCE = "show-source"


@dataclass(frozen=True, slots=True)
class Part:
    """A cell, or the piece of one that lies in a section.

    Parameters
    ----------
    kind : str
        What the page makes of it.
    element_id : str
        Unique on the page.
    cell_id : str
        What threads hang on.
    cell : nbformat.NotebookNode
        With the source and the outputs to show.
    exercises : tuple of ExerciseDefinition
        Those that the cell defines.
    """

    kind: PartKind
    element_id: str
    cell_id: str
    cell: NotebookNode
    exercises: tuple[ExerciseDefinition, ...] = ()


@dataclass(slots=True)
class Section:
    """What stands under one level-2 heading, or before the first.

    Parameters
    ----------
    id : str
        Of the element.
    title, topic : str or None
        None before the first heading; topic None where the heading names none.
    parts : list of Part
    """

    id: str
    title: str | None
    topic: str | None
    parts: list[Part] = field(default_factory=list)

    @property
    def exercises(self) -> list[ExerciseDefinition]:
        """The exercises of the section, in order."""
        return [each for part in self.parts for each in part.exercises]


def sections_of(notebook: NotebookNode) -> list[Section]:
    """Divide an executed notebook into the sections of its page.

    Parameters
    ----------
    notebook : nbformat.NotebookNode
        Cells have ids, and outputs where they were run.

    Returns
    -------
    list of Section
        The first has no title and holds what stands before the first heading;
        it is left out where there is nothing.
    """
    sections = [Section("section-intro", None, None)]
    taken: dict[str, int] = {}
    exercises: dict[str, list[ExerciseDefinition]] = {}
    for placed in read_exercises(notebook)[0]:
        exercises.setdefault(placed.cell_id, []).append(placed.definition)
    for cell in notebook.cells:
        if _NOT_OF_THE_PAGE & set(cell.metadata.get("tags", ())) or cell.cell_type == "raw":
            continue
        if cell.cell_type == "markdown":
            for number, (heading, source) in enumerate(_pieces(cell.source)):
                if heading is not None:
                    sections.append(_section(heading, taken))
                if source.strip():
                    suffix = f"--{number + 1}" if number else ""
                    piece = NotebookNode(cell | {"source": source})
                    sections[-1].parts.append(
                        Part("markdown", f"cell-{cell.id}{suffix}", cell.id, piece)
                    )
        elif part := _code_part(cell, tuple(exercises.get(cell.id, ()))):
            sections[-1].parts.append(part)
    return sections if sections[0].parts else sections[1:]


def _code_part(cell: NotebookNode, exercises: tuple[ExerciseDefinition, ...]) -> Part | None:
    shown = [each for each in cell.outputs if EXERCISE_MIME not in each.get("data", {})]
    shows_source = SHOW_SOURCE in cell.metadata.get("tags", ())
    kind: PartKind
    if exercises:
        kind = "exercise"
    elif draws_widget(shown):
        kind = "widget"
    elif shows_source or any(_is_visible(each) for each in shown):
        kind = "output"
    else:
        return None
    return Part(kind, f"cell-{cell.id}", cell.id, cell, exercises)


def _is_visible(output: Mapping[str, Any]) -> bool:
    if output["output_type"] == "stream":
        return output["name"] == "stdout" and bool("".join(output["text"]).strip())
    if output["output_type"] == "error":
        return True
    data = output.get("data", {})
    # `Markdown("")` is how a guide shows a passage to some groups only.
    return any(
        "".join(data[kind]).strip() if _is_text(data[kind]) else True for kind in _told(data)
    )


def _told(data: Mapping[str, Any]) -> list[str]:
    rich = [kind for kind in data if kind != "text/plain"]
    return rich or list(data)


def _is_text(value: object) -> bool:
    return isinstance(value, str | list)


def _pieces(source: str) -> Iterator[tuple[str | None, str]]:
    """Yield (heading or None, source) for what lies between level-2 headings."""
    heading: str | None = None
    lines: list[str] = []
    fence: str | None = None
    for line in source.splitlines():
        mark = _FENCE.match(line)
        if mark and fence is None:
            fence = mark[1][0]
        elif mark and fence == mark[1][0]:
            fence = None
        found = _HEADING.match(line) if fence is None else None
        if found:
            if heading is not None or any(each.strip() for each in lines):
                yield heading, "\n".join(lines)
            heading, lines = found["text"], [line]
        else:
            lines.append(line)
    if heading is not None or any(each.strip() for each in lines):
        yield heading, "\n".join(lines)


def _section(heading: str, taken: dict[str, int]) -> Section:
    topic = _TOPIC.search(heading)
    title = _MARKUP.sub(lambda match: match["text"] or "", _TOPIC.sub("", heading)).strip()
    slug = re.sub(r"[^\w]+", "-", title.lower()).strip("-") or "part"
    taken[slug] = taken.get(slug, 0) + 1
    number = f"-{taken[slug]}" if taken[slug] > 1 else ""
    return Section(f"section-{slug}{number}", title, topic["topic"] if topic else None)
