"""A goal: its words are a text, so that several can write; what goes with them are keys."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from cohortbook.live.y_answers.y_answer import Held, YAnswer


def _read(_: Mapping[str, Any], text: str, held: Held) -> dict[str, Any]:
    return {"text": text, **{each: held.get(each) for each in ("topic", "by", "done")}}


GOAL = YAnswer(_read, text=True, map=True)
