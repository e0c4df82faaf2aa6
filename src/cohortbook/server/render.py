"""The page of a group workbook, made of its executed stamp."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from typing import Any

from nbformat import NotebookNode

from cohortbook.learning.markdown import render as render_markdown
from cohortbook.learning.rooms import RoomKey
from cohortbook.live.page import KeptPage
from cohortbook.server.assets import Assets
from cohortbook.server.exporter import export, markdown
from cohortbook.server.guide import SHOW_SOURCE, GuideSection, guide_of
from cohortbook.server.words import t
from cohortbook.workbook.exercise import EXERCISE_MIME, ExerciseDefinition

_VISITOR = "{the visitor of this page}"
_VERSION = "{the version of this page}"


@dataclass(frozen=True, slots=True)
class PageContext:
    """What a page says that is not in the notebook.

    Parameters
    ----------
    programme : str
        Its title.
    cohort, group : collections.abc.Mapping
        Their ``id`` and ``title``.
    workbook : collections.abc.Mapping
        ``id``, ``title``, ``summary`` and ``minutes``.
    topics : collections.abc.Mapping
        Titles by topic id.
    files : pathlib.Path, optional
        Where the figures lie that guides link to.
    """

    programme: str
    cohort: Mapping[str, str]
    group: Mapping[str, str]
    workbook: Mapping[str, Any]
    topics: Mapping[str, str] = field(default_factory=dict)
    files: Path | None = None


class PageRenderer:
    """Makes the pages of rooms.

    Parameters
    ----------
    context_of : callable
        Gives what is known of a room beside its stamp.
    assets : Assets
        Where our scripts and styles are.
    """

    def __init__(self, context_of: Callable[[RoomKey], PageContext], assets: Assets) -> None:
        self._context_of = context_of
        self._styles = (assets.url("page.css"),)
        self._scripts = (assets.url("page.js"),)

    def __call__(self, room: RoomKey, notebook: NotebookNode) -> KeptPage:
        """Render a room's page.

        Parameters
        ----------
        room : RoomKey
        notebook : nbformat.NotebookNode
            With outputs.

        Returns
        -------
        KeptPage
            Complete but for the visitor's part.
        """
        context = self._context_of(room)
        sections = guide_of(notebook)
        has_widgets = any(part.kind == "widget" for each in sections for part in each.parts)
        told = _page_data(context, sections, has_widgets=has_widgets)
        html = export(
            notebook,
            {
                "programme": context.programme,
                "group": context.group,
                "workbook": context.workbook,
                "sections": sections,
                "topics": context.topics,
                "styles": self._styles,
                "scripts": self._scripts,
                "page_json": script_safe_json(told),
                "visitor_mark": _VISITOR,
                "exercise_type": EXERCISE_MIME,
                "prompt": _prompt,
                "described": _described,
                "shows_source": _shows_source,
                "markdown": partial(markdown, files=context.files),
                "t": t,
            },
        )
        version = hashlib.sha256(html.encode()).hexdigest()[:16]
        before, _, after = html.replace(_VERSION, version, 1).partition(_VISITOR)
        return KeptPage(before.encode(), after.encode(), version, has_widgets)


def script_safe_json(value: object) -> str:
    """Write JSON that can stand inside a script element.

    Parameters
    ----------
    value : object
        Anything that JSON can hold.

    Returns
    -------
    str
        JSON in which nothing can end the element or begin a comment.
    """
    written = json.dumps(value, ensure_ascii=False, separators=(",", ":"))
    for mark in "<>&\u2028\u2029":
        written = written.replace(mark, f"\\u{ord(mark):04x}")
    return written


def _page_data(
    context: PageContext, sections: list[GuideSection], *, has_widgets: bool
) -> dict[str, Any]:
    return {
        "group": dict(context.group),
        "workbook": dict(context.workbook),
        "cohort": dict(context.cohort),
        "topics": dict(context.topics),
        "sections": [
            {
                "id": section.id,
                "title": section.title,
                "topic": section.topic,
                "exercises": [each.id for each in section.exercises],
            }
            for section in sections
        ],
        "exercises": [
            {**definition.public_json(), "cell_id": part.cell.id}
            for section in sections
            for part in section.parts
            for definition in part.exercises
        ],
        "has_widgets": has_widgets,
        "version": _VERSION,
    }


def _prompt(exercise: ExerciseDefinition) -> str:
    return render_markdown(exercise.prompt)


def _shows_source(cell: NotebookNode) -> bool:
    return SHOW_SOURCE in cell.metadata.get("tags", ())


def _described(cell: NotebookNode, output: NotebookNode, kind: str) -> str:
    said = output.metadata.get(kind, {})
    own = said.get("alt") if isinstance(said, Mapping) else None
    return str(own or output.metadata.get("alt") or cell.metadata.get("alt") or "")
