"""Reasons that kernels and rooms give in English, in the language that is spoken."""

from __future__ import annotations

from cohortbook.live.reasons import ROOM_REASONS
from cohortbook.server.words import t
from cohortbook_kernels.reasons import REASONS


def reason_words(text: str) -> str:
    """Return a reason in the language that is spoken.

    Parameters
    ----------
    text : str
        As it was given. What is none of the reasons that are known, such as what another
        program said, stays as it is.
    """
    found = REASONS.found_in(text) or ROOM_REASONS.found_in(text)
    if found is None:
        return text
    values = {name: reason_words(value) for name, value in found.values.items()}
    return t(f"reason.{found.code}", **values)
