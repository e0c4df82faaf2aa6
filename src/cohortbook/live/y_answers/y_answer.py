"""How an answer lies in a Y document."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

Held = Mapping[str, Any]
Reader = Callable[[Mapping[str, Any], str, Held], Any]


@dataclass(frozen=True, slots=True)
class YAnswer:
    """Where the answers to one kind of exercise lie, and how they are read.

    Parameters
    ----------
    read : callable
        Takes the options of the exercise, its text and its map as they are held;
        returns a raw value. Whatever browsers wrote, it must not fail, and it
        must say the same to all who hold the same. Whether it is an answer,
        `cohortbook.workbook.value.clean_value` decides.
    text, map : bool
        Whether there is a root text ``text:<id>`` and a root map ``value:<id>``.
        Root types are there for all from the start, so that two who begin at
        once write into the same.
    """

    read: Reader
    text: bool = False
    map: bool = True
