"""One choice under ``value``; of many, each a key of its own, so that ticks at once all count."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from cohortbook.live.y_answers.y_answer import Held, YAnswer


def _read(options: Mapping[str, Any], _: str, held: Held) -> Any:
    if not options.get("many"):
        return held.get("value")
    return [key for key, chosen in held.items() if chosen is True]


CHOICE = YAnswer(_read)
