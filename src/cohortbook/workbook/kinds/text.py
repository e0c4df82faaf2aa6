"""``text``: the answer is Markdown."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated, Any

from pydantic import Field

from cohortbook.workbook.kinds.kind import Kind
from cohortbook.workbook.kinds.shape import Label, Options


class TextOptions(Options):
    """Of ``text``."""

    placeholder: Label | None = None
    min_words: Annotated[int, Field(ge=0, le=10_000)] | None = None


def clean_text(raw: object) -> str | None:
    """Return a text that every database can keep; None if nothing stands in it."""
    if not isinstance(raw, str):
        return None
    # Neither half a surrogate pair nor NUL can be kept in every database.
    text = raw.replace("\x00", "").encode("utf-8", "replace").decode("utf-8")
    return text if text.strip() else None


def _clean(_: Mapping[str, Any], raw: object) -> str | None:
    return clean_text(raw)


TEXT = Kind(TextOptions, _clean)
