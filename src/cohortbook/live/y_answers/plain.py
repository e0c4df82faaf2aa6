"""Answers that are one text or one value."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from cohortbook.live.y_answers.y_answer import Held, YAnswer


def _text(_: Mapping[str, Any], text: str, __: Held) -> str:
    return text


def _value(_: Mapping[str, Any], __: str, held: Held) -> Any:
    return held.get("value")


TEXT = YAnswer(_text, text=True, map=False)
VALUE = YAnswer(_value)
