"""What a workbook says of itself in its first cell."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from difflib import get_close_matches
from pathlib import Path
from typing import Any

from nbformat import NotebookNode

from cohortbook.cohort.document import Document
from cohortbook.cohort.errors import CohortFileError
from cohortbook.errors import Place
from cohortbook.ids import is_slug
from cohortbook.workbook.errors import FrontMatterError

KEYS = ("title", "summary", "minutes", "topics")

_FENCED = re.compile(r"\s*---[ \t]*\n(?P<yaml>.*?)\n?---\s*", re.DOTALL)
_LONGEST_MINUTES = 10_000


@dataclass(frozen=True, slots=True)
class FrontMatter:
    """What a workbook says of itself.

    Parameters
    ----------
    title : str
        Its name.
    summary : str
        What it is about; may be empty.
    minutes : int or None
        How long a group needs.
    topics : collections.abc.Mapping of str to str
        Topic ids and their titles, in order.
    """

    title: str
    summary: str = ""
    minutes: int | None = None
    topics: Mapping[str, str] = field(default_factory=dict)


def read_front_matter(notebook: NotebookNode, path: Path | None = None) -> FrontMatter:
    """Return a workbook's front matter.

    Parameters
    ----------
    notebook : nbformat.NotebookNode
        The workbook, or a stamp of it.
    path : pathlib.Path, optional
        Where it is from, for the error.

    Returns
    -------
    FrontMatter
        Valid.

    Raises
    ------
    FrontMatterError
        At the first thing that is wrong with it.
    """
    front_matter, problems = examine_front_matter(notebook, path)
    if problems:
        raise problems[0]
    assert front_matter is not None
    return front_matter


def has_front_matter(notebook: NotebookNode) -> bool:
    """Say whether the first cell is meant as front matter, sound or not."""
    first = notebook.cells[0] if notebook.cells else None
    return (
        first is not None
        and first.cell_type == "raw"
        and _FENCED.fullmatch(first.source) is not None
    )


def examine_front_matter(
    notebook: NotebookNode, path: Path | None = None
) -> tuple[FrontMatter | None, list[FrontMatterError]]:
    """Return as much of the front matter as can be read, and all that is wrong with it.

    Parameters
    ----------
    notebook : nbformat.NotebookNode
        The workbook.
    path : pathlib.Path, optional
        Where it is from, for errors.

    Returns
    -------
    front_matter : FrontMatter or None
        None when there is none to read.
    problems : list of FrontMatterError
        Empty when all is well.
    """
    place = Place(path, cell=1)
    fenced = _FENCED.fullmatch(notebook.cells[0].source) if has_front_matter(notebook) else None
    if fenced is None:
        mend = "Make the first cell a raw cell with title, summary, minutes and topics between ---."
        return None, [FrontMatterError("There is no front matter.", place=place, mend=mend)]
    problems: list[FrontMatterError] = []
    try:
        document = Document.of_text(path or Path(), fenced["yaml"])
    except CohortFileError as error:
        for each in error.problems:
            _add(problems, place, _with_line(each.message, each.place.line), each.mend)
        return None, problems
    for each in document.problems:
        _add(problems, place, _with_line(each.message, each.place.line), each.mend)
    if not isinstance(document.data, dict):
        _add(problems, place, "The front matter has no keys.", "Write title: and the title.")
        return None, problems
    return _Reading(document.data, place, problems).front_matter(), problems


class _Reading:
    def __init__(
        self, data: dict[Any, Any], place: Place, problems: list[FrontMatterError]
    ) -> None:
        self._data = data
        self._place = place
        self._problems = problems

    def front_matter(self) -> FrontMatter:
        for key in self._data:
            if key not in KEYS:
                close = get_close_matches(str(key), KEYS, n=1)
                self._wrong(
                    f"The front matter cannot have the key {key}.",
                    f"Do you mean {close[0]}?" if close else f"It may have: {', '.join(KEYS)}.",
                )
        return FrontMatter(
            title=self._text("title", needed=True),
            summary=self._text("summary", needed=False),
            minutes=self._minutes(),
            topics=self._topics(),
        )

    def _text(self, key: str, *, needed: bool) -> str:
        value = self._data.get(key)
        if isinstance(value, str) and (value.strip() or not needed):
            return " ".join(value.split())
        if value is not None or needed:
            self._wrong(
                f"The front matter has no {key}."
                if value is None or value == ""
                else f"The {key} in the front matter is not text.",
                f"Write {key}: and the {key}, in quotes if it looks like a number.",
            )
        return ""

    def _minutes(self) -> int | None:
        value = self._data.get("minutes")
        if value is None:
            return None
        if type(value) is int and 0 < value <= _LONGEST_MINUTES:
            return value
        self._wrong(
            f"minutes in the front matter is {value!s:.40}.",
            "Write how many minutes a group needs, such as minutes: 40.",
        )
        return None

    def _topics(self) -> dict[str, str]:
        value = self._data.get("topics")
        if value is None:
            return {}
        if not isinstance(value, dict):
            self._wrong(
                "topics in the front matter is not a mapping.",
                "Write each topic as id: title, indented below topics.",
            )
            return {}
        topics: dict[str, str] = {}
        for topic, title in value.items():
            if not isinstance(topic, str) or not is_slug(topic):
                self._wrong(
                    f"{topic!r} cannot be the id of a topic.",
                    "Use lower-case letters, digits and hyphens.",
                )
            elif not isinstance(title, str) or not title.strip():
                self._wrong(f"Topic {topic} has no title.", f"Write {topic}: and its title.")
                topics[topic] = topic
            else:
                topics[topic] = title.strip()
        return topics

    def _wrong(self, message: str, mend: str) -> None:
        _add(self._problems, self._place, message, mend)


def _add(problems: list[FrontMatterError], place: Place, message: str, mend: str) -> None:
    problems.append(FrontMatterError(message, place=place, mend=mend))


def _with_line(message: str, line: int | None) -> str:
    # The line of the fence comes first.
    return message if line is None else f"Line {line + 1} of the cell: {message}"
