"""Shared Jupyter workbooks for cohorts of people who learn together."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from cohortbook.analysis import Cohort

__all__ = ["Cohort", "__version__"]

__version__ = "0.1.0"


def __getattr__(name: str) -> Any:
    # Only who analyses a cohort pays for what that takes; commands start without it.
    if name == "Cohort":
        from cohortbook.analysis import Cohort  # noqa: PLC0415

        return Cohort
    msg = f"module {__name__!r} has no attribute {name!r}"
    raise AttributeError(msg)
