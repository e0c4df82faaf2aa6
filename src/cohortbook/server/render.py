"""The page of a group workbook, made of its executed stamp."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import cache, partial
from html import escape
from pathlib import Path
from typing import Any

from nbformat import NotebookNode

from cohortbook.learning.markdown import render_guide
from cohortbook.learning.rooms import RoomKey
from cohortbook.live.page import KeptPage
from cohortbook.server.assets import Assets
from cohortbook.server.exporter import export, markdown
from cohortbook.server.guide import SHOW_SOURCE, GuideSection, guide_of
from cohortbook.server.script_json import script_safe_json
from cohortbook.server.words import LANGUAGES, catalogue, texts
from cohortbook.workbook.exercise import EXERCISE_MIME, ExerciseDefinition

# Characters for private use (Unicode, chapter 23.5): no guide has need of them.
_WORD_BEGINS, _WORD_ENDS = "\ue0f0", "\ue0f1"
_WORD = re.compile(f"{_WORD_BEGINS}([a-z.-]+){_WORD_ENDS}")
_LANGUAGE, _SCRIPT_WORDS = "the-language", "the-words-of-scripts"
# What only other pages say.
_ELSEWHERE = ("attention.", "error.", "group.", "home.", "record.", "signin.")
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
        told = _page_data(context, sections)
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
                "t": _later,
            },
        )
        version = hashlib.sha256(html.encode()).hexdigest()[:16]
        before, _, after = html.replace(_VERSION, version, 1).partition(_VISITOR)
        parts = {
            each: (_in_language(before, each).encode(), _in_language(after, each).encode())
            for each in LANGUAGES
        }
        return KeptPage(parts, version, has_widgets)


def _later(key: str) -> str:
    """Hold the place of a word: a page is made once, and kept in each language."""
    return f"{_WORD_BEGINS}{key}{_WORD_ENDS}"


def _in_language(html: str, language: str) -> str:
    def word(found: re.Match[str]) -> str:
        if found[1] == _LANGUAGE:
            return language
        if found[1] == _SCRIPT_WORDS:
            return _script_words(language)
        return escape(catalogue(language).t(found[1]))

    return _WORD.sub(word, html)


@cache
def _script_words(language: str) -> str:
    # English comes with the scripts.
    if language == "en":
        return ""
    told = {key: text for key, text in texts(language).items() if not key.startswith(_ELSEWHERE)}
    return f'<script type="application/json" id="cb-words">{script_safe_json(told)}</script>'


def _page_data(context: PageContext, sections: list[GuideSection]) -> dict[str, Any]:
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
        "version": _VERSION,
    }


def _prompt(exercise: ExerciseDefinition) -> str:
    return render_guide(exercise.prompt)


def _shows_source(cell: NotebookNode) -> bool:
    return SHOW_SOURCE in cell.metadata.get("tags", ())


def _described(cell: NotebookNode, output: NotebookNode, kind: str) -> str:
    said = output.metadata.get(kind, {})
    own = said.get("alt") if isinstance(said, Mapping) else None
    return str(own or output.metadata.get("alt") or cell.metadata.get("alt") or "")
