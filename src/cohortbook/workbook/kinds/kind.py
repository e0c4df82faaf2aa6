"""A kind of exercise: what it needs to know, and what counts as an answer to it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from cohortbook.workbook.kinds.shape import Options

Cleaner = Callable[[Mapping[str, Any], object], Any]


@dataclass(frozen=True, slots=True)
class Kind:
    """One kind of exercise.

    Parameters
    ----------
    options : type of Options
        What it needs besides its prompt.
    clean : callable, optional
        Takes the options and any JSON, returns the answer in the one form it is
        kept in, or None when it is none. None where there is no answer: what is
        said under the prompt is it.
    secret : tuple of str
        Names of options that members' browsers never get.
    """

    options: type[Options]
    clean: Cleaner | None = None
    secret: tuple[str, ...] = ()
