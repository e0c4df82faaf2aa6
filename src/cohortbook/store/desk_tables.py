"""The tables of what facilitators decide: which workbooks are open, and what they announce."""

from __future__ import annotations

from sqlalchemy import JSON, Column, Date, String, Table, Text, UniqueConstraint

from cohortbook.store.columns import ID_LENGTH, SLUG_LENGTH, counter, metadata, person
from cohortbook.store.types import Instant

# The group is empty where all groups are meant.
openings = Table(
    "openings",
    metadata,
    Column("workbook_id", String(SLUG_LENGTH), primary_key=True),
    Column("group_id", String(SLUG_LENGTH), primary_key=True),
    Column("state", String(16), nullable=False),
    person("by"),
    Column("at", Instant, nullable=False),
)

announcements = Table(
    "announcements",
    metadata,
    counter("number"),
    Column("id", String(ID_LENGTH), nullable=False),
    Column("body", Text, nullable=False),
    Column("groups", JSON(none_as_null=True), nullable=True),
    Column("until", Date, nullable=True),
    person("by"),
    Column("at", Instant, nullable=False),
    Column("ended_at", Instant, nullable=True),
    UniqueConstraint("id"),
    sqlite_autoincrement=True,
)
