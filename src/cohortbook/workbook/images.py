"""The images that a workbook's guide shows."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import unquote, urlsplit

from nbformat import NotebookNode

from cohortbook.workbook.markdown import prose_lines, read_markdown


@dataclass(frozen=True, slots=True)
class ImageReference:
    """An image in a markdown cell.

    Parameters
    ----------
    source : str
        Where it is, as the cell says (percent-encoded where Markdown asks for it).
    alternative : str or None
        Its alternative text; None when there is none.
    cell_id : str
        Id of the cell.
    cell : int
        Number of the cell, from 1.
    """

    source: str
    alternative: str | None
    cell_id: str
    cell: int

    @property
    def is_remote(self) -> bool:
        """Whether the page would ask another host for it."""
        return is_remote(self.source)

    @property
    def is_embedded(self) -> bool:
        """Whether the notebook itself holds it: a data URL or an attachment."""
        return _scheme(self.source) in {"data", "attachment"}

    def file(self, notebook_path: Path) -> Path | None:
        """Return the file, relative to the notebook's folder; None if it is not a file."""
        if self.is_remote or self.is_embedded:
            return None
        name = unquote(self.source.split("#")[0].split("?")[0])
        return None if "\x00" in name else notebook_path.parent / name


def images_of(notebook: NotebookNode) -> list[ImageReference]:
    """Return the images in markdown cells, in order; the same file may come several times.

    Parameters
    ----------
    notebook : nbformat.NotebookNode
        The workbook.
    """
    return [
        ImageReference(image.source, image.alternative, str(cell.id), number)
        for number, cell in enumerate(notebook.cells, start=1)
        if cell.cell_type == "markdown"
        for image in read_markdown(cell.source).images
    ]


def replace_images(source: str, replacement: Callable[[str], str | None]) -> str:
    """Rewrite where images are.

    Parameters
    ----------
    source : str
        Of a markdown cell.
    replacement : callable
        From an image's source, as `images_of` gives it, to its new one; None to
        leave it as it is.

    Returns
    -------
    str
        The same Markdown with new sources, also of links to these images; code is
        left alone.
    """
    wanted: dict[str, str] = {}
    for each in dict.fromkeys(image.source for image in read_markdown(source).images):
        new = replacement(each)
        if new is not None and each:
            wanted |= {each: new, unquote(each): new}
    if not wanted:
        return source
    # The longest first: one name may be the beginning of another.
    names = "|".join(re.escape(each) for each in sorted(wanted, key=len, reverse=True))
    written = re.compile(
        rf"""(?P<before>\]\(\s*<?|^\s{{0,3}}\[[^\]]+\]:\s*<?|\b(?:src|href)\s*=\s*["']?)"""
        rf"""(?P<name>{names})(?=[\s>)"']|$)"""
    )
    return "".join(
        written.sub(lambda found: found["before"] + wanted[found["name"]], line) if prose else line
        for prose, line in prose_lines(source)
    )


def is_remote(source: str) -> bool:
    """Say whether an address is on another host."""
    return source.strip().startswith("//") or _scheme(source) in {
        "http",
        "https",
        "ftp",
        "ws",
        "wss",
    }


def _scheme(source: str) -> str:
    """Return the scheme of an address, or nothing."""
    try:
        return urlsplit(source.strip()).scheme
    except ValueError:
        return ""
