"""The shape of ``nudges`` and ``attention`` in a cohort file, held by pydantic."""

from __future__ import annotations

import re
from datetime import date, time
from typing import Annotated, Literal, Self

from pydantic import AfterValidator, BaseModel, BeforeValidator, Field, model_validator

from cohortbook.cohort.nudging import (
    DEFAULT_RULES,
    PLACEHOLDERS,
    NudgeConditions,
    NudgePlan,
    NudgeRule,
    Quiet,
)
from cohortbook.cohort.parts import Day, Shape, Slug

_CLOCK = re.compile(r"([01]\d|2[0-3]):([0-5]\d)")
_WEEKDAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
_LONGEST_WORDS = 1000
_NAMED = re.compile(rf"\{{(?:{'|'.join(PLACEHOLDERS)})\}}")
_AS_QUIET = Quiet()
_AS_PLANNED = NudgePlan()


def _clock(value: object) -> object:
    found = _CLOCK.fullmatch(value) if isinstance(value, str) else None
    if found is None:
        msg = f'{value!s} is not a time of day, such as "18:00"'
        raise ValueError(msg)
    return time(int(found[1]), int(found[2]))


def _words(text: str) -> str:
    if not text.strip() or len(text) > _LONGEST_WORDS:
        msg = f"the wording has no word in it, or more than {_LONGEST_WORDS} characters"
        raise ValueError(msg)
    if "{" in _NAMED.sub("", text) or "}" in _NAMED.sub("", text):
        known = ", ".join(f"{{{each}}}" for each in PLACEHOLDERS)
        msg = f"a curly bracket stands around something else than {known}"
        raise ValueError(msg)
    return text.strip()


Points = Annotated[int, Field(ge=1, le=100)]
Days = Annotated[int, Field(ge=1, le=366)]
Clock = Annotated[time, BeforeValidator(_clock)]
Weekday = Literal["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"]


def _weekend() -> list[Weekday]:
    return ["saturday", "sunday"]


class WhenShape(Shape):
    """Below ``when`` of a rule."""

    behind_plan: Points | None = None
    behind_groups: Points | None = None
    untouched_days: Days | None = None
    due_within_days: Annotated[int, Field(ge=0, le=366)] | None = None
    for_days: Annotated[int, Field(ge=0, le=60)] = 0
    active_within_days: Days | None = None

    @model_validator(mode="after")
    def _says_something(self) -> Self:
        if self.behind_plan is None and self.behind_groups is None and self.untouched_days is None:
            msg = "it needs behind_plan, behind_groups or untouched_days"
            raise ValueError(msg)
        return self


class RuleShape(Shape):
    """A rule of ``nudges``."""

    name: Slug
    when: WhenShape
    send: Literal["reminder", "challenge"] = "reminder"
    groups: Annotated[list[Slug], Field(min_length=1)] | None = None
    words: Annotated[str, AfterValidator(_words)] | None = None


class HolidayShape(Shape):
    """First and last day of a holiday."""

    first: Day
    last: Day

    @model_validator(mode="after")
    def _in_order(self) -> Self:
        if self.first is None or self.last is None or self.first > self.last:
            msg = "it needs a first day, and a last day that is not before it"
            raise ValueError(msg)
        return self


class QuietShape(Shape):
    """Below ``quiet``."""

    begins: Clock | None = _AS_QUIET.begins
    ends: Clock | None = _AS_QUIET.ends
    weekdays: list[Weekday] = Field(default_factory=_weekend)
    holidays: list[HolidayShape] = Field(default_factory=list)

    @model_validator(mode="after")
    def _both(self) -> Self:
        if (self.begins is None) != (self.ends is None):
            msg = "begins and ends belong together"
            raise ValueError(msg)
        return self


class NudgesShape(Shape):
    """Below ``nudges``."""

    rules: Annotated[list[RuleShape], Field(min_length=1)] | None = None
    quiet: QuietShape = Field(default_factory=QuietShape)
    most: Annotated[int, Field(ge=1, le=50)] = _AS_PLANNED.most
    in_days: Days = _AS_PLANNED.in_days
    same_topic_days: Days = _AS_PLANNED.same_topic_days


class AttentionShape(Shape):
    """Below ``attention``."""

    per_person: bool = True


SHAPES: dict[tuple[str | None, ...], type[BaseModel]] = {
    ("attention",): AttentionShape,
    ("nudges",): NudgesShape,
    ("nudges", "quiet"): QuietShape,
    ("nudges", "quiet", "holidays", None): HolidayShape,
    ("nudges", "rules", None): RuleShape,
    ("nudges", "rules", None, "when"): WhenShape,
}


def nudge_plan(shape: NudgesShape) -> NudgePlan:
    """Make the plan that the file describes; without rules, that of the default rule."""
    rules = DEFAULT_RULES if shape.rules is None else tuple(_rule(each) for each in shape.rules)
    return NudgePlan(
        rules=rules,
        quiet=Quiet(
            begins=shape.quiet.begins,
            ends=shape.quiet.ends,
            weekdays=frozenset(_WEEKDAYS.index(each) for each in shape.quiet.weekdays),
            holidays=tuple(_holiday(each) for each in shape.quiet.holidays),
        ),
        most=shape.most,
        in_days=shape.in_days,
        same_topic_days=shape.same_topic_days,
    )


def _rule(shape: RuleShape) -> NudgeRule:
    return NudgeRule(
        name=shape.name,
        when=NudgeConditions(**shape.when.model_dump()),
        send=shape.send,
        groups=None if shape.groups is None else tuple(shape.groups),
        words=shape.words,
    )


def _holiday(shape: HolidayShape) -> tuple[date, date]:
    assert shape.first is not None
    assert shape.last is not None
    return shape.first, shape.last
