"""Files: each under its id, its place and its caption under ``<id>/place`` and ``<id>/caption``.

Who takes a file away removes all three; what somebody writes about it meanwhile
does not bring it back.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from cohortbook.live.y_answers.position import position_of
from cohortbook.live.y_answers.y_answer import Held, YAnswer

_AFTER_ALL = "~"


def _read(_: Mapping[str, Any], __: str, held: Held) -> list[dict[str, Any]]:
    files = {key: dict(value) for key, value in held.items() if isinstance(value, Mapping)}
    order = sorted(files, key=lambda each: (_place(held, each), each))
    return [{**files[each], "id": each, "caption": held.get(f"{each}/caption")} for each in order]


def _place(held: Held, identifier: str) -> str:
    return position_of(held.get(f"{identifier}/place")) or _AFTER_ALL


UPLOAD = YAnswer(_read)
