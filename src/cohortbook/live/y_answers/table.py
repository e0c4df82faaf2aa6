"""A table: each cell is a key ``<row>/<column>``; a row that members added has its position.

A row that is taken away while somebody writes in it comes back with what they
wrote, at the end: what was acknowledged is not lost.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from cohortbook.live.y_answers.position import position_of
from cohortbook.live.y_answers.y_answer import Held, YAnswer

_AFTER_ALL = "~"


def _read(options: Mapping[str, Any], _: str, held: Held) -> list[dict[str, Any]]:
    cells: dict[str, dict[str, Any]] = {}
    for key, value in held.items():
        row, slash, column = key.partition("/")
        if slash:
            cells.setdefault(row, {})[column] = value
    if options["rows"] is None:
        order = sorted(cells, key=lambda row: (position_of(held.get(row)) or _AFTER_ALL, row))
    else:
        order = [each["id"] for each in options["rows"]]
    return [{"id": each, "cells": cells.get(each, {})} for each in order]


TABLE = YAnswer(_read)
