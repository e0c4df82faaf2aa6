"""What several shapes of the cohort file are made of."""

from __future__ import annotations

from datetime import date, datetime
from typing import Annotated

from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict

from cohortbook.ids import is_slug


def _slug(text: str) -> str:
    if "@" in text:
        msg = f"{text!r} is an e-mail address where an id belongs"
        raise ValueError(msg)
    if not is_slug(text):
        msg = (
            f"{text[:80]!r} is not an id: lower-case letters, digits and hyphens, "
            "64 at most, such as north-depot"
        )
        raise ValueError(msg)
    return text


def _day(value: object) -> object:
    if isinstance(value, date) and not isinstance(value, datetime):
        return value
    if isinstance(value, str):
        try:
            return date.fromisoformat(value)
        except ValueError:
            pass
    if value is None:
        return None
    msg = f"{value!s} is not a day, such as 2026-09-18"
    raise ValueError(msg)


Slug = Annotated[str, AfterValidator(_slug)]
Day = Annotated[date | None, BeforeValidator(_day)]


class Shape(BaseModel):
    """A mapping of the file: keys that it does not name are errors."""

    model_config = ConfigDict(extra="forbid", strict=True)
