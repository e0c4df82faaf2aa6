"""CB4: images, links, and what a page would fetch."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from nbformat import NotebookNode

from cohortbook.workbook.finding import Severity
from cohortbook.workbook.images import ImageReference, images_of, is_remote
from cohortbook.workbook.markdown import Content, read_html
from cohortbook.workbook.rules.rule import ExecutedSubject, Hit, Rule, WorkbookSubject

LARGEST_BYTES = 2_000_000

_PIXELS = ("image/png", "image/jpeg", "image/gif", "image/webp")


def _no_alternative(subject: WorkbookSubject) -> Iterator[Hit]:
    for number, content in subject.markdown.items():
        for image in content.images:
            if image.alternative is None or (image.alternative and not image.alternative.strip()):
                yield Hit(
                    f"The image {_short(image.source)} has no alternative text.",
                    "Say between the square brackets what it shows to somebody who cannot see it.",
                    cell=number,
                )


def _missing_file(subject: WorkbookSubject) -> Iterator[Hit]:
    for image, file in _files(subject):
        if not image.source:
            yield Hit("An image names no file.", "Write its path.", cell=image.cell)
        elif not _is_file(file):
            yield Hit(
                f"The image {_short(image.source)} is not there.",
                f"Put it at {_short(image.source)} beside the workbook, or correct the path.",
                cell=image.cell,
            )


def _outside(subject: WorkbookSubject) -> Iterator[Hit]:
    folder = subject.path.parent.resolve()
    for image, file in _files(subject):
        if _is_file(file) and not file.resolve().is_relative_to(folder):
            yield Hit(
                f"The image {_short(image.source)} is outside the programme's folder.",
                "Copy it into a folder beside the workbook, such as figures.",
                cell=image.cell,
            )


def _huge(subject: WorkbookSubject) -> Iterator[Hit]:
    for image, file in _files(subject):
        size = file.stat().st_size if _is_file(file) else 0
        if size > LARGEST_BYTES:
            yield Hit(
                f"The image {_short(image.source)} has {size / 1e6:.1f} MB.",
                "Make it smaller: 1600 pixels across are enough, PNG for drawings, JPEG for "
                "photographs.",
                cell=image.cell,
            )


def _remote(subject: WorkbookSubject) -> Iterator[Hit]:
    for number, content in subject.markdown.items():
        yield from _fetched(content, number)


def _empty_link(subject: WorkbookSubject) -> Iterator[Hit]:
    for number, content in subject.markdown.items():
        for link in content.links:
            if not link.text:
                yield Hit(
                    f"The link to {_short(link.target)} has no text.",
                    "Write between the square brackets where it leads.",
                    cell=number,
                )


def _remote_in_output(subject: ExecutedSubject) -> Iterator[Hit]:
    for number, _, content in _html_outputs(subject):
        yield from _fetched(content, number)


def _output_without_alternative(subject: ExecutedSubject) -> Iterator[Hit]:
    silent = {
        number
        for number, _, content in _html_outputs(subject)
        if any(image.alternative is None for image in content.images)
    }
    silent |= {
        number
        for number, output in _outputs(subject.notebook)
        if any(each in output.get("data", {}) for each in _PIXELS) and not _described(output)
    }
    for number in sorted(silent):
        yield Hit(
            "A picture in the output of this cell has no alternative text.",
            "Draw it with cohortbook_widgets.shared.figure, which asks for a description.",
            cell=number,
        )


def _fetched(content: Content, number: int) -> Iterator[Hit]:
    for image in content.images:
        if is_remote(image.source):
            yield Hit(
                f"The image {_short(image.source)} is on another host.",
                "Keep a copy beside the workbook: no page needs the outside world.",
                cell=number,
            )
    for address in content.fetched:
        if is_remote(address):
            yield Hit(
                f"The page would fetch {_short(address)} from another host.",
                "Link to it instead: no page needs the outside world.",
                cell=number,
            )


def _files(subject: WorkbookSubject) -> Iterator[tuple[ImageReference, Path]]:
    for image in images_of(subject.notebook):
        file = image.file(subject.path)
        if file is not None:
            yield image, file


def _is_file(file: Path) -> bool:
    try:
        return file.is_file()
    except (OSError, ValueError):
        return False


def _outputs(notebook: NotebookNode) -> Iterator[tuple[int, NotebookNode]]:
    for number, cell in enumerate(notebook.cells, start=1):
        for output in cell.get("outputs") or ():
            yield number, output


def _html_outputs(subject: ExecutedSubject) -> Iterator[tuple[int, NotebookNode, Content]]:
    for number, output in _outputs(subject.notebook):
        html = output.get("data", {}).get("text/html")
        if isinstance(html, str):
            yield number, output, read_html(html)


def _described(output: NotebookNode) -> bool:
    metadata = output.get("metadata") or {}
    places = (metadata, *(metadata.get(each) for each in _PIXELS))
    return any(isinstance(each, dict) and each.get("alt") for each in places)


def _short(source: str) -> str:
    return source if len(source) <= 80 else f"{source[:77]}…"


WORKBOOK = (
    Rule(
        "CB401",
        Severity.ERROR,
        "Image without alternative text",
        'Who cannot see it gets nothing. A pure decoration is written <img alt="">.',
        _no_alternative,
    ),
    Rule(
        "CB402",
        Severity.ERROR,
        "Image that is not there",
        "Paths are relative to the workbook.",
        _missing_file,
    ),
    Rule(
        "CB403",
        Severity.WARNING,
        "Image of more than 2 MB",
        "Phones load it too.",
        _huge,
    ),
    Rule(
        "CB404",
        Severity.ERROR,
        "Something from another host",
        "No page needs the outside world: it would be slow, leak who reads it, and break.",
        _remote,
    ),
    Rule(
        "CB405",
        Severity.ERROR,
        "Image outside the programme's folder",
        "A programme is one folder that can be copied as it is.",
        _outside,
    ),
    Rule(
        "CB406",
        Severity.WARNING,
        "Link without text",
        "It cannot be read out, and hardly be clicked.",
        _empty_link,
    ),
)

EXECUTED = (
    Rule(
        "CB407",
        Severity.ERROR,
        "Output that fetches something from another host",
        "No page needs the outside world.",
        _remote_in_output,
    ),
    Rule(
        "CB408",
        Severity.WARNING,
        "Picture in an output without alternative text",
        "Who cannot see it gets nothing.",
        _output_without_alternative,
    ),
)
