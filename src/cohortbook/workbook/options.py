"""What each kind of exercise needs besides its prompt."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Annotated, Self

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, model_validator

from cohortbook.ids import is_slug


def _slug(text: str) -> str:
    if not is_slug(text):
        msg = "must be an id of lower-case letters, digits and hyphens, such as first-week"
        raise ValueError(msg)
    return text


Slug = Annotated[str, AfterValidator(_slug)]
_Label = Annotated[str, Field(max_length=500)]
_Number = Annotated[float, Field(allow_inf_nan=False)]

_WIDEST_SCALE = 100


class _Options(BaseModel):
    model_config = ConfigDict(extra="forbid", strict=True)


class TextOptions(_Options):
    """Of ``text``: the answer is Markdown."""

    placeholder: _Label | None = None
    min_words: Annotated[int, Field(ge=0, le=10_000)] | None = None


class Choice(_Options):
    """One of the answers to choose from."""

    id: Slug
    label: Annotated[str, Field(min_length=1, max_length=2_000)]


class ChoiceOptions(_Options):
    """Of ``choice``: the answer is one id, or a sorted list of them."""

    choices: Annotated[list[Choice], Field(min_length=1, max_length=100)]
    many: bool = False

    @model_validator(mode="after")
    def _each_once(self) -> Self:
        ids = [each.id for each in self.choices]
        if len(set(ids)) != len(ids):
            msg = "choices must have each id once"
            raise ValueError(msg)
        return self


class ScaleOptions(_Options):
    """Of ``scale``: the answer is a whole number between two ends."""

    low: int
    high: int
    low_label: _Label = ""
    high_label: _Label = ""

    @model_validator(mode="after")
    def _upwards(self) -> Self:
        if not 0 < self.high - self.low <= _WIDEST_SCALE:
            msg = f"high must be above low, by {_WIDEST_SCALE} at most"
            raise ValueError(msg)
        return self


class NumberOptions(_Options):
    """Of ``number``: the answer is a number, perhaps with a unit."""

    unit: _Label | None = None
    minimum: _Number | None = None
    maximum: _Number | None = None
    answer: _Number | None = None
    tolerance: Annotated[float, Field(ge=0, allow_inf_nan=False)] | None = None

    @model_validator(mode="after")
    def _upwards(self) -> Self:
        if self.minimum is not None and self.maximum is not None and self.minimum > self.maximum:
            msg = "minimum must not be above maximum"
            raise ValueError(msg)
        return self


class DiscussOptions(_Options):
    """Of ``discuss``: the answer is its thread."""


KINDS: Mapping[str, type[BaseModel]] = MappingProxyType(
    {
        "text": TextOptions,
        "choice": ChoiceOptions,
        "scale": ScaleOptions,
        "number": NumberOptions,
        "discuss": DiscussOptions,
    }
)
