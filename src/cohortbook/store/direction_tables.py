"""The table of what groups chose on the direction dial."""

from __future__ import annotations

from sqlalchemy import Column, Index, String, Table, Text

from cohortbook.store.columns import SLUG_LENGTH, counter, metadata, person
from cohortbook.store.types import Instant

SETTING_LENGTH = 200

# All choices stay: the last one of a group is what holds.
direction_choices = Table(
    "direction_choices",
    metadata,
    counter("number"),
    Column("group_id", String(SLUG_LENGTH), nullable=False),
    Column("setting", String(SETTING_LENGTH), nullable=False),
    Column("why", Text, nullable=False),
    person("by"),
    Column("at", Instant, nullable=False),
    Index(None, "group_id"),
    sqlite_autoincrement=True,
)
