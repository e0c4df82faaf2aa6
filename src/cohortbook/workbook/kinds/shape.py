"""What the shapes of all kinds have in common."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Annotated, Protocol, TypeVar

from pydantic import AfterValidator, BaseModel, ConfigDict, Field

from cohortbook.ids import is_slug


def _slug(text: str) -> str:
    if not is_slug(text):
        msg = "must be an id of lower-case letters, digits and hyphens, such as first-week"
        raise ValueError(msg)
    return text


Slug = Annotated[str, AfterValidator(_slug)]
Label = Annotated[str, Field(max_length=500)]
Number = Annotated[float, Field(allow_inf_nan=False)]


class Options(BaseModel):
    """What a kind needs besides the prompt; nothing unknown passes."""

    model_config = ConfigDict(extra="forbid", strict=True)


class Labelled(Options):
    """One of several things to choose from, or to put in order."""

    id: Slug
    label: Annotated[str, Field(min_length=1, max_length=2_000)]


class _WithId(Protocol):
    id: str


_Each = TypeVar("_Each", bound=_WithId)


def each_id_once(things: Sequence[_Each], what: str) -> Sequence[_Each]:
    """Return `things` if no two have the same id.

    Raises
    ------
    ValueError
        If two have.
    """
    ids = [each.id for each in things]
    if len(set(ids)) != len(ids):
        msg = f"{what} must have each id once"
        raise ValueError(msg)
    return things
