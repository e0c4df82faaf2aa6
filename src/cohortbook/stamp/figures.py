"""The figures that workbooks show, kept once for all their copies."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import quote, unquote

from cohortbook.errors import Place
from cohortbook.stamp.errors import ImageUnusableError
from cohortbook.stamp.files import typed_errors, write_atomically
from cohortbook.workbook.images import replace_images

FOLDER = "_files"

_ELSEWHERE = re.compile(r"[a-z][a-z0-9+.-]*:|/|#", re.IGNORECASE)
_UNSAFE = re.compile(r"[^A-Za-z0-9._-]+")


@dataclass(frozen=True, slots=True)
class Figure:
    """A picture of a programme.

    Parameters
    ----------
    file : pathlib.Path
        Where it is.
    name : str
        What it is kept as: named after its content, so that it never changes.
    content : bytes
        All of it.
    """

    file: Path
    name: str
    content: bytes

    def publish(self, cohort_folder: Path) -> None:
        """Put it beside the stamps, unless it is there."""
        target = cohort_folder / FOLDER / self.name
        with typed_errors(target):
            # Its name stands for its content and it is written whole: being there is enough.
            there = target.is_file()
        if not there:
            write_atomically(target, self.content)


class FigureFinder:
    """Finds the figures of one workbook and points links to where they are kept.

    Parameters
    ----------
    workbook : pathlib.Path
        Links are relative to it.
    """

    def __init__(self, workbook: Path) -> None:
        self._workbook = workbook
        self._folder = workbook.parent.resolve()
        self._found: dict[Path, Figure] = {}

    @property
    def figures(self) -> tuple[Figure, ...]:
        """All that were found so far, by name."""
        return tuple(sorted(self._found.values(), key=lambda each: each.name))

    def relink(self, source: str, cell: int) -> str:
        """Point the links of a Markdown cell to the kept figures.

        Parameters
        ----------
        source : str
            Markdown. Links to other hosts, embedded pictures and attachments stay.
        cell : int
            Number of the cell, for errors.

        Returns
        -------
        str
            With links such as ``../_files/0a1b2c3d4e5f6789-board.png``.

        Raises
        ------
        ImageUnusableError
            When a figure is missing, unreadable, or outside the programme.
        """
        return replace_images(source, lambda target: self._link(target, cell))

    def _link(self, target: str, cell: int) -> str | None:
        if not target or _ELSEWHERE.match(target):
            return None
        path = unquote(re.split(r"[?#]", target, maxsplit=1)[0])
        file = (self._folder / path).resolve()
        if not file.is_relative_to(self._folder):
            raise self._unusable(path, "is outside the programme's folder", cell)
        figure = self._found.get(file)
        if figure is None:
            try:
                content = file.read_bytes()
            except OSError as error:
                why = f"cannot be read: {error.strerror or error}"
                raise self._unusable(path, why, cell) from error
            figure = self._found[file] = Figure(file, _name(file, content), content)
        return f"../{FOLDER}/{quote(figure.name)}"

    def _unusable(self, path: str, why: str, cell: int) -> ImageUnusableError:
        return ImageUnusableError(
            f"The figure {path} {why}.",
            place=Place(self._workbook, cell=cell),
            mend="Put the file there, or correct the link.",
        )


def fingerprint(figures: Iterable[Figure]) -> str:
    """Return one hash for the names and contents of some figures."""
    return hashlib.sha256("\n".join(each.name for each in figures).encode()).hexdigest()


def _name(file: Path, content: bytes) -> str:
    readable = _UNSAFE.sub("-", file.name).strip("-.") or "figure"
    return f"{hashlib.sha256(content).hexdigest()[:16]}-{readable}"
