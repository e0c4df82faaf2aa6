"""``code``: the answer is Python; what comes of it when it is run is kept beside it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated, Any

from pydantic import Field

from cohortbook.workbook.kinds.kind import Kind
from cohortbook.workbook.kinds.shape import Options
from cohortbook.workbook.kinds.text import clean_text


class CodeOptions(Options):
    """Of ``code``: what it begins with, and what running it may take."""

    starter: Annotated[str, Field(max_length=20_000)] = ""
    seconds: Annotated[int, Field(ge=1, le=120)]
    memory_mb: Annotated[int, Field(ge=128, le=4096)]


def _clean(options: Mapping[str, Any], raw: object) -> str | None:
    code = clean_text(raw)
    # What was given is nobody's answer.
    return None if code is None or code.strip() == options["starter"].strip() else code


CODE = Kind(CodeOptions, _clean)
