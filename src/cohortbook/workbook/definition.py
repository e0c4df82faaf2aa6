"""An exercise as its cell defines it; kernels are not trusted, so every part is looked at."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Annotated, Any

from pydantic import BaseModel, ConfigDict, Field, ValidationError, ValidationInfo, field_validator

from cohortbook.errors import Place
from cohortbook.ids import is_slug
from cohortbook.workbook.errors import ExerciseInvalidError
from cohortbook.workbook.kinds import KINDS
from cohortbook.workbook.kinds.shape import Slug

_Title = Annotated[str, Field(min_length=1, max_length=500)]


@dataclass(frozen=True, slots=True)
class Criterion:
    """One line of a rubric.

    Parameters
    ----------
    id : str
        Slug, unique in its rubric.
    label : str
        What is looked at.
    levels : tuple of str
        From least to most.
    """

    id: str
    label: str
    levels: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class ExerciseDefinition:
    """An embedded question or task.

    Parameters
    ----------
    id : str
        Slug, unique in its workbook; answers hang on it.
    kind : str
        One of `cohortbook.workbook.kinds.KINDS`.
    prompt : str
        Markdown source.
    topic : str or None
        Id of the topic it belongs to.
    individual : bool
        Whether each member answers alone first.
    reveal_at : str or None
        ISO 8601 date and time without an offset, in the cohort's time zone: when
        individual answers are shown at the latest.
    required : bool
        Whether it counts towards progress.
    hint : str or None
        Markdown source, shown on request.
    due : str or None
        ISO 8601 date, or date and time with an offset.
    rubric : tuple of Criterion
        What mentors judge by; empty when there is none.
    notes : str or None
        Markdown source, from the facilitator to mentors; members never get it.
    options : collections.abc.Mapping
        What its kind needs besides; plain JSON.
    """

    id: str
    kind: str
    prompt: str
    topic: str | None = None
    individual: bool = False
    required: bool = True
    hint: str | None = None
    due: str | None = None
    reveal_at: str | None = None
    rubric: tuple[Criterion, ...] = ()
    notes: str | None = None
    options: Mapping[str, Any] = field(default_factory=dict)

    @property
    def answerable(self) -> bool:
        """Whether there is an answer to it besides what is said under it."""
        return KINDS[self.kind].clean is not None

    @classmethod
    def from_json(cls, data: object, *, place: Place | None = None) -> ExerciseDefinition:
        """Read a definition from the JSON of its MIME bundle.

        Parameters
        ----------
        data : object
            Anything: it comes from a kernel.
        place : Place, optional
            Where it was found, for the error.

        Returns
        -------
        ExerciseDefinition
            Valid in every part, with defaults filled in.

        Raises
        ------
        ExerciseInvalidError
            Naming the exercise, the part and the mend.
        """
        try:
            shape = _Shape.model_validate(data)
            options = KINDS[shape.kind].options.model_validate(shape.options)
        except ValidationError as error:
            raise _explained(error, data, place) from None
        return cls(
            id=shape.id,
            kind=shape.kind,
            prompt=shape.prompt,
            topic=shape.topic,
            individual=shape.individual,
            required=shape.required,
            hint=shape.hint,
            due=shape.due,
            reveal_at=shape.reveal_at,
            rubric=tuple(
                Criterion(each.id, each.label, tuple(each.levels)) for each in shape.rubric or ()
            ),
            notes=shape.notes,
            options=options.model_dump(),
        )

    def to_json(self) -> dict[str, Any]:
        """Return the definition as `from_json` reads it."""
        rubric = [
            {"id": each.id, "label": each.label, "levels": list(each.levels)}
            for each in self.rubric
        ]
        return {
            "id": self.id,
            "kind": self.kind,
            "prompt": self.prompt,
            "topic": self.topic,
            "individual": self.individual,
            "required": self.required,
            "hint": self.hint,
            "due": self.due,
            "reveal_at": self.reveal_at,
            "rubric": rubric or None,
            "notes": self.notes,
            "options": dict(self.options),
        }

    def public_json(self) -> dict[str, Any]:
        """Return what members' browsers may know of the exercise."""
        data = self.to_json()
        del data["notes"]
        for name in KINDS[self.kind].secret:
            data["options"].pop(name, None)
        return data


class _CriterionShape(BaseModel):
    model_config = ConfigDict(extra="forbid", strict=True)

    id: Slug
    label: _Title
    levels: Annotated[list[_Title], Field(min_length=2, max_length=10)]


class _Shape(BaseModel):
    model_config = ConfigDict(extra="forbid", strict=True)

    id: Slug
    kind: str
    prompt: Annotated[str, Field(min_length=1, max_length=20_000)]
    topic: Slug | None = None
    individual: bool = False
    required: bool = True
    hint: Annotated[str, Field(max_length=5_000)] | None = None
    due: str | None = None
    reveal_at: str | None = None
    rubric: Annotated[list[_CriterionShape], Field(max_length=20)] | None = None
    notes: Annotated[str, Field(max_length=5_000)] | None = None
    options: dict[str, Any] = Field(default_factory=dict)

    @field_validator("kind")
    @classmethod
    def _known(cls, kind: str) -> str:
        if kind not in KINDS:
            msg = f"must be one of {', '.join(KINDS)}"
            raise ValueError(msg)
        return kind

    @field_validator("prompt")
    @classmethod
    def _says_something(cls, prompt: str) -> str:
        if not prompt.strip():
            msg = "must not be blank"
            raise ValueError(msg)
        return prompt

    @field_validator("due")
    @classmethod
    def _moment(cls, due: str | None) -> str | None:
        if due is not None and not _is_moment(due):
            msg = "must be a date such as 2026-09-18, or a date and time with its offset"
            raise ValueError(msg)
        return due

    @field_validator("reveal_at")
    @classmethod
    def _local_moment(cls, reveal_at: str | None, info: ValidationInfo) -> str | None:
        if reveal_at is None:
            return None
        if not _is_local_moment(reveal_at):
            msg = "must be a date and time without an offset, such as 2026-09-18T14:00"
            raise ValueError(msg)
        if not info.data.get("individual"):
            msg = "is for exercises that each member answers alone first"
            raise ValueError(msg)
        return reveal_at

    @field_validator("rubric")
    @classmethod
    def _each_once(cls, rubric: list[_CriterionShape] | None) -> list[_CriterionShape] | None:
        ids = [each.id for each in rubric or ()]
        if len(set(ids)) != len(ids):
            msg = "must have each id once"
            raise ValueError(msg)
        return rubric


def _is_moment(text: str) -> bool:
    try:
        date.fromisoformat(text)
    except ValueError:
        pass
    else:
        return True
    try:
        return datetime.fromisoformat(text).tzinfo is not None
    except ValueError:
        return False


def _is_local_moment(text: str) -> bool:
    try:
        return "T" in text and datetime.fromisoformat(text).tzinfo is None
    except ValueError:
        return False


def _explained(error: ValidationError, data: object, place: Place | None) -> ExerciseInvalidError:
    first = error.errors(include_url=False, include_input=False)[0]
    where = ".".join(str(each) for each in first["loc"])
    what = first["msg"].removeprefix("Value error, ")
    named = data.get("id") if isinstance(data, Mapping) else None
    who = f"Exercise {named}" if isinstance(named, str) and is_slug(named) else "An exercise"
    part = f": {where}" if where else ""
    return ExerciseInvalidError(
        f"{who} is not valid{part}: {what[:1].lower()}{what[1:]}.",
        place=place,
        mend="Correct the arguments of the exercise in this cell.",
    )
