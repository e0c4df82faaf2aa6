"""``table``: the answer is a list of rows, each with an id and its filled cells."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated, Any, Literal, Self

from pydantic import Field, model_validator

from cohortbook.ids import is_slug
from cohortbook.workbook.kinds.choice import clean_one
from cohortbook.workbook.kinds.kind import Kind
from cohortbook.workbook.kinds.number import check_limits, clean_number
from cohortbook.workbook.kinds.shape import Label, Labelled, Number, Options, each_id_once
from cohortbook.workbook.kinds.text import clean_text


class Column(Labelled):
    """What is asked in each row."""

    kind: Literal["text", "number", "choice"] = "text"
    unit: Label | None = None
    minimum: Number | None = None
    maximum: Number | None = None
    choices: Annotated[list[Labelled], Field(max_length=50)] | None = None

    @model_validator(mode="after")
    def _fits_its_kind(self) -> Self:
        check_limits(self.minimum, self.maximum)
        if (self.kind == "choice") != bool(self.choices):
            msg = "choices are for columns of the kind choice, which need them"
            raise ValueError(msg)
        each_id_once(self.choices or [], "choices")
        return self


class TableOptions(Options):
    """Of ``table``; without rows, members add them."""

    rows: Annotated[list[Labelled], Field(min_length=1, max_length=100)] | None = None
    columns: Annotated[list[Column], Field(min_length=1, max_length=12)]

    @model_validator(mode="after")
    def _each_once(self) -> Self:
        each_id_once(self.columns, "columns")
        each_id_once(self.rows or [], "rows")
        return self


def _clean(options: Mapping[str, Any], raw: object) -> list[dict[str, Any]] | None:
    if not isinstance(raw, list):
        return None
    rows: dict[str, dict[str, Any]] = {}
    for row_id, cells in (_row(options["columns"], each) for each in raw):
        if row_id and cells:
            rows.setdefault(row_id, {"id": row_id, "cells": cells})
    if options["rows"] is None:
        return list(rows.values()) or None
    return [rows[each["id"]] for each in options["rows"] if each["id"] in rows] or None


def _row(columns: list[Mapping[str, Any]], raw: object) -> tuple[str, dict[str, Any]]:
    if not isinstance(raw, dict):
        return "", {}
    row_id, held = raw.get("id"), raw.get("cells")
    if not isinstance(row_id, str) or not is_slug(row_id) or not isinstance(held, dict):
        return "", {}
    cleaned = {each["id"]: _cell(each, held.get(each["id"])) for each in columns}
    return row_id, {key: value for key, value in cleaned.items() if value is not None}


def _cell(column: Mapping[str, Any], raw: object) -> Any:
    if column["kind"] == "number":
        return clean_number(column, raw)
    if column["kind"] == "choice":
        return clean_one({each["id"] for each in column["choices"]}, raw)
    return clean_text(raw)


TABLE = Kind(TableOptions, _clean)
