"""A ranking: each item that was moved has its position, under its id.

The first move also writes where all others stood, under ``base/<id>``: when the
workbook's list changes later, the order that a group made does not.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from cohortbook.live.y_answers.position import given_position, position_of
from cohortbook.live.y_answers.y_answer import Held, YAnswer

BASE = "base/"


def _read(options: Mapping[str, Any], _: str, held: Held) -> list[str] | None:
    ids = [each["id"] for each in options["items"]]
    if not any(position_of(held.get(each)) for each in ids):
        return None
    places = {
        each: position_of(held.get(each))
        or position_of(held.get(BASE + each))
        or given_position(index)
        for index, each in enumerate(ids)
    }
    # Sorting is stable: of two at the same position, the one that the workbook names first.
    return sorted(ids, key=places.__getitem__)


ORDER = YAnswer(_read)
