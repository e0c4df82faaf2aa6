"""``upload``: the answer is a list of files, each with what it is and what it shows."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Annotated, Any, Literal

from pydantic import AfterValidator, Field

from cohortbook.workbook.kinds.kind import Kind
from cohortbook.workbook.kinds.shape import Options
from cohortbook.workbook.kinds.text import clean_text

LONGEST_CAPTION = 500
LONGEST_NAME = 120

_ID = re.compile(r"upl_[a-z2-7]{20}")
# What files are kept as; see `cohortbook.learning.upload_content`.
_TYPES = frozenset({"image/png", "image/jpeg", "application/pdf", "text/plain"})

Accepted = Literal["image", "pdf", "text"]


def _each_once(accepted: list[Accepted]) -> list[Accepted]:
    if len(set(accepted)) != len(accepted):
        msg = "must name each sort of file once"
        raise ValueError(msg)
    return accepted


class UploadOptions(Options):
    """Of ``upload``: sorts of files, how many of them, and how large each may be."""

    accept: Annotated[list[Accepted], Field(min_length=1), AfterValidator(_each_once)]
    most: Annotated[int, Field(ge=1, le=20)]
    largest_mb: Annotated[int, Field(ge=1, le=25)]


def clean_name(raw: object) -> str:
    """Return a file's name without its folders and without what no file system takes."""
    text = re.split(r"[/\\]", raw)[-1] if isinstance(raw, str) else ""
    printable = "".join(each for each in text if each.isprintable() and each not in '"<>|:*?')
    return (clean_text(printable) or "").strip(" .")[-LONGEST_NAME:] or "file"


def _clean(options: Mapping[str, Any], raw: object) -> list[dict[str, Any]] | None:
    if not isinstance(raw, list):
        return None
    found: dict[str, dict[str, Any]] = {}
    for each in raw:
        made = _file(each)
        if made:
            found.setdefault(made["id"], made)
    return list(found.values())[: options["most"]] or None


def _file(raw: object) -> dict[str, Any] | None:
    if not isinstance(raw, dict):
        return None
    identifier, kind = raw.get("id"), raw.get("type")
    if not isinstance(identifier, str) or not _ID.fullmatch(identifier) or kind not in _TYPES:
        return None
    return {
        "id": identifier,
        "name": clean_name(raw.get("name")),
        "type": kind,
        "size": _count(raw.get("size")),
        "width": _count(raw.get("width")),
        "height": _count(raw.get("height")),
        "caption": (clean_text(raw.get("caption")) or "").strip()[:LONGEST_CAPTION].strip(),
    }


def _count(raw: object) -> int | None:
    if isinstance(raw, float) and raw.is_integer():
        # Browsers know one sort of numbers only.
        raw = int(raw)
    fits = isinstance(raw, int) and not isinstance(raw, bool) and 0 < raw < 2**31
    return raw if fits and isinstance(raw, int) else None


UPLOAD = Kind(UploadOptions, _clean)
